// An execution trace, dropped on the window: where its goroutines waited is a profile like any other.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { plumbline } from '../support/cli';
import { traceBytes } from '../support/go-trace';
import { temporaryFolder } from '../support/temporary-folder';
import {
  chromiumHost,
  dropFiles,
  electronHost,
  openTab,
  screenshot,
  snapshotCount,
  titleOf,
} from './support/workbench';

const TRACE = resolve(import.meta.dirname, '../fixtures/trace/go1.26/sync.trace.gz');

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('profiles of a trace', host), () => {
    const folder = temporaryFolder('trace-profiles-e2e');

    it('open in the Profile tab, as a table with the sums of the command line and as a flame graph', async () => {
      const workbench = await host.open(join(folder, 'workspace'), join(folder, 'home'));
      const { page } = workbench;
      try {
        await openProfile(page, 'traced', await readFile(TRACE));
        await page
          .getByText(/sync_delay/)
          .first()
          .waitFor();
        const table = page.getByRole('grid').first();
        await table.getByRole('row').nth(1).waitFor();
        const { stdout } = await plumbline(['top', '-sample_index=sync_delay', '-nodecount=1', TRACE]);
        const [, flat = '', name = ''] = /\n +(\S+)(?: +\S+){4} +(\S+)\n/.exec(stdout) ?? [];
        expect(flat).not.toBe('');
        await table.getByRole('row').filter({ hasText: name }).first().waitFor();
        expect(await page.getByText(/what (was written|came before).* is counted/).count()).toBe(0);
        await screenshot(page, `${host.name}-trace-profile`);

        await page.getByRole('radio', { name: 'Flame graph' }).click();
        await page.getByRole('tree').first().waitFor();
        await screenshot(page, `${host.name}-trace-profile-flame`);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });

    it('say of a broken one that it is', async () => {
      const workbench = await host.open(join(folder, 'workspace-broken'), join(folder, 'home-broken'));
      const { page } = workbench;
      try {
        await openProfile(page, 'broken', traceBytes('go1.26/generations.trace.gz').subarray(0, 80_000));
        await page.getByText('The trace ends early; what was written of it is counted.').waitFor();
        await screenshot(page, `${host.name}-trace-profile-broken`);
      } finally {
        await workbench.close();
      }
    });
  });
}

async function openProfile(page: Page, session: string, trace: Uint8Array): Promise<void> {
  await dropFiles(page, [[`${session}.trace`, trace]]);
  const dialog = page.getByRole('dialog', { name: 'Import files' });
  await dialog.getByRole('textbox', { name: 'Name of the session' }).fill(session);
  await dialog.getByRole('button', { name: 'Import 1 file' }).click();
  await page.getByRole('heading', { name: session }).waitFor();
  await expect.poll(() => snapshotCount(page)).toBe(1);
  await openTab(page, 'Profile');
}
