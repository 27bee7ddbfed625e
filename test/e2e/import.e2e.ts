// Files from somewhere else, dropped on the window: looked into first, a delta told apart from what is there, junk refused by
// name; then kept byte for byte, shown, compared, and the delta left out of growth.
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plumbline, plumblineJson } from '../support/cli';
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

const FIXTURES = resolve(import.meta.dirname, '../fixtures');
const FILES = [
  'pprof/go1.26/goroutine-1.pb.gz',
  'pprof/go1.26/goroutine-2.pb.gz',
  'pprof/go1.26/goroutine-delta.pb.gz',
  'pprof/go1.26/heap-1.pb.gz',
  'goroutine/go1.26/goroutine.debug2.txt',
];
/** The heap profile and a goroutine profile were taken by one hand at one moment. */
const SNAPSHOTS = FILES.length - 1;

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('imported files', host), () => {
    const folder = temporaryFolder('import');

    it('are looked into, kept, shown and flagged for what they are', async () => {
      const workbench = await host.open(join(folder, 'workspace'), join(folder, 'home'));
      const { page } = workbench;
      try {
        const given = await Promise.all(FILES.map((file) => readFile(join(FIXTURES, file))));
        await dropFiles(page, [
          ...given.map((bytes, i) => [(FILES[i] ?? '').replaceAll('/', '_'), bytes] as const),
          ['page.html', Buffer.from('<!doctype html><title>Sign in</title><p>no profile here')],
        ]);
        const dialog = page.getByRole('dialog', { name: 'Import files' });
        await dialog.getByText(/1 file is a delta: it shows what changed, not what is there/).waitFor();
        await dialog.getByText(/1 file is nothing that can be read/).waitFor();
        await screenshot(page, `${host.name}-import`);
        await dialog.getByRole('textbox', { name: 'Name of the session' }).fill('from files');
        await dialog.getByRole('button', { name: 'Import 5 files' }).click();
        await page.getByRole('heading', { name: 'from files' }).waitFor();
        await expect.poll(() => snapshotCount(page)).toBe(SNAPSHOTS);
        expect((await keptIn(join(folder, 'workspace'))).toSorted()).toEqual(given.map(hex).toSorted());

        await openTab(page, 'Findings');
        await page
          .getByText(/1 capture: delta profiles, which show what changed, not what is there/)
          .waitFor();

        // B is the newest that shows what was there; the delta is the one after it.
        await page.keyboard.press('b');
        await page.keyboard.press(']');
        await openTab(page, 'Goroutines');
        await page.getByText(DELTA).waitFor();
        await page.getByRole('grid').getByRole('row').nth(1).waitFor();
        await openTab(page, 'Profile');
        await page.getByText(DELTA).waitFor();
        await page.getByRole('grid').getByRole('row').nth(1).waitFor();
        await screenshot(page, `${host.name}-profile`);

        // A, the dump, moves to the last goroutine profile: a kind that both pins have.
        await page.keyboard.press('a');
        await page.keyboard.press(']');
        await page.keyboard.press(']');
        await openTab(page, 'Compare');
        await page.getByText(/B is a delta: it shows what changed over some seconds/).waitFor();
        await page.keyboard.press('s');
        await page.getByText(/A is a delta: it shows what changed over some seconds/).waitFor();
        expect(await snapshotCount(page)).toBe(SNAPSHOTS);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });

    it('in the text form have no flame graph to compare: the table stands for it, and the reason is said', async () => {
      const workbench = await host.open(join(folder, 'texts'), join(folder, 'home-of-texts'));
      const { page } = workbench;
      try {
        const read = (version: string): Promise<Buffer> =>
          readFile(join(FIXTURES, `goroutine/${version}/goroutine.debug1.txt`));
        await dropFiles(page, [
          ['goroutine-2025-05-12T193606.txt', await read('go1.21')],
          ['goroutine-2025-05-13T193606.txt', await read('go1.23')],
          ['goroutine-1.pb.gz', await readFile(join(FIXTURES, 'pprof/go1.26/goroutine-1.pb.gz'))],
          ['goroutine-2.pb.gz', await readFile(join(FIXTURES, 'pprof/go1.26/goroutine-2.pb.gz'))],
        ]);
        const dialog = page.getByRole('dialog', { name: 'Import files' });
        await dialog.getByRole('button', { name: 'Import 4 files' }).click();
        await expect.poll(() => snapshotCount(page)).toBe(4);
        await openTab(page, 'Compare');
        const table = page.getByRole('grid', { name: 'Compare' });
        const flame = page.getByRole('radio', { name: 'Flame graph' });
        await table.waitFor();
        // Both profiles are of a later time: A and B of the texts, then of the profiles, by the same keys.
        const pin = async (key: string, times: number): Promise<void> => {
          await page.keyboard.press(key);
          for (let i = 0; i < times; i++) await page.keyboard.press('[');
        };
        await pin('a', 4);
        await pin('b', 2);
        await expect.poll(() => flame.getAttribute('aria-disabled')).toBe('true');
        expect(await flame.getAttribute('title')).toMatch(/text form \(debug=1\)/);
        // The choice is kept for what has a picture.
        await page.keyboard.press('b');
        for (const key of [']', ']']) await page.keyboard.press(key);
        await page.keyboard.press('a');
        for (const key of [']', ']']) await page.keyboard.press(key);
        await expect.poll(() => flame.getAttribute('aria-disabled')).toBe(null);
        await flame.click();
        await page.getByRole('tree').first().waitFor();
        await pin('a', 2);
        await pin('b', 2);
        await table.waitFor();
        expect(await page.getByRole('tree').count()).toBe(0);
        expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });

    it("are read in the reader's zone or in another, moved as one, and so kept, by keys alone", async () => {
      const workspace = join(folder, 'zones');
      const workbench = await host.open(workspace, join(folder, 'home-of-zones'), 'Asia/Shanghai');
      const { page } = workbench;
      try {
        const dump = await readFile(join(FIXTURES, 'goroutine/go1.26/goroutine.debug2.txt'));
        const heap = await readFile(join(FIXTURES, 'pprof/go1.26/heap-1.pb.gz'));
        await dropFiles(page, [
          ['dump-2025-05-12T193606.txt', dump],
          ['heap.pb.gz', heap],
        ]);
        const dialog = page.getByRole('dialog', { name: 'Import files' });
        const row = dialog.getByRole('row').filter({ hasText: 'dump-2025' });
        const timeIs = (text: RegExp): Promise<void> => row.filter({ hasText: text }).waitFor();
        await timeIs(/19:36:06.*the file name/s);
        const zone = dialog.getByRole('combobox', { name: /that say no zone/ });
        expect(await zone.innerText()).toContain('Asia/Shanghai (UTC+08:00)');
        await dialog.getByText('1 file', { exact: true }).waitFor();
        await screenshot(page, `${host.name}-import-own-zone`);

        await zone.focus();
        await page.keyboard.press('Enter');
        await page
          .getByRole('option', { name: /^Asia\/Shanghai/ })
          .and(page.locator(':focus'))
          .waitFor();
        await page.keyboard.press('ArrowDown');
        await page.getByRole('option', { name: 'UTC', exact: true }).and(page.locator(':focus')).waitFor();
        await page.keyboard.press('Enter');
        // What the name says is UTC now; it is shown by the reader's clock.
        await timeIs(/05-13 03:36:06/);
        await page.keyboard.press('Tab');
        const shift = dialog.getByRole('textbox', { name: 'Move all times by' });
        await shift.and(page.locator(':focus')).waitFor();
        await page.keyboard.type('8');
        await dialog.getByText('A duration, as +8h, -90s or 1h30m.').first().waitFor();
        expect(await dialog.getByRole('button', { name: 'Import 2 files' }).isDisabled()).toBe(true);
        await page.keyboard.press('Backspace');
        await page.keyboard.type('-90s');
        await timeIs(/05-13 03:34:36.*the file name, moved/s);
        await screenshot(page, `${host.name}-import-moved`);

        await dialog.getByRole('textbox', { name: 'Name of the session' }).fill('zones');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'zones' }).waitFor();
        await expect.poll(() => snapshotCount(page)).toBe(2);
        const shown = await plumblineJson<{ timeline: { timeMs: number[]; timeSource: string[] } }>([
          ...['session', 'show', 'zones', '--workspace', workspace],
        ]);
        expect(shown.timeline.timeMs[0]).toBe(Date.parse('2025-05-12T19:34:36Z'));
        expect(shown.timeline.timeSource).toEqual(['user', 'user']);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });

    it('of a service that does not leak say how slow a leak would not show yet', async () => {
      const workspace = join(folder, 'steady');
      const inWorkspace = ['--workspace', workspace];
      const created = ['session', 'create', 'steady', '--target', 'http://127.0.0.1:1', '--every', '24h'];
      expect(await plumbline([...created, ...inWorkspace])).toMatchObject({ code: 0 });
      const steady = join(FIXTURES, 'services/steady/go1.26.8');
      const files = (await readdir(steady)).filter((name) => /-(heap|goroutine)\.pb\.gz$/.test(name));
      const paths = files.map((name) => join(steady, name));
      expect(await plumbline(['import', 'steady', ...paths, ...inWorkspace])).toMatchObject({ code: 0 });
      const workbench = await host.open(workspace, join(folder, 'home-of-steady'));
      const { page } = workbench;
      try {
        await page.getByRole('link', { name: /^steady/ }).click();
        await openTab(page, 'Findings');
        await page.getByText(/no stack rises beyond noise in 30 snapshots/).waitFor();
        await page
          .getByText(/slower leaks may not show yet: goroutine below .*, heap below .* in objects of up to /)
          .waitFor();
        await screenshot(page, `${host.name}-no-leak`);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });

    it('are listed by the hundreds with only those in view on the page, and each can be left out', async () => {
      const workbench = await host.open(join(folder, 'many'), join(folder, 'home-of-many'));
      const { page } = workbench;
      try {
        const heap = await readFile(join(FIXTURES, 'pprof/go1.26/heap-1.pb.gz'));
        await dropFiles(
          page,
          Array.from({ length: MANY }, (_, i) => [`heap-${i}.pb.gz`, heap] as const),
        );
        const files = page.getByRole('grid', { name: 'Files to import' });
        await files.waitFor();
        expect(await files.getAttribute('aria-rowcount')).toBe(String(MANY + 1));
        expect(await files.getByRole('row').count()).toBeLessThan(60);
        const run = page.getByRole('button', { name: /^Import \d+ files$/ });
        expect(await run.innerText()).toBe(`Import ${MANY} files`);
        await files.focus();
        await page.keyboard.press('End');
        await files
          .getByText(`heap-${MANY - 1}.pb.gz`)
          .first()
          .waitFor();
        await page.keyboard.press('Enter');
        await expect.poll(() => run.innerText()).toBe(`Import ${MANY - 1} files`);
        await files.getByRole('checkbox', { checked: true }).last().click();
        await expect.poll(() => run.innerText()).toBe(`Import ${MANY - 2} files`);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });
  });
}

const MANY = 600;

const DELTA = /This profile is a delta over [\d.]+ s\. It shows what changed/;
const hex = (bytes: Buffer): string => bytes.toString('hex');

/** The bytes of every capture file of the only session, read past the app. */
async function keptIn(workspace: string): Promise<string[]> {
  const sessions = join(workspace, 'sessions');
  const [session = '', ...others] = await readdir(sessions);
  expect(others).toEqual([]);
  const names = await readdir(join(sessions, session), { recursive: true });
  const captures = names.filter((name) => /^\d{4}-\d\d-\d\d[/\\]/.test(name));
  return Promise.all(captures.map(async (name) => hex(await readFile(join(sessions, session, name)))));
}
