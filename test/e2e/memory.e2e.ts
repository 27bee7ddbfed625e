// Where the memory is: the chart and its figures, read by pointer and by keys, of a real service and of ones whose truth is known.
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { makeMemoryWorkspace } from './support/memory-workspace';
import {
  chromiumHost,
  electronHost,
  openTab,
  screenshot,
  titleOf,
  type Workbench,
} from './support/workbench';

const accountOf = (page: Page): Locator => page.getByRole('region', { name: 'Where the memory is' });
/** By the name of the part: now, change, rate, its bounds, share. */
async function partsOf(page: Page): Promise<Map<string, string[]>> {
  const rows = await accountOf(page).getByRole('row').all();
  const cells = await Promise.all(
    rows.slice(1).map(async (row) => {
      const [name = ''] = await row.getByRole('rowheader').allInnerTexts();
      return [name.trim(), await row.getByRole('cell').allInnerTexts()] as const;
    }),
  );
  return new Map(cells);
}
const percent = (text: string | undefined): number => Number(/-?[\d.]+/.exec(text ?? '')?.[0]);
/** Below the suspects: what is to be seen is scrolled to. */
const picture = async (page: Page, name: string): Promise<void> => {
  await accountOf(page).scrollIntoViewIfNeeded();
  await accountOf(page).getByRole('heading').hover();
  await page.mouse.wheel(0, 2000);
  await screenshot(page, name);
};
const setTheme = (page: Page, theme: string): Promise<void> =>
  page.evaluate((to) => void (document.documentElement.dataset['theme'] = to), theme);

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('where the memory is', host), () => {
    const folder = temporaryFolder('memory-e2e');
    const open = async (name: string, page: Page): Promise<void> => {
      await page.getByRole('link', { name: new RegExp(`^${name}`) }).click();
      await openTab(page, 'Findings');
      await accountOf(page).waitFor({ timeout: 60_000 });
    };
    const within = async (home: string, use: (workbench: Workbench) => Promise<void>): Promise<void> => {
      const workspace = join(folder, home);
      if (home !== 'sample') await makeMemoryWorkspace(workspace);
      const workbench = await host.open(workspace, join(folder, `home-of-${home}`), 'UTC');
      try {
        await use(workbench);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    };

    it('of the sample: its live heap grows, and its stacks', async () => {
      await within('sample', async ({ page }) => {
        await page.getByRole('button', { name: 'Open the sample session' }).click();
        await accountOf(page).getByRole('table').waitFor({ timeout: 60_000 });
        const parts = await partsOf(page);
        expect([...parts.keys()]).toEqual([
          'Outside Go',
          'Idle, kept',
          'GC headroom',
          'Live heap',
          'Stacks',
          'Go runtime',
          'RSS',
        ]);
        expect(percent(parts.get('Live heap')?.[4])).toBeGreaterThan(80);
        expect(parts.get('RSS')?.[4]).toMatch(/^100\s%$/);
        // Its last values are below zero: said, not hidden.
        expect(parts.get('Outside Go')?.[0]).toContain('\u2212');
        await accountOf(page).getByText('Outside Go is below zero').waitFor();
        await picture(page, `${host.name}-memory-sample`);
        // The process before it is chosen as any.
        await page.getByRole('combobox', { name: 'Process' }).press('Enter');
        await page.getByRole('option').last().click();
        await expect.poll(async () => (await partsOf(page)).get('RSS')?.[4], { timeout: 20_000 }).toBe('');
      });
    });

    it('grows outside Go, and when the container is full', async () => {
      await within('known', async ({ page }) => {
        await open('native-svr', page);
        const account = accountOf(page);
        await account.getByText(/RSS reaches the container’s 3\.81.GB about 2025-05-(?:19|20)/).waitFor();
        const parts = await partsOf(page);
        expect(percent(parts.get('Outside Go')?.[4])).toBeGreaterThan(70);
        await picture(page, `${host.name}-memory-limit`);

        const chart = account.getByRole('group', { name: /^Memory of this process over time/ });
        const [head] = await account.getByRole('columnheader').nth(1).allInnerTexts();
        expect(head).toBe('Now');
        // The evidence of the verdict leads here.
        await page.getByRole('button', { name: /Outside Go.*of the growth of RSS/ }).click();
        await chart.and(page.locator(':focus')).waitFor();
        await page.keyboard.press('ArrowLeft');
        await page.keyboard.press('ArrowLeft');
        await account.getByRole('columnheader', { name: '2025-05-15 07:30' }).waitFor();
        await page.keyboard.press('Home');
        await account.getByRole('columnheader', { name: '2025-05-12 08:00' }).waitFor();
        expect((await partsOf(page)).get('Outside Go')?.[0]).toMatch(/^30\.\d\s*MB$/);
        await page.keyboard.press('End');
        await account.getByRole('columnheader', { name: 'Now' }).waitFor();

        await setTheme(page, 'dark');
        await picture(page, `${host.name}-memory-limit-dark`);
        await setTheme(page, 'light');
        if (host.name === 'Chromium') {
          await page.setViewportSize({ width: 1280, height: 800 });
          await picture(page, `${host.name}-memory-limit-1280`);
        }
        const fold = account.getByRole('button', { name: 'Where the memory is' });
        await fold.press('Enter');
        expect(await account.getByRole('table').count()).toBe(0);
        await fold.press('Enter');
        await account.getByRole('table').waitFor();

        await open('tight-svr', page);
        await account.getByText('Go holds all that GOMEMLIMIT allows').waitFor();
        await picture(page, `${host.name}-memory-gomemlimit`);
        await open('unknown-svr', page);
        await account.getByText('No memory numbers in this process life.').waitFor();
        await picture(page, `${host.name}-memory-unknown`);
      });
    });
  });
}
