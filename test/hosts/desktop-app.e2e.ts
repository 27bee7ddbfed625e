// The app as built: how it starts, what it keeps, how it ends.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type {} from '../../src/renderer/app/transport-desktop';
import { endCommandsAfterEach, start } from '../support/command';
import { findElectron, launchElectron, whyNoElectron } from '../support/electron';
import { temporaryFolder } from '../support/temporary-folder';

const title = whyNoElectron === null ? 'the desktop app' : `the desktop app (not run: ${whyNoElectron})`;
const root = process.cwd();

describe.skipIf(whyNoElectron !== null)(title, () => {
  endCommandsAfterEach();
  const dir = temporaryFolder('desktop-app');
  const launch = (name: string, workspace = name): ReturnType<typeof launchElectron> =>
    launchElectron({
      app: root,
      home: join(dir, 'home', name),
      args: ['--workspace', join(dir, 'workspaces', workspace)],
    });

  const windowFile = (name: string): string => join(dir, 'home', name, '.config/Plumbline/window.json');
  const keptWindow = (name: string): unknown => JSON.parse(readFileSync(windowFile(name), 'utf8'));
  function keepWindow(name: string, bounds: Electron.Rectangle, maximized: boolean): void {
    mkdirSync(join(dir, 'home', name, '.config/Plumbline'), { recursive: true });
    writeFileSync(windowFile(name), JSON.stringify({ formatVersion: 1, bounds, maximized }));
  }

  it('shows the workbench without a word in the console, and keeps its window and theme', async () => {
    const app = await launch('first');
    const page = await app.firstWindow();
    const said: string[] = [];
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => said.push(String(error)));
    // Before the first load is over there is nothing that could be loaded again.
    await page.waitForSelector('#app > *');
    await page.reload();
    await page.waitForSelector('#app > *');
    expect(await page.title()).toBe('Plumbline');
    expect(said).toEqual([]);
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 1000, height: 640 }),
    );
    const theme = ({ nativeTheme }: typeof Electron.CrossProcessExports): string => nativeTheme.themeSource;
    expect(await app.evaluate(theme)).toBe('system');
    await page.evaluate(
      (call) =>
        new Promise<void>((resolve) => {
          window.plumbline.receive((text) => {
            if (text.includes('"id":900000')) resolve();
          });
          window.plumbline.send(JSON.stringify(call));
        }),
      { type: 'call', id: 900000, method: 'app.setSettings', args: { theme: 'dark' } },
    );
    expect(await app.evaluate(theme)).toBe('dark');
    await app.close();

    const again = await launch('first');
    await again.firstWindow();
    const bounds = await again.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(bounds).toEqual({ x: 40, y: 30, width: 1000, height: 640 });
    expect(await again.evaluate(theme)).toBe('dark');
    await again.close();
    expect(keptWindow('first')).toMatchObject({ formatVersion: 1, maximized: false });
  });

  it('comes back on a screen from a place off every screen, with its size', async () => {
    keepWindow('moved', { x: -6000, y: 9000, width: 1010, height: 650 }, false);
    const app = await launch('moved');
    await app.firstWindow();
    const { bounds, area } = await app.evaluate(({ BrowserWindow, screen }) => ({
      bounds: BrowserWindow.getAllWindows()[0]?.getBounds(),
      area: screen.getPrimaryDisplay().workArea,
    }));
    await app.close();
    expect(bounds).toEqual({ x: area.x, y: area.y + area.height - 650, width: 1010, height: 650 });
  });

  it('comes back maximised, and to its former place when it is restored', async (test) => {
    await startWindowManager();
    const place = { x: 60, y: 50, width: 1000, height: 640 };
    keepWindow('large', place, false);
    const app = await launch('large');
    await app.firstWindow();
    const isMaximized = await app.evaluate(maximize);
    await app.close();
    test.skip(!isMaximized, 'no window manager is here that maximises');
    expect(keptWindow('large')).toMatchObject({ bounds: place, maximized: true });

    const again = await launch('large');
    await again.firstWindow();
    await expect.poll(() => again.evaluate(isLarge)).toBe(true);
    await again.evaluate(restore);
    await expect.poll(() => again.evaluate(boundsOf)).toEqual(place);
    await again.close();
    expect(keptWindow('large')).toMatchObject({ bounds: place, maximized: false });
  });

  it('saves what a page made where the user says, and nothing that comes from elsewhere', async () => {
    const app = await launch('saves');
    const page = await app.firstWindow();
    const into = join(dir, 'saved.csv');
    await app.evaluate(({ BrowserWindow }, path) => {
      const seen = (globalThis as { seen?: string[] }).seen ?? [];
      (globalThis as { seen?: string[] }).seen = seen;
      BrowserWindow.getAllWindows()[0]?.webContents.session.on('will-download', (event, item) => {
        seen.push(`${item.getURL().slice(0, 20)} ${event.defaultPrevented}`);
        item.setSavePath(path);
      });
    }, into);
    await page.evaluate(() => {
      const save = (href: string): void => {
        const link = document.createElement('a');
        link.href = href;
        link.download = 'a.csv';
        link.click();
      };
      save('data:text/csv,from,elsewhere');
      save(URL.createObjectURL(new Blob(['made,here'])));
    });
    await expect.poll(() => (existsSync(into) ? readFileSync(into, 'utf8') : '')).toBe('made,here');
    const seen = await app.evaluate(() => (globalThis as { seen?: string[] }).seen ?? []);
    expect(seen).toContain('blob:plumbline://app false');
    expect(seen.filter((one) => !one.startsWith('blob:')).every((one) => one.endsWith('true'))).toBe(true);
    await app.close();
  });

  it('says who writes the workspace, and ends, where another process does', async () => {
    const workspace = join(dir, 'workspaces/shared');
    const serve = start(process.execPath, ['out/main/plumbline.js', 'serve', '--workspace', workspace]);
    await serve.says(/http:\/\/127\.0\.0\.1/);
    const second = start(
      findElectron() ?? '',
      [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        root,
        '--workspace',
        workspace,
      ],
      { HOME: join(dir, 'home/second'), XDG_CONFIG_HOME: join(dir, 'home/second/.config') },
    );
    const [line] = await second.says(/^plumbline: .*$/m);
    expect(line).toContain(String(serve.child.pid));
    serve.child.kill('SIGTERM');
    expect(await serve.ended).toBe(0);
  });

  it('ends well when it is told to, and gives the workspace back', async () => {
    const workspace = join(dir, 'workspaces/ended');
    const app = await launch('ended');
    await (await app.firstWindow()).waitForSelector('#app > *');
    const child = app.process();
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const list = start(process.execPath, [
      'out/main/plumbline.js',
      'session',
      'create',
      'after',
      '--target',
      'http://127.0.0.1:1/',
      '--workspace',
      workspace,
    ]);
    expect(await list.ended).toBe(0);
    expect(existsSync(join(workspace, 'sessions'))).toBe(true);
  });
});

/** A bare display has none. Where there is no openbox either, whatever the machine's own can do is tried. */
async function startWindowManager(): Promise<void> {
  if (spawnSync('openbox', ['--version']).status === 0)
    await start('openbox', ['--sm-disable', '--startup', 'echo ready']).says(/ready/);
}

// ---- in Electron's main process ----
type Main = typeof Electron.CrossProcessExports;

/** Whether the window is maximised then; a window manager does it, in its own time, if there is one. */
function maximize({ BrowserWindow }: Main): Promise<boolean> {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) throw new Error('no window');
  return new Promise((done) => {
    window.once('maximize', () => done(true));
    setTimeout(() => done(window.isMaximized()), 3_000);
    window.maximize();
  });
}
const isLarge = ({ BrowserWindow }: Main): boolean =>
  BrowserWindow.getAllWindows()[0]?.isMaximized() ?? false;
function restore({ BrowserWindow }: Main): void {
  BrowserWindow.getAllWindows()[0]?.unmaximize();
}
const boundsOf = ({ BrowserWindow }: Main): Electron.Rectangle | undefined =>
  BrowserWindow.getAllWindows()[0]?.getBounds();
