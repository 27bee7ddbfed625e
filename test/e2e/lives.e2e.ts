// Two process lives side by side, and a URL behind which two processes answer, as they are seen.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { makeLivesWorkspace } from './support/lives-workspace';
import { chromiumHost, electronHost, openTab, screenshot, titleOf } from './support/workbench';

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('process lives', host), () => {
    const folder = temporaryFolder('lives');

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
        expect(await lives.getByRole('row').count()).toBe(4);
        const text = (await lives.innerText()).replace(/\s+/g, ' ');
        expect(text).toContain('new');
        await page.getByText(/^Since the new build of .* at (rainbow|kv_config)\.go:\d+, before /).waitFor();
        const timeline = page.getByRole('group', { name: 'Timeline', exact: true });
        await timeline.getByText(/^new build /).waitFor();
        await screenshot(page, `${host.name}-lives`);

        await openTab(page, 'Compare');
        await page.getByRole('grid').first().waitFor();
        expect(await page.getByText(/different process lives/).count()).toBe(0);

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
