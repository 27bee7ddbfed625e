// The narrowest window that there is (main/desktop/window.ts): nothing that one acts on lies outside of it, or over another.
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visibleFaults } from '../looks/visible-faults';
import { temporaryFolder } from '../support/temporary-folder';
import { chromiumHost, titleOf, type Workbench } from './support/workbench';

const SIZES = [
  { width: 900, height: 640 },
  { width: 1024, height: 768 },
];
const VIEWS = {
  3: ['table', 'flame', 'graph', 'source', 'labels'],
  4: ['table', 'flame', 'graph', 'source'],
};

/** A view is as high as there is room for it, what does not fit is scrolled to, and a table shows some rows. */
function tooHigh(): string[] {
  const main = document.querySelector('main')!;
  const found =
    main.scrollHeight > main.clientHeight ? [`${main.scrollHeight - main.clientHeight} px too high`] : [];
  const grid = main.querySelector('[role=grid]');
  return grid === null || grid.clientHeight > 100 ? found : [...found, `a table of ${grid.clientHeight} px`];
}

describe.skipIf(chromiumHost.why !== null)(titleOf('a narrow window', chromiumHost), () => {
  let workbench: Workbench;
  let page: Page;
  beforeAll(async () => {
    const folder = temporaryFolder('narrow');
    workbench = await chromiumHost.open(join(folder, 'workspace'), join(folder, 'home'));
    page = workbench.page;
    await page.getByRole('button', { name: 'Open the sample session' }).click();
    await page.getByRole('heading', { name: 'collect-svr (sample)' }).waitFor();
  });
  afterAll(() => workbench.close());
  const shape = (name: string): Locator => page.locator(`main [role=radio][data-value=${name}]`);
  const second = (): Locator => page.locator('main .toolbar.second');

  it.each(['简体中文', 'English'])('has all bars in reach, in %s', async (language) => {
    await page.keyboard.press(',');
    await page.getByRole('dialog').getByRole('radio', { name: language, exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const faults: Record<string, string[]> = {};
    const look = async (what: string): Promise<void> => {
      for (const size of SIZES) {
        await page.setViewportSize(size);
        const found = [...(await visibleFaults(page)), ...(await page.evaluate(tooHigh))];
        if (found.length > 0) faults[`${what} ${size.width}`] = found;
      }
    };
    for (const tab of [1, 2, 5, 6]) {
      await page.keyboard.press(String(tab));
      await page.locator(`[role=tab][aria-selected=true]:nth-child(${tab})`).waitFor();
      await look(`tab ${tab}`);
    }
    for (const [tab, shapes] of Object.entries(VIEWS)) {
      await page.keyboard.press(tab);
      await shape('table').click();
      await page.locator('main .toolbar [role=combobox]').first().click();
      await page
        .getByRole('option')
        .filter({ hasText: /heap|堆/i })
        .first()
        .click();
      for (const name of shapes) {
        await shape(name).click();
        if (name === 'flame' || name === 'graph') await page.getByRole('tree').first().waitFor();
        await look(`tab ${tab} ${name}`);
      }
      // With all that its second bar can hold, beside the details of a box.
      await shape('flame').click();
      await page.locator('[data-filter]').fill('config');
      if (tab === '4') await second().locator('[aria-pressed]').click();
      await page.getByRole('tree').first().focus();
      for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'p']) await page.keyboard.press(key);
      await second().locator('.chip').waitFor();
      await page.locator('main aside').waitFor();
      await look(`tab ${tab} around a function`);
      await page.locator('[data-filter]').fill('');
      await second().locator('.chip button').click();
    }
    expect(faults).toEqual({});
  });

  it('tells of a save that takes long, which is given up by keys, and the focus is at the menu again', async () => {
    await page.setViewportSize(SIZES[0]!);
    await page.keyboard.press('3');
    await shape('table').click();
    const save = page.getByRole('button', { name: 'Save as a file' });
    const held = await workbench.hold('profile.export');
    await save.click();
    await page.getByRole('menuitem', { name: 'pprof' }).click();
    const sign = page.getByRole('button', { name: 'Saving… Give up saving' });
    await sign.waitFor();
    expect(await page.getByRole('status').filter({ hasText: 'Saving…' }).count()).toBe(1);
    expect(await visibleFaults(page)).toEqual([]);
    // What cannot be picked is reached by keys, with the reason, and stays.
    await save.press('Enter');
    await page.keyboard.press('ArrowDown');
    const reached = page.locator('[role=menuitem]:focus');
    expect(await reached.getAttribute('aria-disabled')).toBe('true');
    expect(await reached.innerText()).toContain('Saving…');
    await page.keyboard.press('Enter');
    expect(await reached.count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await sign.waitFor({ state: 'detached' });
    await expect.poll(() => save.evaluate((button) => button === document.activeElement)).toBe(true);
    await held.release();
    expect(workbench.consoleErrors).toEqual([]);
  });
});
