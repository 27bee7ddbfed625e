// An execution trace of a live Go service: what it costs is said first, it can be followed and cancelled, and then it stands
// on the timeline.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plumbline } from '../support/cli';
import { goAvailable, startService } from '../support/go-service';
import { temporaryFolder } from '../support/temporary-folder';
import { chromiumHost, electronHost, screenshot, snapshotCount, titleOf } from './support/workbench';
import { seriousViolations } from './support/axe';

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null || !goAvailable())(titleOf('a trace of a service', host), () => {
    const folder = temporaryFolder('trace-capture');

    it('is asked for in a dialog, cancelled, taken, and found on the timeline', async () => {
      const service = await startService('steady', ['-tick', '1ms', '-traffic', '200']);
      const workspace = join(folder, 'workspace');
      const say = async (...args: string[]): Promise<void> => {
        const { code, stderr } = await plumbline([...args, '--workspace', workspace]);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      };
      await say('session', 'create', 'traced', '--target', service.url, '--every', '1h');
      await say('capture', 'traced', '--once');
      const workbench = await host.open(workspace, join(folder, 'home'));
      try {
        const { page } = workbench;
        await page.getByRole('link', { name: /^traced/ }).click();
        await page.locator('.timeline canvas').first().waitFor();
        await expect.poll(() => snapshotCount(page)).toBe(1);
        const dialog = page.getByRole('dialog', { name: 'Capture a trace' });

        // By keys alone, and given up: nothing of it is kept.
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', { name: 'Commands' }).and(page.locator(':focus')).waitFor();
        await page.keyboard.type('capture a trace');
        await page
          .getByRole('option', { name: /^Capture a trace/ })
          .first()
          .waitFor();
        await page.keyboard.press('Enter');
        await page.getByRole('textbox', { name: 'Seconds' }).and(page.locator(':focus')).waitFor();
        await dialog.getByText(/^[\d.]+\sKB and more: .* for the goroutines there are/).waitFor();
        expect(await seriousViolations(page)).toEqual([]);
        await screenshot(page, `trace-capture-dialog-${host.name}`);
        await page.keyboard.press('Control+a');
        await page.keyboard.type('0');
        await dialog.getByText('0.1 to 300; fractions are allowed.').waitFor();
        await page.keyboard.press('Control+a');
        await page.keyboard.type('30');
        await page.keyboard.press('Enter');
        await dialog.getByText(/^\d\.\d of 30 s, /).waitFor();
        await dialog.getByRole('button', { name: 'Cancel the trace' }).click();
        await dialog.getByRole('textbox', { name: 'Seconds' }).waitFor();
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        expect(await snapshotCount(page)).toBe(1);

        // From the menu beside "Capture now", with the CPU profile.
        await page.getByRole('button', { name: 'Choose what to capture' }).click();
        await page.getByRole('menuitem', { name: /^Capture a trace/ }).click();
        await dialog.getByRole('textbox', { name: 'Seconds' }).fill('1.5');
        await dialog.getByText('With a CPU profile of the same seconds').click();
        await dialog.getByRole('button', { name: 'Capture the trace' }).click();
        await dialog.waitFor({ state: 'detached', timeout: 30_000 });
        await expect.poll(() => snapshotCount(page)).toBe(2);

        // Its mark is read by keys, and it is counted in words.
        const timeline = page.locator('.timeline');
        await timeline.focus();
        await page.keyboard.press('End');
        await timeline
          .locator('.reading')
          .getByText(/^Trace, 1\.\d s$/)
          .waitFor();
        expect(await timeline.locator('.reading').innerText()).toContain('profile, trace');
        expect(await page.locator('#timeline-summary').innerText()).toContain('1 of them holds a trace.');
        await screenshot(page, `trace-capture-mark-${host.name}`);

        // The next one is as large as this one was, by the second.
        await page.getByRole('button', { name: 'Choose what to capture' }).click();
        await page.getByRole('menuitem', { name: /^Capture a trace/ }).click();
        await dialog.getByText(/, as the last trace of this target: [\d.]+\s[KM]B a second\.$/).waitFor();
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
        await service.stop();
      }
    });
  });
}
