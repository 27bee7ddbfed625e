// The workbench as a user has it: opened on a workspace, in real Electron or in Chromium on the web host, closed and
// opened again. What the console says is kept: a journey ends with none of it an error.
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { IPC_MESSAGE } from '../../../src/contract/ipc-channels';
import { launchChromiumIn, whyNoChromium } from '../../support/chromium';
import { startPlumbline } from '../../support/cli';
import { launchElectron, whyNoElectron } from '../../support/electron';
import { makeLoadedWorkspace } from './loaded-workspace';

const ROOT = resolve(import.meta.dirname, '../../..');
export const SCREENSHOTS = join(ROOT, 'test-results', 'screenshots');

export interface Workbench {
  readonly page: Page;
  readonly consoleErrors: readonly string[];
  /** The calls of these methods go out no more, as to a host that is very slow, until `release`. */
  hold(...methods: readonly string[]): Promise<{ release(): Promise<void> }>;
  /** What the user chooses in the next dialogs that ask for a folder; null: this host has none. */
  readonly chooseFolder: ((path: string) => Promise<void>) | null;
  close(): Promise<void>;
}

export interface WorkbenchHost {
  readonly name: string;
  /** Why it cannot run here; null: it can. */
  readonly why: string | null;
  /** `home` holds what the host keeps outside the workspace; `zone` is where the reader is, else where this machine is. */
  open(workspace: string, home: string, zone?: string): Promise<Workbench>;
}

/** What `hold` leaves in the process that it holds calls in. */
interface Holder {
  releaseHeld(): void;
}

const SIZE = { width: 1440, height: 900 };

export const electronHost = (executable?: string): WorkbenchHost => ({
  name: executable === undefined ? 'Electron' : 'the packaged application',
  why: whyNoElectron,
  async open(workspace, home, zone) {
    mkdirSync(home, { recursive: true });
    const app = await launchElectron({
      home,
      args: ['--workspace', workspace],
      ...(zone === undefined ? {} : { env: { TZ: zone } }),
      ...(executable === undefined ? { app: ROOT } : { executable }),
    });
    const page = await app.firstWindow();
    const consoleErrors = watchConsole(page);
    await app.evaluate(({ BrowserWindow }, size) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height);
    }, SIZE);
    return {
      page,
      consoleErrors,
      // What the preload exposes is frozen: messages are held where they arrive.
      async hold(...methods) {
        await app.evaluate(
          ({ ipcMain }, { channel, held }) => {
            const [listener] = ipcMain.listeners(channel) as ((...args: unknown[]) => void)[];
            if (listener === undefined) throw new Error(`nobody listens to ${channel}`);
            const parked: (() => void)[] = [];
            const holding = (...args: unknown[]): void => {
              const pass = (): void => listener(...args);
              if (held.some((method) => String(args[1]).includes(`"method":"${method}"`))) parked.push(pass);
              else pass();
            };
            ipcMain.removeAllListeners(channel);
            ipcMain.on(channel, holding);
            Object.assign(globalThis, {
              releaseHeld() {
                ipcMain.off(channel, holding);
                ipcMain.on(channel, listener);
                for (const pass of parked) pass();
              },
            });
          },
          { channel: IPC_MESSAGE, held: methods },
        );
        return { release: () => app.evaluate(() => (globalThis as unknown as Holder).releaseHeld()) };
      },
      chooseFolder: (path) =>
        app.evaluate(({ dialog }, chosen) => {
          dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
        }, path),
      close: () => app.close(),
    };
  },
});

/** By home. What a page stores belongs to its origin, and so to its port: one comes back as from a bookmark. */
const ports = new Map<string, string>();

export const chromiumHost: WorkbenchHost = {
  name: 'Chromium',
  why: whyNoChromium,
  async open(workspace, home, zone) {
    mkdirSync(home, { recursive: true });
    const port = ports.get(home) ?? '0';
    const server = startPlumbline(['serve', '--workspace', workspace, '--port', port], home);
    const url = await new Promise<string>((done, fail) => {
      let text = '';
      server.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const found = /http:\/\/127\.0\.0\.1:\S+/.exec(text)?.[0];
        if (found !== undefined) done(found);
      });
      server.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
      server.once('exit', (code) => fail(new Error(`serve exited with ${code}: ${text}`)));
    });
    ports.set(home, new URL(url).port);
    const browser = await launchChromiumIn(join(home, 'chromium'), SIZE, zone);
    const page = browser.pages()[0] ?? (await browser.newPage());
    const consoleErrors = watchConsole(page);
    await page.goto(url);
    return {
      page,
      consoleErrors,
      async hold(...methods) {
        await page.evaluate((held) => {
          // eslint-disable-next-line @typescript-eslint/unbound-method -- called on the socket below
          const send = WebSocket.prototype.send;
          const parked: (() => void)[] = [];
          WebSocket.prototype.send = function (message) {
            const pass = (): void => send.call(this, message);
            const isHeld = (method: string): boolean =>
              typeof message === 'string' && message.includes(`"method":"${method}"`);
            if (held.some(isHeld)) parked.push(pass);
            else pass();
          };
          Object.assign(globalThis, {
            releaseHeld() {
              WebSocket.prototype.send = send;
              for (const pass of parked) pass();
            },
          });
        }, methods);
        return { release: () => page.evaluate(() => (globalThis as unknown as Holder).releaseHeld()) };
      },
      chooseFolder: null,
      async close() {
        await browser.close();
        const ended = new Promise((done) => server.once('exit', done));
        server.kill('SIGTERM');
        await ended;
      },
    };
  },
};

function watchConsole(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return errors;
}

/** Opened on sessions with something in them, of which the first can be seen. */
export async function openLoaded(host: WorkbenchHost, folder: string): Promise<Workbench> {
  const workspace = join(folder, host.name, 'workspace');
  await makeLoadedWorkspace(workspace);
  const workbench = await host.open(workspace, join(folder, host.name, 'home'));
  await workbench.page.getByRole('navigation', { name: 'Sessions' }).getByRole('link').first().waitFor();
  return workbench;
}

export const titleOf = (what: string, host: WorkbenchHost): string =>
  host.why === null ? `${what}, in ${host.name}` : `${what}, in ${host.name} (not run: ${host.why})`;

/** Kept for a look; the newest run replaces the last one's. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** What the view is saved as by a choice of its menu: in Chromium, where a download is given to the test. */
export async function saveView(page: Page, choice: string): Promise<{ name: string; bytes: Buffer }> {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  await page.getByRole('menuitem', { name: choice }).click();
  const download = await saved;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** As a browser does it: files over the window, let go. Nobody listens to them before the workbench stands. */
export async function dropFiles(
  page: Page,
  files: readonly (readonly [string, Uint8Array])[],
): Promise<void> {
  await page.getByRole('contentinfo').waitFor();
  const transfer = await page.evaluateHandle(
    (list) => {
      const data = new DataTransfer();
      for (const [name, base64] of list) {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        data.items.add(new File([bytes], name, { lastModified: Date.UTC(2025, 4, 12, 11, 36, 6) }));
      }
      return data;
    },
    files.map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')] as const),
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
}

/** Snapshots that the status bar counts. */
export async function snapshotCount(page: Page): Promise<number> {
  const text = await page.getByRole('contentinfo').innerText();
  return Number(/([\d,]+)\s+snapshots?/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
}

export async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
}

/** The cells of the first `count` rows of the view's table. */
export async function firstRows(page: Page, count: number): Promise<string[][]> {
  const rows = page.getByRole('grid').first().getByRole('row');
  await rows.nth(count).waitFor();
  const cells: string[][] = [];
  for (let i = 1; i <= count; i++) cells.push(await rows.nth(i).getByRole('gridcell').allInnerTexts());
  return cells.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ').trim()));
}
