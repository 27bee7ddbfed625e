// One dump of a service that leaks dates the leak: since when, and how many a minute. Two say that nobody went away.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dumpText } from '../support/make-dump';
import { temporaryFolder } from '../support/temporary-folder';
import { seriousViolations } from './support/axe';
import { chromiumHost, dropFiles, electronHost, openTab, screenshot, titleOf } from './support/workbench';

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('a single dump', host), () => {
    const folder = temporaryFolder('births-e2e');

    it('says when its goroutines came to wait, and how fast', async () => {
      const workbench = await host.open(join(folder, 'workspace'), join(folder, 'home'));
      const { page } = workbench;
      try {
        await dropFiles(page, [['goroutine.txt', Buffer.from(dumpText({ goroutines: 30_567 }))]]);
        const dialog = page.getByRole('dialog', { name: 'Import files' });
        await dialog.getByRole('textbox', { name: 'Name of the session' }).fill('dated');
        await dialog.getByRole('button', { name: 'Import 1 file' }).click();
        await page.getByRole('heading', { name: 'dated' }).waitFor();
        await openTab(page, 'Goroutines');
        await page.getByRole('radio', { name: 'State', exact: true }).click();
        await page
          .getByRole('grid')
          .first()
          .getByRole('row', { name: /30,044/ })
          .click();
        // Two sites, each of one a minute, for ten days.
        await page.getByText(/^2\.0 a minute \(\d\.\d to \d\.\d\)$/).waitFor();
        await page.getByRole('img', { name: /^When those came .* in 10 d/ }).waitFor();
        expect(await seriousViolations(page)).toEqual([]);
        await screenshot(page, `${host.name}-births`);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });

    it('and a later one say who stayed, who is new and who is gone', async () => {
      const workbench = await host.open(join(folder, 'workspace-two'), join(folder, 'home-two'));
      const { page } = workbench;
      try {
        await dropFiles(page, [
          ['goroutine-20250512-100000.txt', Buffer.from(dumpOf(200, [201, 202, 203]))],
          ['goroutine-20250512-160000.txt', Buffer.from(dumpOf(260, [203, 503]))],
        ]);
        const dialog = page.getByRole('dialog', { name: 'Import files' });
        await dialog.getByRole('textbox', { name: 'Name of the session' }).fill('twice');
        await dialog.getByRole('button', { name: 'Import 2 files' }).click();
        await page.getByRole('heading', { name: 'twice' }).waitFor();
        await openTab(page, 'Compare');
        const table = page.getByRole('grid').first();
        await table.getByRole('columnheader', { name: 'In both' }).waitFor();
        // A, B, B − A, its bar, in both, only in B.
        const cellsOf = (name: string): Promise<string[]> =>
          table.getByRole('row').filter({ hasText: name }).getByRole('gridcell').allInnerTexts();
        expect((await cellsOf('main.leak')).slice(3)).toEqual(['200', '260', '+60', '', '200', '60']);
        expect((await cellsOf('main.work')).slice(3)).toEqual(['3', '2', '−1', '', '1', '1']);
        await table.getByRole('row').filter({ hasText: 'main.work' }).click();
        const details = page.getByLabel('Selected stack');
        expect(await details.getByText('Only in A').locator('..').innerText()).toMatch(/Only in A\s+2/);
        await screenshot(page, `${host.name}-survivors`);
        expect(await seriousViolations(page)).toEqual([]);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });
  });
}

/** So many leaked ones, from 1 and then from 301 on, and those at work. */
function dumpOf(count: number, working: readonly number[]): string {
  const leaked = Array.from({ length: count }, (_, i) => (i < 200 ? 1 : 101) + i);
  const block = (goid: number, state: string, name: string): string =>
    `goroutine ${goid} [${state}]:\n${name}()\n\t/src/main.go:7 +0x1d\ncreated by main.main\n\t/src/main.go:3 +0x2d\n`;
  return [
    ...leaked.map((goid) => block(goid, 'chan receive, 90 minutes', 'main.leak')),
    ...working.map((goid) => block(goid, 'select', 'main.work')),
  ].join('\n');
}
