// Several pods of one deployment in one session, in daily use: added, named, paused, captured one by one, removed; and what
// was decided is there after a restart. The services are real where there is Go.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goAvailable, startService } from '../support/go-service';
import { startReplay } from '../support/replay-server';
import { plumbline } from '../support/cli';
import { temporaryFolder } from '../support/temporary-folder';
import { chromiumHost, electronHost, openTab, screenshot, snapshotCount, titleOf } from './support/workbench';

const PODS = ['collect-svr-7d9f8b6c5d-x2x9k', 'collect-svr-7d9f8b6c5d-q7m4t', 'collect-svr-7d9f8b6c5d-zz0pl'];

/** As the Kubernetes API server shows a pod. */
async function startPod(pod: string): Promise<{ url: string; stop(): Promise<void> }> {
  const prefix = `/api/v1/namespaces/production-eu-central-1/pods/http:${pod}:6060/proxy/debug/pprof`;
  const server = goAvailable()
    ? await startService('collectsvr', ['-prefix', prefix])
    : await startReplay('collectsvr', { prefix });
  return { url: `${server.url}${prefix}`, stop: () => server.stop() };
}

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('a target that hangs', host), () => {
    const folder = temporaryFolder('hanging-target');

    it('is given up, by the plan as by hand, and the plan goes on', async () => {
      const server = createServer(() => undefined).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const workspace = join(folder, 'workspace');
      const created = await plumbline([
        ...['session', 'create', 'hangs', '--workspace', workspace, '--every', '1h'],
        ...['--target', `http://127.0.0.1:${port}`],
      ]);
      expect(created.code, created.stderr).toBe(0);
      const workbench = await host.open(workspace, join(folder, 'home'));
      try {
        const { page } = workbench;
        await page.getByRole('link', { name: /^hangs/ }).click();
        const header = page.locator('header.head');
        await header.getByText('Capturing…').waitFor();
        await header.getByRole('button', { name: 'Cancel', exact: true }).click();
        await header.getByText(/^Next capture in/).waitFor();
        expect(await header.getByRole('button', { name: 'Cancel', exact: true }).count()).toBe(0);

        // By hand, ended from the palette.
        await page.keyboard.press('c');
        await header.getByRole('button', { name: 'Cancel capture' }).waitFor();
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', { name: 'Commands' }).and(page.locator(':focus')).waitFor();
        await page.keyboard.type('cancel');
        await page
          .getByRole('option', { name: /^Cancel the running capture/ })
          .first()
          .waitFor();
        await page.keyboard.press('Enter');
        await header.getByText(/^Next capture in/).waitFor();
        expect(await snapshotCount(page)).toBe(0);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
        server.closeAllConnections();
        server.close();
      }
    });
  });

  describe.skipIf(host.why !== null)(titleOf('several targets', host), () => {
    const folder = temporaryFolder('targets');

    it('are named, paused, captured one by one and removed, by mouse and by keys', async () => {
      const workspace = join(folder, 'workspace');
      const home = join(folder, 'home');
      const pods = await Promise.all(PODS.map(startPod));
      const created = await plumbline([
        ...['session', 'create', 'collect', '--workspace', workspace, '--every', '1h'],
        ...pods.slice(0, 2).flatMap(({ url }) => ['--target', url]),
      ]);
      expect(created.code, created.stderr).toBe(0);
      const sessionId = created.stdout.trim();
      const readTargets = async (): Promise<{ id: string; label: string | null; paused: boolean }[]> => {
        const text = await readFile(join(workspace, 'sessions', sessionId, 'session.json'), 'utf8');
        return (JSON.parse(text) as { targets: { id: string; label: string | null; paused: boolean }[] })
          .targets;
      };
      let workbench = await host.open(workspace, home);
      try {
        let { page } = workbench;
        const choose = async (words: string, name: RegExp): Promise<void> => {
          await page.keyboard.press('Control+k');
          await page.getByRole('combobox', { name: 'Commands' }).and(page.locator(':focus')).waitFor();
          await page.keyboard.type(words);
          await page.getByRole('option').first().filter({ hasText: name }).waitFor();
          await page.keyboard.press('Enter');
        };
        // The plan captures both at once.
        await page.getByRole('link', { name: /^collect/ }).click();
        await page.getByText('2 of 2 targets answer').waitFor();
        await expect.poll(() => snapshotCount(page)).toBe(2);
        await openTab(page, 'Settings');
        const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });

        // One more, through the palette; its name is taken at once.
        await choose('add a target', /^Add a target/);
        await expect
          .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
          .toBe('Target');
        await page.keyboard.type(pods[2]?.url ?? '');
        await page.getByRole('textbox', { name: 'Name', exact: true }).last().fill('canary');
        await page.getByRole('button', { name: 'Save target' }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await page.getByText('3 of 3 targets answer').waitFor();
        await expect.poll(() => snapshotCount(page)).toBe(3);
        await row('canary').waitFor();

        // Renamed by the palette: the dialog begins at the name. A name is given once.
        await choose('rename x2x9k', /^Rename or edit: collect-svr-7d9f8b6c5d-x2x9k/);
        await page.getByRole('dialog').waitFor();
        await page.keyboard.type('canary');
        await page.getByText('Another target has this name.').waitFor();
        await page.keyboard.press('Control+a');
        await page.keyboard.type('生产 A');
        await page.keyboard.press('Enter');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await row('生产 A').waitFor();
        await page.getByRole('combobox', { name: 'Target' }).waitFor({ state: 'detached' });
        await openTab(page, 'Findings');
        await page.getByRole('combobox', { name: 'Target' }).click();
        await page.getByRole('option', { name: '生产 A' }).waitFor();
        await page.keyboard.press('Escape');
        await screenshot(page, `${host.name}-targets`);
        await openTab(page, 'Settings');

        // Paused, it is passed over by "capture now"; named, it is captured.
        await row('生产 A').getByRole('button', { name: 'Pause' }).click();
        await page.getByText(/Paused: the plan passes it over/).waitFor();
        await page.getByText(/1 paused/).waitFor();
        await page.getByRole('heading', { level: 1 }).click();
        await page.keyboard.press('c');
        await expect.poll(() => snapshotCount(page)).toBe(5);
        await row('生产 A').getByRole('button', { name: 'Capture now' }).click();
        await expect.poll(() => snapshotCount(page)).toBe(6);
        await screenshot(page, `${host.name}-targets-settings`);

        // Removed after a question; what was captured stays.
        await row('q7m4t').getByRole('button', { name: 'Remove' }).click();
        await page
          .getByRole('dialog')
          .getByText(/Its 2 snapshots stay/)
          .waitFor();
        await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
        await row('q7m4t').getByRole('button', { name: 'Remove' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
        await row('q7m4t').waitFor({ state: 'detached' });
        await expect.poll(() => snapshotCount(page)).toBe(6);

        expect(await readTargets()).toMatchObject([
          { id: PODS[0], label: '生产 A', paused: true },
          { id: PODS[2], label: 'canary', paused: false },
        ]);
        expect(workbench.consoleErrors).toEqual([]);
        await workbench.close();
        workbench = await host.open(workspace, home);
        page = workbench.page;
        await page.getByRole('link', { name: /^collect/ }).click();
        await openTab(page, 'Settings');
        await page.getByText(/Paused: the plan passes it over/).waitFor();
        await choose('resume', /^Resume: 生产 A/);
        await page.getByText('生产 A is captured by the plan again.').waitFor();
        expect((await readTargets()).map(({ paused }) => paused)).toEqual([false, false]);

        // A failure is told once, on the page of its session, and does not go along to another.
        await page.getByText(/2 targets · last answer/).waitFor();
        await pods[2]?.stop();
        await choose('capture now canary', /^Capture now: canary/);
        await page
          .getByRole('status')
          .filter({ hasText: /^canary: / })
          .waitFor();
        expect(
          await page
            .getByRole('region', { name: 'Notices' })
            .getByText(/refuse|reset|connection/)
            .count(),
        ).toBe(0);
        expect(workbench.consoleErrors.filter((line) => !/net::ERR/.test(line))).toEqual([]);
      } finally {
        await workbench.close();
        for (const pod of pods) await pod.stop();
      }

      // The command line knows them by their names, and passes over what is paused.
      const shown = await plumbline(['session', 'show', 'collect', '--workspace', workspace]);
      expect(shown.stdout).toContain(`生产 A (${PODS[0]})`);
    });
  });
}
