// Two process lives side by side, and a URL behind which two processes answer, as they are seen.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plumbline } from '../support/cli';
import { temporaryFolder } from '../support/temporary-folder';
import { makeLivesWorkspace } from './support/lives-workspace';
import { chromiumHost, electronHost, openTab, screenshot, titleOf } from './support/workbench';

/** Targets of `deploy`, by their ids: both are on this machine, and the second is told by its port. */
const LEAKING = '127-0-0-1';
const OTHER = /^127-0-0-1-\d+$/;
const figure = (cell: string | undefined): number => Number((cell ?? '').replace(/[^\d.-]/g, '') || NaN);

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('process lives', host), () => {
    const folder = temporaryFolder('lives');

    it('of several targets and of imported files are chosen on the timeline by keys, one at a time', async () => {
      const workspace = join(folder, 'targets');
      await makeLivesWorkspace(workspace);
      const dump = join(import.meta.dirname, '../fixtures/goroutine/go1.26/goroutine.debug2.txt');
      expect(await plumbline(['import', 'deploy', dump, '--workspace', workspace])).toMatchObject({
        code: 0,
      });
      const workbench = await host.open(workspace, join(folder, 'home-of-targets'));
      const { page } = workbench;
      try {
        await page.getByRole('link', { name: /^deploy/ }).click();
        const chooser = page.getByRole('combobox', { name: 'Target shown in full' });
        // Of the newest snapshot: the imported one. What has no target comes last.
        await chooser.filter({ hasText: 'imported' }).waitFor();
        await chooser.press('Enter');
        const options = page.getByRole('option');
        // The list moves its focus in its own time, and takes Enter for what has it.
        const focused = (text: string | RegExp): Promise<void> =>
          options.filter({ hasText: text }).and(page.locator(':focus')).waitFor();
        expect(await options.allInnerTexts()).toEqual([LEAKING, expect.stringMatching(OTHER), 'imported']);
        await focused('imported');
        await screenshot(page, `${host.name}-targets-chooser`);
        await page.keyboard.press('ArrowUp');
        await focused(OTHER);
        await page.keyboard.press('Enter');
        await chooser.filter({ hasText: OTHER }).waitFor();
        await chooser.press('Enter');
        await focused(OTHER);
        await page.keyboard.press('End');
        await focused('imported');
        await page.keyboard.press('Enter');
        await chooser.filter({ hasText: 'imported' }).waitFor();
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });

    it('stand side by side, and no figure mixes two of them', async () => {
      const workspace = join(folder, 'workspace');
      await makeLivesWorkspace(workspace);
      const workbench = await host.open(workspace, join(folder, 'home'));
      const { page } = workbench;
      try {
        await page.getByRole('link', { name: /^deploy/ }).click();
        await openTab(page, 'Findings');
        const lives = page.getByRole('region', { name: 'Per process life' });
        await lives.waitFor();
        const cells = await Promise.all(
          (await lives.getByRole('row').all()).slice(1).map((row) => row.getByRole('cell').allTextContents()),
        );
        // By target, then in order of time: target, process, build, snapshots, three rates, the lead's, proven.
        expect(cells.map((row) => row.length)).toEqual([13, 13, 13]);
        expect(cells.map((row) => [row[0], row[3]])).toEqual([
          [LEAKING, '18'],
          [LEAKING, '12'],
          [expect.stringMatching(OTHER), '30'],
        ]);
        expect(cells.map((row) => row[2]?.trim().endsWith('new'))).toEqual([false, true, false]);
        const [before, after] = cells.map((row) => [row[4], row[10], row[12]].map(figure));
        // The deploy took the leak away: neither goroutines nor the lead rise as they did, and nothing is proven.
        expect(before?.every((n) => n > 0)).toBe(true);
        expect(after?.[1]).toBeLessThan((before?.[1] ?? 0) / 10);
        expect(after?.[2]).toBe(0);
        // Red is what rises beyond error: the lead and what is proven, of the leaking life alone.
        const isRed = (row: number, cell: number): Promise<boolean> =>
          lives
            .getByRole('row')
            .nth(row)
            .getByRole('cell')
            .nth(cell)
            .evaluate((td) => td.classList.contains('grow'));
        expect(await Promise.all([isRed(1, 10), isRed(1, 12), isRed(2, 10), isRed(2, 12)])).toEqual([
          ...[true, true],
          ...[false, false],
        ]);
        await page
          .getByText(
            new RegExp(`^${LEAKING}: Since the new build of .* at (rainbow|kv_config)\\.go:\\d+, before `),
          )
          .waitFor();
        const timeline = page.getByRole('group', { name: 'Timeline', exact: true });
        await timeline.getByText(/^new build /).waitFor();
        await screenshot(page, `${host.name}-lives`);

        await openTab(page, 'Compare');
        await page.getByRole('grid').first().waitFor();
        expect(await page.getByText(/different process lives/).count()).toBe(0);
        await page.getByText(/^A leak slower than/).waitFor();
        // Across the deploy it is said, and no word below it calls that growth.
        await page.getByRole('group', { name: 'Timeline', exact: true }).focus();
        await page.keyboard.press('Home');
        await page.keyboard.press('a');
        // The first of all is of one target or of the other, the second of the other one.
        const apart = page.getByText(/A and B are of different/);
        await apart.waitFor();
        if (/targets/.test(await apart.innerText())) {
          await page.keyboard.press('ArrowRight');
          await page.keyboard.press('a');
        }
        await page.getByText(/different process lives/).waitFor();
        await page.getByText(/ (more|less) in B than in A$/).waitFor();
        expect(await page.getByText(/^A leak slower than|grew by|shrank by/).count()).toBe(0);

        await page.getByRole('link', { name: /^balanced/ }).click();
        await openTab(page, 'Findings');
        await page.getByText(/^Several processes answer behind http:/).waitFor();
        await page.getByText(/60 captures: of a URL behind which several processes answer/).waitFor();
        await screenshot(page, `${host.name}-several-processes`);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });
  });
}
