// A profile and a difference as call graphs: what keys and a pointer can do, what is selected in table and graph, and what
// a screen reader hears.
import { join } from 'node:path';
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
/** What is said of the selected function. */
const selected = (page: Page): Locator => graph(page).locator('[role=treeitem][aria-selected=true]');
const details = (page: Page): Locator => page.getByRole('complementary', { name: 'The selected function' });

async function boxOf(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await graph(page).boundingBox();
  if (box === null) throw new Error('no graph');
  return box;
}
async function tipInTheMiddle(page: Page): Promise<string[]> {
  const { x, y, width, height } = await boxOf(page);
  await page.mouse.move(x + width / 2, y + height / 2 + 1);
  await page.mouse.move(x + width / 2, y + height / 2);
  return page.locator('.tip').allInnerTexts();
}
async function openGraph(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the sample session' }).click();
  await page.getByRole('heading', { name: 'collect-svr (sample)' }).waitFor();
  await page.getByRole('tab', { name: 'Profile' }).click();
  await page.getByRole('radio', { name: 'Call graph' }).click();
  await graph(page).waitFor();
}

/** Colours of the canvas: one where nothing is drawn. */
const colours = (page: Page): Promise<number> =>
  graph(page)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      // Read from a copy: of one that is drawn for the screen a second reading makes the browser warn.
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {
        willReadFrequently: true,
      });
      copy?.drawImage(canvas, 0, 0);
      const pixels = copy?.getImageData(0, 0, canvas.width, canvas.height).data;
      return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size;
    });

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('call graphs', host), () => {
    const folder = temporaryFolder('graph-e2e');
    let workbench: Workbench;
    let page: Page;
    beforeAll(async () => {
      workbench = await host.open(join(folder, 'workspace'), join(folder, 'home'));
      page = workbench.page;
      await openGraph(page);
    });
    afterAll(() => workbench.close());

    it('is drawn, and walked along its calls by keys', async () => {
      await expect.poll(() => colours(page)).toBeGreaterThan(10);
      await page.getByText('10 of 18 functions').waitFor();
      await graph(page).focus();
      await page.keyboard.press('Home');
      await expect
        .poll(() => selected(page).innerText())
        .toMatch(/decodeAppConfig: Cum [\d.]+.MB, Share of all [\d.]+.%, Flat [\d.]+.MB/);
      await page.keyboard.press('ArrowUp');
      await expect.poll(() => selected(page).innerText()).toMatch(/Watch\.func1: /);
      // Who calls it and what it calls is heard around it.
      await expect
        .poll(() => graph(page).locator('[role=treeitem][aria-level="3"]').first().innerText())
        .toMatch(/Watch\.func1 calls \S+decodeAppConfig: [\d.]+.MB/);
      await page.keyboard.press('Enter');
      await screenshot(page, `${host.name}-graph-near`);
      await details(page).getByRole('heading', { name: 'Calls' }).waitFor();
      await details(page)
        .getByRole('button', { name: /decodeAppConfig/ })
        .click();
      await expect.poll(() => selected(page).innerText()).toMatch(/decodeAppConfig: /);
      await graph(page).focus();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+c');
      await page.getByText('Copied the name').first().waitFor();
    });

    it('has the same function selected in table and graph', async () => {
      await page.getByRole('radio', { name: 'Table' }).click();
      await expect
        .poll(() => page.getByRole('row', { selected: true }).innerText())
        .toContain('decodeAppConfig');
      await page.getByRole('grid').focus();
      await page.keyboard.press('ArrowDown');
      const row = (await page.getByRole('row', { selected: true }).innerText()).split('\n');
      await page.getByRole('radio', { name: 'Call graph' }).click();
      await expect
        .poll(async () => {
          const said = await selected(page).innerText();
          return row.some((cell) => cell.includes('.') && said.includes(cell.replace(/^…/, '')));
        })
        .toBe(true);
    });

    it('answers to the pointer: hover tells, a click selects, a wheel zooms', async () => {
      await details(page).getByRole('button', { name: 'Close' }).click();
      await graph(page).focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await details(page).waitFor();
      // Whatever room a panel beside it leaves, what was gone to is in the middle of it.
      const hovered = expect.stringMatching(/decodeAppConfig[^]*rainbow\.go:62[^]*Cum/) as string;
      await expect.poll(() => tipInTheMiddle(page)).toEqual([hovered]);
      await details(page).getByRole('button', { name: 'Close' }).click();
      await details(page).waitFor({ state: 'detached' });
      await expect.poll(() => tipInTheMiddle(page)).toEqual([hovered]);
      await page.mouse.down();
      await page.mouse.up();
      await details(page).waitFor();
      await page.mouse.wheel(0, 2000);
      const box = await boxOf(page);
      await page.mouse.click(box.x + 5, box.y + 5);
      await details(page).waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Whole graph' }).click();
    });

    it('shows as much as it is asked to, and what the filter finds', async () => {
      await page.getByRole('combobox', { name: 'Functions' }).click();
      await page.getByRole('option', { name: '200', exact: true }).click();
      await page.getByRole('combobox', { name: 'above', exact: true }).click();
      await page.getByRole('option', { name: '0 %', exact: true }).click();
      await page.getByText('18 of 18 functions').waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('trpc-config-rainbow');
      const found = page.getByRole('status').filter({ hasText: 'function' });
      await expect.poll(() => found.innerText()).toBe('3 functions');
      await graph(page).focus();
      await page.keyboard.press('F3');
      await expect.poll(() => selected(page).innerText()).toContain('trpc-config-rainbow');
      await page.locator('[data-filter]').first().fill('');
      // A chip of the selected function is over the graph as over every view.
      await graph(page).focus();
      await page.keyboard.press('X');
      await expect.poll(() => page.getByText(/^\d+ of \d+ functions$/).innerText()).not.toMatch(/^18 /);
      await page.getByRole('button', { name: /^Remove / }).click();
      await page.getByText('18 of 18 functions').waitFor();
    });

    it('shows a difference, absolute or normalised', async () => {
      await page.getByRole('tab', { name: 'Compare' }).click();
      await page.getByRole('radio', { name: 'Call graph' }).click();
      await graph(page).waitFor();
      await graph(page).focus();
      await page.keyboard.press('Home');
      await expect
        .poll(() => selected(page).innerText())
        .toMatch(/^runtime\.gopark: Change \+[\d,]+, A \d+, B/);
      await expect.poll(() => colours(page)).toBeGreaterThan(10);
      await screenshot(page, `${host.name}-graph-difference`);
      await page.getByRole('button', { name: 'Normalise' }).click();
      await page.getByText(/^A × [\d.]+$/).waitFor();
      await page.getByRole('button', { name: 'Normalise' }).click();
      expect(workbench.consoleErrors).toEqual([]);
    });
  });
}

describe.skipIf(chromiumHost.why !== null)(titleOf('a call graph as a file', chromiumHost), () => {
  const folder = temporaryFolder('graph-files');
  let workbench: Workbench;
  let page: Page;
  beforeAll(async () => {
    workbench = await chromiumHost.open(join(folder, 'workspace'), join(folder, 'home'));
    page = workbench.page;
    await openGraph(page);
  });
  afterAll(() => workbench.close());

  it.each([
    ['DOT', /\.dot$/, (bytes: Buffer) => /^digraph "[^]*Watch\\nfunc1[^]*\}\n$/.test(bytes.toString())],
    ['SVG', /\.svg$/, (bytes: Buffer) => /^<svg [^]*Watch\.func1[^]*<\/svg>\n$/.test(bytes.toString())],
    ['PNG', /\.png$/, (bytes: Buffer) => bytes.subarray(1, 4).toString() === 'PNG'],
  ] as const)('is saved as %s', async (choice, name, isRight) => {
    const saved = await saveView(page, choice);
    expect(saved.name).toMatch(name);
    expect(isRight(saved.bytes)).toBe(true);
  });
});
