// A real Electron for tests, driven by Playwright.
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';

/** The program that ELECTRON_OVERRIDE_DIST_PATH or an earlier start has put there; null: this machine has none. */
export function findElectron(): string | null {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as Record<
    string,
    string
  >;
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join('node_modules', 'electron', 'dist');
  const file = join(dist, names[process.platform] ?? 'electron');
  return existsSync(file) ? file : null;
}

export const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

/** Why tests in Electron cannot run here; null: they can. */
export const whyNoElectron: string | null = findReason();

function findReason(): string | null {
  const said = process.env['PLUMBLINE_NO_ELECTRON']; // by the test runner, which has tried it
  if (said !== undefined) return said;
  if (findElectron() === null)
    return 'no Electron is here (set ELECTRON_OVERRIDE_DIST_PATH, or run npm start once)';
  return hasDisplay ? null : 'there is no display (use xvfb-run)';
}

export interface LaunchOptions {
  /** App folder or main file. Left out where `executable` is a packaged app. */
  readonly app?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Configuration, window state and the like go here: a folder of the test's own. */
  readonly home: string;
  readonly executable?: string;
}

/**
 * Starts Electron with a home of its own, in English. Chromium's sandbox is on, but for root, whom Electron runs without it only:
 * `npm test` therefore runs these tests as an unprivileged user.
 */
export async function launchElectron(options: LaunchOptions): Promise<ElectronApplication> {
  const executablePath = options.executable ?? findElectron();
  if (executablePath === null) throw new Error(`Electron cannot start: ${whyNoElectron ?? 'no program'}`);
  const isRoot = process.getuid?.() === 0;
  return _electron.launch({
    executablePath,
    chromiumSandbox: !isRoot,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--lang=en-US',
      ...(options.app === undefined ? [] : [options.app]),
      ...(options.args ?? []),
    ],
    env: {
      ...inherited(),
      ...sandboxHelper(),
      HOME: options.home,
      XDG_CONFIG_HOME: join(options.home, '.config'),
      LANGUAGE: 'en_US',
      ...options.env,
    },
    timeout: 60_000,
  });
}

/** A packaged app lies where its helper cannot be set-uid; where user namespaces are off, that of the runtime serves. */
function sandboxHelper(): Record<string, string> {
  const program = findElectron();
  const helper = program === null ? '' : join(dirname(program), 'chrome-sandbox');
  const info = statSync(helper, { throwIfNoEntry: false });
  const isSetUid = info !== undefined && info.uid === 0 && (info.mode & 0o4000) !== 0;
  return isSetUid ? { CHROME_DEVEL_SANDBOX: helper } : {};
}

function inherited(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== 'ELECTRON_RUN_AS_NODE',
  );
  return Object.fromEntries(kept);
}
