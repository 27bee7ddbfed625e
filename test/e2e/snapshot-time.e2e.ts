// The time of a snapshot: by which clock it is, given by the user, taken back, and restored after a restart of the app.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { makeLoadedWorkspace } from './support/loaded-workspace';
import { chromiumHost, electronHost, screenshot, titleOf } from './support/workbench';

const folder = temporaryFolder('snapshot-time');

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('the time of a snapshot', host), () => {
    it('is said with its source, given, undone, and restored', async () => {
      const workspace = join(folder, host.name, 'workspace');
      await makeLoadedWorkspace(workspace);
      const first = await host.open(workspace, join(folder, host.name, 'home'));
      await openCompare(first.page);
      const a = scopeButton(first.page, 0);
      const before = await a.innerText();
      expect(await a.getAttribute('title')).toMatch(/by the clock of (the target|this machine)/);

      // As by a click, without a mouse.
      await a.press('Enter');
      await setTime(first.page, '2026-11-23T08:00:00');
      await scopeText(first.page, /11-23 08:00.*given by you/s);
      await screenshot(first.page, `${host.name}-snapshot-time`);
      await first.page.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(() => scopeButton(first.page, 0).innerText()).toBe(before);
      // By keys too, as any change.
      await first.page.keyboard.press('Control+Shift+z');
      await scopeText(first.page, /11-23 08:00.*given by you/s);
      await first.page.keyboard.press('Control+z');
      await expect.poll(() => scopeButton(first.page, 0).innerText()).toBe(before);

      await scopeButton(first.page, 0).click();
      await setTime(first.page, '2026-11-23T07:30:00');
      await scopeText(first.page, /11-23 07:30.*given by you/s);
      expect(first.consoleErrors).toEqual([]);
      await first.close();

      const again = await host.open(workspace, join(folder, host.name, 'home'));
      await openCompare(again.page);
      await scopeText(again.page, /11-23 07:30.*given by you/s);
      await scopeButton(again.page, 0).click();
      await again.page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
      await expect.poll(() => scopeButton(again.page, 0).innerText()).toBe(before);
      expect(again.consoleErrors).toEqual([]);
      await again.close();
    });
  });
}

const scope = (page: Page) => page.getByRole('status').filter({ hasText: 'Shows' });
/** The moments of A and B. */
const scopeButton = (page: Page, at: number) => scope(page).getByRole('button').nth(at);
const scopeText = (page: Page, text: RegExp): Promise<void> =>
  scope(page).filter({ hasText: text }).waitFor();

async function openCompare(page: Page): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Sessions' })
    .getByRole('link', { name: /collect_svr/ })
    .click();
  await page.getByRole('heading', { level: 1, name: 'collect_svr' }).waitFor();
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.getByRole('grid').waitFor();
}

async function setTime(page: Page, time: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Time of the snapshot' });
  await dialog.locator('input').fill(time);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
}
