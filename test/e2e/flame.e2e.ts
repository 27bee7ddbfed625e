// A profile and a difference as flame graphs: what a pointer and what keys can do, and what a screen reader hears.
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import {
  chromiumHost,
  electronHost,
  saveView,
  screenshot,
  titleOf,
  type Workbench,
} from './support/workbench';

const graph = (page: Page): Locator => page.getByRole('tree').first();
/** What is said of the selected box. */
const selected = (page: Page): Locator => graph(page).locator('[role=treeitem][aria-selected=true]');

const selectedRow = (page: Page): Locator => page.getByRole('row', { selected: true });
const showAs = (page: Page, shape: string): Promise<void> => page.getByRole('radio', { name: shape }).click();

const hasFocus = (at: Locator): Promise<boolean> => at.evaluate((one) => one === document.activeElement);
/** What jumps has arrived. */
async function settled(page: Page): Promise<void> {
  let before = '';
  await expect
    .poll(async () => {
      const now = `${await scrolled(page)} ${await page.locator('.map .frame').evaluateAll((found) => found.map((one) => one.getAttribute('style')).join())}`;
      const is = now === before;
      before = now;
      return is;
    })
    .toBe(true);
}
const scrolled = (page: Page): Promise<number> => graph(page).evaluate((tree) => tree.scrollTop);

async function openFlame(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the sample session' }).click();
  await page.getByRole('heading', { name: 'collect-svr (sample)' }).waitFor();
  await page.getByRole('tab', { name: 'Profile' }).click();
  await page.getByRole('radio', { name: 'Flame graph' }).click();
  await graph(page).waitFor();
}

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('flame graphs', host), () => {
    const folder = temporaryFolder('flame-e2e');
    let workbench: Workbench;
    let page: Page;
    beforeAll(async () => {
      workbench = await host.open(join(folder, 'workspace'), join(folder, 'home'));
      page = workbench.page;
      await openFlame(page);
    });
    afterAll(() => workbench.close());

    it('is walked by keys, which say where one is', async () => {
      await graph(page).focus();
      await page.keyboard.press('ArrowDown');
      await expect
        .poll(() => selected(page).innerText())
        .toMatch(/Watch\.func1: Cum [\d.]+.MB, Share of all [\d.]+.%/);
      expect(await selected(page).getAttribute('aria-level')).toBe('2');
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => selected(page).getAttribute('aria-level')).toBe('3');
      const first = await selected(page).innerText();
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => selected(page).innerText()).not.toBe(first);
      await page.keyboard.press('Enter');
      await page.getByRole('complementary', { name: 'The selected box' }).waitFor();
      await screenshot(page, `${host.name}-flame-zoomed`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Home');
      await expect.poll(() => selected(page).getAttribute('aria-level')).toBe('1');
    });

    it('shows what calls a function and what it calls, and comes back', async () => {
      await graph(page).focus();
      await page.keyboard.press('ArrowDown');
      const name = (await selected(page).innerText()).split(':')[0] ?? '';
      await page.keyboard.press('p');
      await page.getByRole('heading', { name: 'Called by' }).waitFor();
      await expect.poll(() => page.getByRole('tree').count()).toBe(2);
      // The keys stay with the picture.
      await expect.poll(() => hasFocus(graph(page))).toBe(true);
      await expect.poll(() => selected(page).innerText()).toContain(name);
      for (const side of [0, 1]) {
        const tree = page.getByRole('tree').nth(side);
        await tree.focus();
        for (const key of ['Home', 'ArrowDown']) await page.keyboard.press(key);
        await expect
          .poll(() => tree.locator('[aria-selected=true]').innerText())
          .toMatch(new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}: `));
      }
      await screenshot(page, `${host.name}-flame-pivot`);
      await page.getByRole('button', { name: 'Back to whole stacks' }).click();
      await expect.poll(() => page.getByRole('tree').count()).toBe(1);
      await expect.poll(() => hasFocus(graph(page))).toBe(true);
    });

    it('finds functions, with what they hold together', async () => {
      await page.keyboard.press('/');
      await page.keyboard.type('trpc-config-rainbow');
      const found = page.getByRole('status').filter({ hasText: 'box' });
      await expect.poll(() => found.innerText()).toMatch(/^\d+ boxes, [\d.]+.MB \([\d.]+.%\)$/);
      await graph(page).focus();
      await page.keyboard.press('F3');
      await expect.poll(() => selected(page).innerText()).toContain('trpc-config-rainbow');
      await page.locator('[data-filter]').first().fill('no such function');
      await expect.poll(() => found.innerText()).toMatch(/^0 boxes/);
      await page.locator('[data-filter]').first().fill('');
    });

    it('stays where one looks: in another snapshot, and after another tab', async () => {
      // So low that it scrolls.
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('[role=tree] { max-height: 41px }');
        document.adoptedStyleSheets.push(sheet);
      });
      await graph(page).focus();
      await page.keyboard.press('b');
      for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter'])
        await page.keyboard.press(key);
      await expect.poll(() => page.locator('.map').count()).toBe(1);
      const told = await selected(page).innerText();
      const name = told.split(': ')[0] ?? '';
      await expect.poll(() => scrolled(page)).toBeGreaterThan(10);
      await settled(page);
      const top = await scrolled(page);
      const isStill = async (): Promise<void> => {
        expect((await selected(page).innerText()).split(': ')[0]).toBe(name);
        expect(await page.locator('.map').count()).toBe(1);
        expect(Math.abs((await scrolled(page)) - top)).toBeLessThan(1);
      };
      await page.keyboard.press('[');
      await expect.poll(() => selected(page).innerText()).not.toBe(told);
      await isStill();
      // What had the focus goes with its tab; it is at the one that is shown.
      for (const [key, tab, view] of [
        ['2', 'Goroutines', page.getByRole('grid', { name: 'Goroutines' })],
        ['3', 'Profile', graph(page)],
      ] as const) {
        await page.keyboard.press(key);
        await view.waitFor();
        await expect.poll(() => hasFocus(page.getByRole('tab', { name: tab }))).toBe(true);
      }
      await isStill();

      // By the wheel, over no box in particular, in the whole picture.
      await graph(page).focus();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Home');
      await expect.poll(() => page.locator('.map').count()).toBe(0);
      await settled(page);
      const all = await selected(page).innerText();
      await graph(page).hover();
      await page.mouse.wheel(0, 15);
      await expect.poll(() => scrolled(page)).toBe(15);
      await page.keyboard.press(']');
      await expect.poll(() => selected(page).innerText()).not.toBe(all);
      expect(await scrolled(page)).toBe(15);
      expect(await page.locator('.map').count()).toBe(0);
      await page.evaluate(() => document.adoptedStyleSheets.pop());
    });

    it('answers to the pointer: hover tells, a click zooms, a drag moves', async () => {
      const box = await graph(page).boundingBox();
      if (box === null) throw new Error('no graph');
      await page.mouse.move(box.x + 60, box.y + 30);
      const tip = page.locator('.tip');
      await expect.poll(() => tip.innerText()).toMatch(/Watch\.func1/);
      await page.mouse.click(box.x + 60, box.y + 50);
      await expect.poll(() => page.locator('.map').count()).toBe(1);
      const details = page.getByRole('complementary', { name: 'The selected box' });
      await details.getByRole('button', { name: 'Copy stack' }).click();
      await page.getByText('Copied the stack').first().waitFor();
      await page.getByRole('button', { name: 'Whole graph' }).click();
      await expect.poll(() => page.locator('.map').count()).toBe(0);
      await details.getByRole('button', { name: 'Close' }).click();
    });

    it('has the function selected that is selected in the table and in the call graph, and is left as it was', async () => {
      await graph(page).focus();
      for (const key of ['Home', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
      await expect.poll(() => selected(page).innerText()).toMatch(/Watch\.func1: /);
      await showAs(page, 'Table');
      await expect.poll(() => selectedRow(page).innerText()).toContain('Watch.func1');
      await page.getByRole('row', { name: /decodeAppConfig/ }).click();
      await showAs(page, 'Flame graph');
      await expect.poll(() => selected(page).innerText()).toMatch(/decodeAppConfig: /);
      const heaviest = await selected(page).getAttribute('aria-level');
      await showAs(page, 'Call graph');
      await expect.poll(() => selected(page).innerText()).toMatch(/decodeAppConfig: /);
      await graph(page).focus();
      await page.keyboard.press('ArrowUp');
      await expect.poll(() => selected(page).innerText()).toMatch(/Watch\.func1: /);
      await showAs(page, 'Flame graph');
      await expect.poll(() => selected(page).getAttribute('aria-level')).toBe('2');
      expect(heaviest).not.toBe('2');
      // None is selected in any of them where it is deselected in one.
      await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
      await showAs(page, 'Table');
      await page.getByRole('row', { name: /decodeAppConfig/ }).waitFor();
      await expect.poll(() => selectedRow(page).count()).toBe(0);
      await showAs(page, 'Flame graph');
      await expect.poll(() => selected(page).getAttribute('aria-level')).toBe('1');
    });

    it('moves as far as shows what was selected elsewhere, and does not zoom', async () => {
      await graph(page).focus();
      for (const key of ['Home', 'ArrowDown']) await page.keyboard.press(key);
      for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await settled(page);
      const frame = (): Promise<string[]> =>
        page
          .locator('.map .frame')
          .evaluateAll((found) => found.map((one) => one.getAttribute('style') ?? ''));
      const [zoomed = ''] = await frame();
      expect(zoomed).not.toBe('');
      await showAs(page, 'Table');
      await page
        .getByRole('row', { name: /Watch\.func1/ })
        .first()
        .click();
      await showAs(page, 'Flame graph');
      await expect.poll(() => selected(page).innerText()).toMatch(/Watch\.func1: /);
      const [moved = ''] = await frame();
      const [left, right] = [zoomed, moved].map((style) => /left: ([\d.]+)%/.exec(style)?.[1]);
      const widths = [zoomed, moved].map((style) => /width: ([\d.]+)%/.exec(style)?.[1]);
      expect(left).not.toBe(right);
      expect(widths[0]).toBe(widths[1]);
      await graph(page).focus();
      for (const key of ['Escape', 'Home']) await page.keyboard.press(key);
    });

    it('has notes beside a box, on its function and no other', async () => {
      await graph(page).focus();
      for (const key of ['Home', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
      const name = (await selected(page).innerText()).split(': ')[0] ?? '';
      expect(name).toMatch(/Watch\.func1$/);
      await page.keyboard.press('m');
      const dialog = page.getByRole('dialog', { name: 'Note on a function' });
      await dialog.getByText(name, { exact: true }).waitFor();
      await page.keyboard.type('Who ends it?');
      await page.keyboard.press('Control+Enter');
      await dialog.waitFor({ state: 'detached' });
      const details = page.getByRole('complementary', { name: 'The selected box' });
      await details.getByText('Who ends it?').waitFor();
      // Another box says nothing of it; the keys come back to the graph.
      await graph(page).focus();
      await page.keyboard.press('ArrowDown');
      await details.getByText('Who ends it?').waitFor({ state: 'detached' });
      await details.getByRole('button', { name: 'Close' }).focus();
      await page.keyboard.press('Escape');
      await expect.poll(() => hasFocus(graph(page))).toBe(true);
    });

    it('is coloured by what grows, and says how fast', async () => {
      const pick = async (box: string, option: string | RegExp): Promise<void> => {
        await page.getByRole('combobox', { name: box }).click();
        await page.getByRole('option', { name: option }).click();
      };
      await pick('Capture', /^goroutine/);
      await pick('Colour', 'By growth');
      await page.getByText(/share of all proven growth, \+[\d.]+\/h/).waitFor();
      // The root, and below it the watchers, which are all that grows.
      await graph(page).focus();
      await page.keyboard.press('Home');
      const rate = /Grows by (\+[\d.]+.?\/h)/;
      await expect.poll(() => selected(page).innerText()).toMatch(rate);
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => selected(page).innerText()).toMatch(rate);
      await screenshot(page, `${host.name}-flame-growth`);
      // What was ever allocated only grows: nothing is judged of it.
      await pick('Capture', /^heap/);
      await pick('Sample type', /^alloc_space/);
      await expect.poll(() => selected(page).innerText()).not.toMatch(rate);
      await page.getByRole('combobox', { name: 'Colour' }).click();
      const off = page.getByRole('option', { name: 'By growth' });
      await off.getByText('of goroutines and inuse_space only').waitFor();
      expect(await off.getAttribute('aria-disabled')).toBe('true');
      await page.keyboard.press('Escape');
      await pick('Colour', 'By package');
      expect(workbench.consoleErrors).toEqual([]);
    });

    it('shows a difference, by what grew or shrank, absolute or normalised', async () => {
      await page.getByRole('tab', { name: 'Compare' }).click();
      await page.getByRole('radio', { name: 'Flame graph' }).click();
      await graph(page).waitFor();
      await expect.poll(() => selected(page).innerText()).toMatch(/^All, \+[\d,]+: Change \+[\d,]+/);
      const all = await selected(page).innerText();
      await page.getByRole('combobox', { name: 'Which changes' }).click();
      await page.getByRole('option', { name: 'What shrank' }).click();
      await expect.poll(() => selected(page).innerText()).not.toBe(all);
      await page.getByRole('combobox', { name: 'Which changes' }).click();
      await page.getByRole('option', { name: 'All changes' }).click();
      await expect.poll(() => selected(page).innerText()).toBe(all);
      await page.getByRole('button', { name: 'Normalise' }).click();
      await page.getByText(/^A × [\d.]+$/).waitFor();
      await screenshot(page, `${host.name}-flame-difference`);
      await page.getByRole('button', { name: 'Normalise' }).click();
      expect(workbench.consoleErrors).toEqual([]);
    });

    it('has the function selected in a difference that is selected in the table of it, be its rows stacks or functions', async () => {
      await showAs(page, 'Table');
      await page
        .getByRole('row', { name: /Watch\.func1/ })
        .first()
        .click();
      await showAs(page, 'Flame graph');
      await expect.poll(() => selected(page).innerText()).toMatch(/Watch\.func1: Change /);
      await graph(page).focus();
      await page.keyboard.press('Home');
      await showAs(page, 'Table');
      await page
        .getByRole('row', { name: /Watch\.func1/ })
        .first()
        .waitFor();
      await expect.poll(() => selectedRow(page).count()).toBe(0);
      await page.getByRole('combobox', { name: 'Kind' }).click();
      await page.getByRole('option', { name: /^heap/ }).click();
      await page.getByRole('row', { name: /decodeAppConfig/ }).click();
      await showAs(page, 'Flame graph');
      await expect.poll(() => selected(page).innerText()).toMatch(/decodeAppConfig: Change /);
      await graph(page).focus();
      await page.keyboard.press('ArrowUp');
      await expect.poll(() => selected(page).innerText()).toMatch(/Watch\.func1: /);
      await showAs(page, 'Table');
      await expect.poll(() => selectedRow(page).innerText()).toContain('Watch.func1');
      expect(workbench.consoleErrors).toEqual([]);
    });
  });
}

// On the desktop a dialog asks where to, which no test can answer: test/hosts/desktop-app.e2e.ts has what comes before it.
describe.skipIf(chromiumHost.why !== null)(titleOf('a flame graph as a file', chromiumHost), () => {
  const folder = temporaryFolder('flame-files');
  let workbench: Workbench;
  let page: Page;
  beforeAll(async () => {
    workbench = await chromiumHost.open(join(folder, 'workspace'), join(folder, 'home'));
    page = workbench.page;
    await openFlame(page);
  });
  afterAll(() => workbench.close());

  it.each([
    ['pprof', /\.pb\.gz$/, (bytes: Buffer) => gunzipSync(bytes).length > 1000],
    ['Collapsed stacks', /\.collapsed\.txt$/, (bytes: Buffer) => /^\S.* \d+$/m.test(bytes.toString())],
    ['speedscope', /\.speedscope\.json$/, (bytes: Buffer) => bytes.toString().includes('Watch.func1')],
    ['SVG', /\.svg$/, (bytes: Buffer) => bytes.toString().includes('Watch.func1')],
    ['PNG', /\.png$/, (bytes: Buffer) => bytes.subarray(1, 4).toString() === 'PNG'],
  ] as const)('is saved as %s', async (choice, name, isRight) => {
    const saved = await saveView(page, choice);
    expect(saved.name).toMatch(name);
    expect(isRight(saved.bytes)).toBe(true);
  });

  it('is saved around a function with who calls it and what it calls', async () => {
    await graph(page).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('p');
    await page.getByRole('heading', { name: 'Called by' }).waitFor();
    const { name, bytes } = await saveView(page, 'SVG');
    expect(name).toMatch(/ inuse_space around \S*Watch\.func1\.svg$/);
    const svg = bytes.toString();
    // Of other stacks there is nothing in the file for other tools either.
    const folded = (await saveView(page, 'Collapsed stacks')).bytes.toString().trim().split('\n');
    expect(folded.filter((line) => !line.includes('Watch.func1'))).toEqual([]);
    expect(folded.length).toBeGreaterThan(0);
    const [callers = '', callees = ''] = svg.slice(svg.indexOf('>Called by<')).split('>Calls<');
    for (const half of [callers, callees]) expect(half).toMatch(/<title>[^<]*Watch\.func1/);
    expect(callees).toMatch(/<title>[^<]*decodeAppConfig/);
    const png = (await saveView(page, 'PNG')).bytes;
    // Height in the head of the file: twice that of both, with their titles.
    expect(png.readUInt32BE(20)).toBeGreaterThan(2 * 2 * 24);
    await page.keyboard.press('Escape');
  });

  it('is told in the unit that is chosen, as are the table, the call graph and what is saved of it', async () => {
    await page.getByRole('combobox', { name: 'Unit' }).click();
    await page.getByRole('option', { name: 'KB' }).click();
    await graph(page).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => selected(page).innerText()).toMatch(/: Cum [\d,]+.KB/);
    await showAs(page, 'Call graph');
    await expect.poll(async () => (await saveView(page, 'SVG')).bytes.toString()).toMatch(/>\d[\d.]*kB \(/);
    expect((await saveView(page, 'DOT')).bytes.toString()).toMatch(/[\d.]+kB \(/);
    await showAs(page, 'Table');
    await page.getByRole('columnheader', { name: 'Flat, KB' }).waitFor();
    const csv = (await saveView(page, 'CSV')).bytes.toString();
    // Exact, and in the profile's own unit.
    expect(csv.split('\r\n')[0]).toBe('"Flat, bytes",Flat %,Sum %,"Cum, bytes",Cum %,Functions,Line');
    expect(csv.split('\r\n')[1]).toMatch(/^\d{6,},/);
    expect(workbench.consoleErrors).toEqual([]);
  });
});
