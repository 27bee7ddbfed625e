// Without a mouse: the way of the story, each key that the list promises, and the focus that is never lost.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import {
  chromiumHost,
  electronHost,
  openLoaded,
  screenshot,
  titleOf,
  type Workbench,
} from './support/workbench';

const folder = temporaryFolder('keyboard');

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('the workbench by keys', host), () => {
    let workbench: Workbench;
    let page: Page;
    beforeAll(async () => {
      workbench = await openLoaded(host, folder);
      page = workbench.page;
    });
    afterAll(async () => {
      await workbench.close();
    });

    it('goes the way of the story: opens the session, sets A and B, compares, and comes back', async () => {
      await palette(page, 'collect_svr');
      await page.getByRole('heading', { level: 1, name: 'collect_svr' }).waitFor();
      await page.getByRole('grid').waitFor();

      await tabTo(page, (at) => at.name === 'Timeline');
      for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
      await page.getByRole('status').filter({ hasText: '09:59:14' }).waitFor();
      await page.keyboard.press('Enter');
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Shift+Enter');
      await page.keyboard.press('Escape');
      await screenshot(page, `${host.name}-keys-timeline`);

      await palette(page, 'compare');
      await page
        .getByText(/11-23 09:59:14/)
        .first()
        .waitFor();
      await page
        .getByText(/11-23 09:59:40/)
        .first()
        .waitFor();
      await tabTo(page, (at) => at.role === 'grid');
      await page.keyboard.press('ArrowDown');
      await page.getByRole('row', { selected: true }).waitFor();
      // Into the details of the row and back; the row stays chosen, and the keys with the table.
      await page.keyboard.press('Enter');
      expect((await focused(page)).tag).toBe('ASIDE');
      await page.keyboard.press('Escape');
      expect((await focused(page)).role).toBe('grid');

      // A head is sorted by with a key, and says so.
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      const head = page.getByRole('columnheader').filter({ has: page.locator(':focus') });
      expect(['ascending', 'descending']).toContain(await head.getAttribute('aria-sort'));

      await page.keyboard.press('1');
      await page.getByRole('tab', { name: 'Findings', selected: true }).waitFor();
      expect(workbench.consoleErrors).toEqual([]);
    });

    it('notes the range that was stretched, or the moment under the crosshair, which is there again after', async () => {
      await tabTo(page, (at) => at.name === 'Timeline');
      const press = async (...keys: string[]): Promise<void> => {
        for (const key of keys) await page.keyboard.press(key);
      };
      const leaveNote = async (title: string): Promise<void> => {
        const dialog = page.getByRole('dialog', { name: title });
        await dialog.waitFor();
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        await expect.poll(async () => (await focused(page)).name).toBe('Timeline');
        expect(await page.locator('.cross').count()).toBe(1);
      };
      await press('Home', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'm');
      await leaveNote('Note on a range');
      // Without Shift one is at a moment again.
      await press('ArrowRight', 'm');
      await leaveNote('Note on a moment');
      await tabTo(page, (at) => at.role === 'grid');
      expect(await page.locator('.cross').count()).toBe(0);
    });

    it('does what each listed key promises, and gives none of them two meanings', async () => {
      await page.keyboard.press('?');
      const listed = await page.locator('[role=dialog] [data-key]').evaluateAll((rows) =>
        rows.map((row) => ({
          key: row.getAttribute('data-key') ?? '',
          scope: row.closest('section')?.dataset['scope'] ?? '',
        })),
      );
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const names = listed.map(({ scope, key }) => `${scope} ${key}`);
      expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
      expect(names.length).toBeGreaterThan(30);

      const silent: string[] = [];
      for (const { key, scope } of listed) {
        // Opens the system's own dialog on the desktop, which no test can close.
        if (key === 'i') continue;
        if (!(await changesSomething(page, scope, key))) silent.push(`${scope} ${key}`);
      }
      expect(silent).toEqual([]);
    });

    it('scrolls the list of keys where it is longer than the window', async () => {
      await page.keyboard.press('?');
      const last = await lowest(page.locator('[role=dialog] [data-key]'));
      expect(await isInView(last)).toBe(false);
      await page.keyboard.press('End');
      await expect.poll(() => isInView(last)).toBe(true);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });

    it('leaves letters to those who type, and to those who compose', async () => {
      await page.keyboard.press('1');
      await page.getByRole('grid').first().waitFor();
      await page.keyboard.press('/');
      expect(await focused(page)).toMatchObject({ tag: 'INPUT' });
      const before = await look(page);
      for (const key of ['n', 'c', '2', '?', '[', 't', ',']) await page.keyboard.press(key);
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect((await look(page)).url).toBe(before.url);
      expect(await page.locator('[data-filter]:focus').inputValue()).toBe('nc2?[t,');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      // An input method sends keys that are not meant as such, wherever the focus is.
      await page.getByRole('heading', { level: 1 }).evaluate((heading) => {
        for (const key of ['n', '?', '2']) {
          heading.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true }));
        }
      });
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done(null))));
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect((await look(page)).url).toBe(before.url);
    });

    it('shows what cannot run, and why; remembers what was used', async () => {
      await palette(page, 'empty_svr');
      await page.getByRole('heading', { level: 1, name: 'empty_svr' }).waitFor();
      await openPalette(page);
      await page.keyboard.type('capture now');
      const option = page.getByRole('option', { name: /^Capture now This session has no target/ });
      await option.waitFor();
      expect(await option.getAttribute('aria-disabled')).toBe('true');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await openPalette(page);
      expect(await page.getByRole('option').first().innerText()).toContain('empty_svr');
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await palette(page, 'collect_svr');
      await page.getByRole('heading', { level: 1, name: 'collect_svr' }).waitFor();
    });

    it('loses the focus neither to a dialog that closes nor to what goes from the page', async () => {
      await page.getByRole('grid').waitFor();
      await tabTo(page, (at) => at.role === 'grid');
      for (const key of ['?', 'n', ',', 'Control+k']) {
        await page.keyboard.press(key);
        await page.getByRole('dialog').waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await expect.poll(async () => (await focused(page)).role).toBe('grid');
      }
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect((await focused(page)).tag).toBe('ASIDE');
      // Another view takes the place of the one that has the focus.
      await page.keyboard.press('2');
      await page.getByRole('tab', { name: 'Goroutines', selected: true }).waitFor();
      await expect.poll(async () => (await focused(page)).tag).not.toBe('BODY');
      expect(workbench.consoleErrors).toEqual([]);
    });
  });
}

/** Whether all of it can be seen of what scrolls. */
const isInView = (row: Locator): Promise<boolean> =>
  row.evaluate(
    (element) =>
      new Promise<boolean>((done) => {
        new IntersectionObserver(([entry], observer) => {
          observer.disconnect();
          done((entry?.intersectionRatio ?? 0) === 1);
        }).observe(element);
      }),
  );

interface Focused {
  readonly tag: string;
  readonly role: string | null;
  readonly name: string;
}
const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const at = document.activeElement;
    return {
      tag: at?.tagName ?? '',
      role: at?.getAttribute('role') ?? null,
      name: at?.getAttribute('aria-label') ?? '',
    };
  });

/** Of things in columns, the one that stands lowest. */
async function lowest(all: Locator): Promise<Locator> {
  await all.first().waitFor();
  const bottoms = await all.evaluateAll((each) => each.map((one) => one.getBoundingClientRect().bottom));
  return all.nth(bottoms.indexOf(Math.max(...bottoms)));
}

async function tabTo(page: Page, is: (at: Focused) => boolean): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if (is(await focused(page))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the focus came to it by no key');
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Commands' }).and(page.locator(':focus')).waitFor();
}
/** Finds it by its name and runs it. */
async function palette(page: Page, words: string): Promise<void> {
  await openPalette(page);
  await page.keyboard.type(words);
  await page
    .getByRole('option')
    .first()
    .filter({ hasText: new RegExp(words, 'i') })
    .waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** All that an eye would see change, and what was copied. */
const look = (page: Page): Promise<{ url: string; html: string; focus: string; copied: number }> =>
  page.evaluate(() => ({
    url: location.href,
    html: document.body.innerHTML,
    focus: document.activeElement?.outerHTML.slice(0, 300) ?? '',
    copied: (window as { copies?: number }).copies ?? 0,
  }));

/** In one state of the page or another; a key that nothing takes in any of them is a promise not kept. */
async function changesSomething(page: Page, scope: string, key: string): Promise<boolean> {
  if (scope === 'flame') return isTakenByPicture(page, key, 'Flame graph');
  if (scope === 'graph') return isTakenByPicture(page, key, 'Call graph');
  if (scope === 'source') return isTakenByPicture(page, key, 'Source');
  // The key of the view that one is in leads nowhere.
  for (const tab of ['1', '2'].filter((one) => one !== key)) {
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press(tab);
    const grid = page.getByRole('grid').first();
    await grid.waitFor();
    await grid.getByRole('row').nth(2).waitFor();
    await watchCopies(page);
    if (scope === 'timeline') {
      await page.getByRole('group', { name: 'Timeline', exact: true }).focus();
      for (const first of ['Home', 'ArrowRight', 'ArrowRight', 'ArrowRight'])
        await page.keyboard.press(first);
      // Seen to be near: else a key that goes back from there goes back to what was looked at too early.
      const far = JSON.stringify(await settled(page));
      await page.keyboard.press('+');
      await expect.poll(async () => JSON.stringify(await look(page)) !== far).toBe(true);
    } else if (scope === 'table') {
      await grid.focus();
      for (const first of ['Home', 'ArrowDown']) await page.keyboard.press(first);
      if (key === 'Home') await page.keyboard.press('ArrowDown');
    } else if (scope === 'rail') {
      await page.getByRole('navigation', { name: 'Sessions' }).getByRole('link').nth(1).focus();
    } else if (key === ']') {
      await page.keyboard.press('[');
    }
    const before = await settled(page);
    const isChanged = async (): Promise<boolean> =>
      JSON.stringify(await look(page)) !== JSON.stringify(before);
    // Whether somebody took the key, or says why it cannot run, is known at once; what it changes may take its time.
    if (!(await isTaken(page, key.replace('Mod', 'Control'))) && !(await isChanged())) continue;
    await expect
      .poll(isChanged, {
        message: `${scope} ${key} changes something`,
        timeout: 30_000,
      })
      .toBe(true);
    if ((await page.getByRole('dialog').count()) > 0) {
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    return true;
  }
  return false;
}

/** What a graph shows is a picture; that its keys are its own is what can be seen here. */
async function isTakenByPicture(page: Page, key: string, picture: string): Promise<boolean> {
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('3');
  await page.getByRole('radio', { name: picture }).click();
  const graph =
    picture === 'Source'
      ? page.getByRole('grid', { name: 'Source of the function' })
      : page.getByRole('tree').first();
  await graph.focus();
  for (const first of ['Home', 'ArrowDown']) await page.keyboard.press(first);
  await watchCopies(page);
  return isTaken(page, key.replace('Mod', 'Control'));
}

/** Presses a key; whether the page kept it from doing what it does by itself, as it does with every key of its own. */
async function isTaken(page: Page, key: string): Promise<boolean> {
  await page.evaluate(() => {
    const seen = window as { pressed?: KeyboardEvent };
    if (!('pressed' in seen)) addEventListener('keydown', (event) => (seen.pressed = event), true);
    Object.assign(seen, { pressed: undefined });
  });
  await page.keyboard.press(key);
  // The last of them: a key that is held with it comes before.
  return page.evaluate(() => (window as { pressed?: KeyboardEvent }).pressed?.defaultPrevented === true);
}

/** The page when nothing of it changes by itself any more. */
async function settled(page: Page): Promise<Awaited<ReturnType<typeof look>>> {
  let last = await look(page);
  for (let i = 0; i < 50; i++) {
    await page.evaluate(() => new Promise((done) => setTimeout(done, 60)));
    const now = await look(page);
    if (JSON.stringify(now) === JSON.stringify(last)) return now;
    last = now;
  }
  throw new Error('the page does not come to rest');
}

/** The clipboard of a test machine is not to be read; that something is written to it is. */
const watchCopies = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const counted = window as { copies?: number };
    if (counted.copies !== undefined) return;
    counted.copies = 0;
    document.addEventListener('copy', () => (counted.copies = (counted.copies ?? 0) + 1), true);
    navigator.clipboard.writeText = () => {
      counted.copies = (counted.copies ?? 0) + 1;
      return Promise.resolve();
    };
  });
