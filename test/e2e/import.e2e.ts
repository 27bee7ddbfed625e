// Files from somewhere else, dropped on the window: looked into first, a delta told apart from what is there, junk refused by
// name; then kept byte for byte, shown, compared, and the delta left out of growth.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { chromiumHost, electronHost, openTab, screenshot, snapshotCount, titleOf } from './support/workbench';

const FIXTURES = resolve(import.meta.dirname, '../fixtures');
const FILES = [
  'pprof/go1.26/goroutine-1.pb.gz',
  'pprof/go1.26/goroutine-2.pb.gz',
  'pprof/go1.26/goroutine-delta.pb.gz',
  'pprof/go1.26/heap-1.pb.gz',
  'goroutine/go1.26/goroutine.debug2.txt',
];

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('imported files', host), () => {
    const folder = temporaryFolder('import');

    it('are looked into, kept, shown and flagged for what they are', async () => {
      const workbench = await host.open(join(folder, 'workspace'), join(folder, 'home'));
      const { page } = workbench;
      try {
        await drop(page, [
          ...(await Promise.all(
            FILES.map(
              async (file) => [file.replaceAll('/', '_'), await readFile(join(FIXTURES, file))] as const,
            ),
          )),
          ['page.html', Buffer.from('<!doctype html><title>Sign in</title><p>no profile here')],
        ]);
        const dialog = page.getByRole('dialog', { name: 'Import files' });
        await dialog.getByText(/1 file is a delta: it shows what changed, not what is there/).waitFor();
        await dialog.getByText(/1 file is nothing that can be read/).waitFor();
        await screenshot(page, `${host.name}-import`);
        await dialog.getByRole('textbox', { name: 'Name of the session' }).fill('from files');
        await dialog.getByRole('button', { name: 'Import 5 files' }).click();
        await page.getByRole('heading', { name: 'from files' }).waitFor();
        await expect.poll(() => snapshotCount(page)).toBeGreaterThanOrEqual(3);

        await openTab(page, 'Findings');
        await page
          .getByText(/1 capture: delta profiles, which show what changed, not what is there/)
          .waitFor();

        await openTab(page, 'Goroutines');
        await page.getByRole('grid').getByRole('row').nth(1).waitFor();
        await openTab(page, 'Profile');
        await page.getByRole('grid').getByRole('row').nth(1).waitFor();
        await screenshot(page, `${host.name}-profile`);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });
  });
}

/** As the browser does it: files over the window, let go. */
async function drop(page: Page, files: readonly (readonly [string, Buffer])[]): Promise<void> {
  await page.getByRole('navigation', { name: 'Sessions' }).waitFor();
  const transfer = await page.evaluateHandle(
    (list) => {
      const data = new DataTransfer();
      for (const [name, base64] of list) {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        data.items.add(new File([bytes], name, { lastModified: Date.UTC(2025, 4, 12, 11, 36, 6) }));
      }
      return data;
    },
    files.map(([name, bytes]) => [name, bytes.toString('base64')] as const),
  );
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
  }
}
