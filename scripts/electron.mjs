// Where Electron is, and whether it can start here.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAMS = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
const program = PROGRAMS[process.platform] ?? 'electron';
const DOWNLOAD_WITHIN_MS = 10 * 60_000;

/** The folder with the Electron to use; null if there is none yet. */
export function electronDist(root) {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const dist = given || join(root, 'node_modules/electron/dist');
  return existsSync(join(dist, program)) ? dist : null;
}
export const electronProgram = (dist) => join(dist, program);

/** Lets the npm package fetch its Electron, as it would on its first use. Answers why it could not, or null. */
export function fetchElectron(root) {
  const folder = join(root, 'node_modules/electron');
  if (!existsSync(join(folder, 'install.js'))) return 'the package electron is not installed';
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  console.log(`Fetching Electron ${version}, once …`);
  const run = spawnSync(process.execPath, [join(folder, 'install.js')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DOWNLOAD_WITHIN_MS,
  });
  if (run.status === 0 && electronDist(root) !== null) return null;
  return `Electron ${version} could not be fetched (${reasonOf(run)})`;
}

function reasonOf(run) {
  if (run.error?.code === 'ETIMEDOUT') return 'it took too long';
  const cause = /\[cause\]: (.+?)(?: \{)?$/m.exec(run.stderr)?.[1];
  const first = /^(?:\w*Error: )?(.+)$/m.exec(run.stderr.trim())?.[1];
  return (cause ?? first ?? 'no reason given').replace(/^\w*Error: /, '').slice(0, 120);
}

/** Why a window cannot be opened on this machine by this user; null if nothing speaks against it. */
export function whyNoWindow() {
  if (process.platform !== 'linux') return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  if (process.getuid() === 0) return 'Electron keeps its sandbox for other users than root';
  return null;
}

/** Why this Electron does not even load here (a library is missing, another architecture); null if it does. */
export function whyNotLoading(dist) {
  const run = spawnSync(electronProgram(dist), ['-e', '0'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
    timeout: 30_000,
  });
  if (run.status === 0) return null;
  const said =
    (run.stderr ?? '').trim().split('\n')[0] || run.error?.message || `it ended with ${run.status}`;
  return `Electron does not run here (${said.slice(0, 160)})`;
}
