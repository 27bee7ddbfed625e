import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchElectron, whyNoElectron } from '../support/electron';
import type {} from './support/page';
import { temporaryFolder } from '../support/temporary-folder';
import { buildTestApp } from './support/build-test-app';
import { describeTransport, writeCaptures } from './support/transport-suite';

const title = whyNoElectron === null ? 'in Electron' : `in Electron (not run: ${whyNoElectron})`;

/** The suite asks for a capture that is not there, and sends what is no message. */
const isProvoked = (text: string): boolean =>
  text.includes("Not a message of Plumbline's") || text.includes('status of 404');

describe.skipIf(whyNoElectron !== null)(title, () => {
  const dir = temporaryFolder('electron');
  let app: ElectronApplication;
  let page: Page;
  const consoleErrors: string[] = [];

  beforeAll(async () => {
    await mkdir(join(dir, 'app'), { recursive: true });
    await buildTestApp(join(dir, 'app'));
    await writeCaptures(join(dir, 'captures'));
    await writeFile(join(dir, 'outside.txt'), 'secret');
    app = await launchElectron({
      app: join(dir, 'app'),
      home: join(dir, 'home'),
      env: { CAPTURES: join(dir, 'captures') },
    });
    page = await app.firstWindow();
    page.on('console', (message) => {
      if (message.type() === 'error') consoleErrors.push(message.text());
    });
    page.on('pageerror', (error) => consoleErrors.push(String(error)));
    await page.waitForFunction(() => typeof window.runScenario === 'function');
  });
  afterAll(async () => {
    await app.close();
  });

  describeTransport('IPC', (scenario) => page.evaluate((name) => window.runScenario(name), scenario), {
    carriesTexts: true,
  });

  it('breaks no rule of its own security policy', async () => {
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    // What the server answered to messages that were none is all that the console may hold.
    expect(consoleErrors.filter((text) => !isProvoked(text))).toEqual([]);
  });

  it('shows the page nothing but the pipe', async () => {
    const seen = await page.evaluate(() => ({
      bridge: Object.keys(window.plumbline).sort(),
      node: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
        (name) => name in window,
      ),
    }));
    expect(seen).toEqual({ bridge: ['key', 'receive', 'send'], node: [] });
  });

  it.runIf(existsSync('/proc/self/status') && process.getuid?.() !== 0)(
    'runs its pages in the sandbox',
    async () => {
      const pid = await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
      );
      expect(readFileSync(`/proc/${pid ?? 'self'}/status`, 'utf8')).toMatch(/^Seccomp:\t2$/m);
    },
  );

  it('stays on its page, opens no window, gets no permission', async () => {
    const url = page.url();
    const result = await page.evaluate(async () => {
      const opened = window.open('https://example.com/');
      window.location.href = 'https://example.com/';
      const permission = await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          (error) => resolve(error.code),
        ),
      );
      return { opened: opened === null, permission, notifications: await Notification.requestPermission() };
    });
    expect(result).toEqual({ opened: true, permission: 1, notifications: 'denied' });
    expect(page.url()).toBe(url);
    expect(app.windows()).toHaveLength(1);
  });

  it('refuses bytes without the key, and paths out of their folder', async () => {
    const answers = await page.evaluate(async () => {
      const key = (await window.plumbline.key()) ?? '';
      const ask = async (path: string, authorization: string, method = 'GET'): Promise<[number, string]> => {
        const answer = await fetch(path, { method, headers: { authorization } });
        return [answer.status, await answer.text()];
      };
      return {
        noKey: (await ask('/bytes/s1/2025-05-12%2Fbulk.pb.gz', ''))[0],
        wrongKey: (await ask('/bytes/s1/2025-05-12%2Fbulk.pb.gz', 'Bearer wrong'))[0],
        bulk: (await ask('/bulk/answer', 'Bearer wrong'))[0],
        upload: (await ask('/upload', 'Bearer wrong', 'POST'))[0],
        paths: await Promise.all(
          [
            '/bytes/s1/..%2f..%2foutside.txt',
            '/bytes/..%2f/outside.txt',
            '/..%2f..%2fpackage.json',
            '/%2e%2e%2fmain/index.js',
            '/..%5cpackage.json',
            '//etc/passwd',
          ].map(async (path) => (await ask(`plumbline://app${path}`, `Bearer ${key}`))[0]),
        ),
      };
    });
    expect(answers).toEqual({
      noKey: 401,
      wrongKey: 401,
      bulk: 401,
      upload: 401,
      paths: [404, 404, 404, 404, 404, 404],
    });
  });

  it('answers no window but its own, not even one with the same page and preload', async () => {
    await app.evaluate(async ({ BrowserWindow, app: electron }) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: {
          preload: `${electron.getAppPath()}/out/preload/index.cjs`,
          partition: 'persist:workbench',
          sandbox: true,
        },
      });
      await window.loadURL('plumbline://app/desktop.html');
    });
    const other = app.windows().find((each) => each !== page);
    if (other === undefined) throw new Error('the second window did not open');
    const seen = await other.evaluate(async () => {
      const received: string[] = [];
      window.plumbline.receive((text) => received.push(text));
      window.plumbline.send(JSON.stringify({ type: 'call', id: 1, method: 'app.capabilities', args: {} }));
      // Messages of a page keep their order, so when this has come back an answer would have, too.
      return { key: await window.plumbline.key(), received };
    });
    expect(seen).toEqual({ key: null, received: [] });
    await other.close();
  });

  it('answers no other origin in its own window, and no frame in its page', async () => {
    const frame = await page.evaluate(() => {
      const element = document.createElement('iframe');
      element.srcdoc = '<p>frame</p>';
      document.body.append(element);
      const inside = element.contentWindow;
      const has = inside !== null && 'plumbline' in inside;
      element.remove();
      return has;
    });
    expect(frame).toBe(false);
    // What no page of ours does: the window is made to show something else.
    await app.evaluate(async ({ BrowserWindow }) => {
      await BrowserWindow.getAllWindows()[0]?.loadURL('data:text/html,<title>other</title>');
    });
    await page.waitForURL(/^data:/);
    const seen = await page.evaluate(async () => {
      const received: string[] = [];
      window.plumbline.receive((text) => received.push(text));
      window.plumbline.send(JSON.stringify({ type: 'call', id: 1, method: 'app.capabilities', args: {} }));
      // Electron lets a page of the window's session reach the scheme from any origin: the key is what guards it.
      const bytes = await fetch('plumbline://app/bytes/s1/x').then(
        ({ status }) => status,
        () => 401,
      );
      return { key: await window.plumbline.key(), received, bytes };
    });
    expect(seen).toEqual({ key: null, received: [], bytes: 401 });
  });
});
