// One dump of a service that leaks dates the leak: since when, and how many a minute.
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
          .getByRole('row', { name: /chan receive/ })
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
  });
}
