// Whether the files are what was captured, asked in the Settings tab: whole at first, then with one that is gone and one
// that was changed.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeNotedSession } from '../support/noted-session';
import { temporaryFolder } from '../support/temporary-folder';
import { chromiumHost, electronHost, openTab, screenshot, titleOf } from './support/workbench';

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('verifying', host), () => {
    const folder = temporaryFolder('verify');

    it('says that all is whole, and what is damaged', async () => {
      const session = await makeNotedSession(join(folder, 'workspace'));
      const workbench = await host.open(join(folder, 'workspace'), join(folder, 'home'));
      const { page } = workbench;
      try {
        page.setDefaultTimeout(15_000);
        await page.getByRole('navigation', { name: 'Sessions' }).getByRole('link').first().click();
        await openTab(page, 'Settings');
        const files = page.getByRole('region', { name: 'Files on disk' });
        await files.getByRole('button', { name: 'Verify captures' }).click();
        await files.getByText(/All 24 captures are whole/).waitFor();

        const day = readdirSync(session).find((name) => /^\d{4}-/.test(name)) ?? '';
        const [gone = '', changed = ''] = readdirSync(join(session, day)).sort();
        rmSync(join(session, day, gone));
        writeFileSync(join(session, day, changed), 'something else');
        await files.getByRole('button', { name: 'Verify again' }).click();
        await files.getByText('22 of 24 captures are whole.').waitFor();
        expect(await files.getByRole('listitem').allInnerTexts()).toEqual([
          `${day}/${gone} is missing.`,
          `${day}/${changed} is not as long as it was when it was kept.`,
        ]);
        await files.getByText('Restore what is damaged').scrollIntoViewIfNeeded();
        await screenshot(page, `${host.name}-verify`);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });
  });
}
