// Records the workspace under test/fixtures/restart: `npx electron-vite build`, then `node test/services/record-restart.mjs`.
// Needs Go. A service that leaks is captured, ended, started anew on its address, and captured again.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const SNAPSHOTS = 8;
/** As far as two starts must be from one another to be told apart. */
const APART_MS = 2_100;

const here = import.meta.dirname;
const cli = path.join(here, '../../out/main/plumbline.js');
const workspace = path.join(here, '../fixtures/restart');
const programs = mkdtempSync(path.join(tmpdir(), 'plumbline-record-'));
execFileSync('go', ['build', '-trimpath', '-o', programs + path.sep, './cmd/collectsvr'], {
  cwd: here,
  env: { ...process.env, GOPROXY: 'off', CGO_ENABLED: '0' },
});

async function start(more) {
  const flags = ['-until-stdin-closes', '-tick', '100ms', '-seed', '7', '-traffic', '2', ...more];
  const child = spawn(path.join(programs, 'collectsvr'), flags, { stdio: ['pipe', 'pipe', 'inherit'] });
  const line = await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { url: JSON.parse(line).url, stop: () => (child.kill(), ended) };
}
const plumbline = (...args) =>
  execFileSync(process.execPath, [cli, ...args, '--workspace', workspace], { encoding: 'utf8' });
async function capture() {
  for (let n = 0; n < SNAPSHOTS; n++) {
    await sleep(400);
    plumbline('capture', 'restart', '--once', '--kinds', 'goroutine,heap,memory');
  }
}

rmSync(workspace, { recursive: true, force: true });
const first = await start([]);
plumbline('session', 'create', 'restart', '--target', first.url);
await capture();
await first.stop();
const second = await start(['-addr', new URL(first.url).host]);
await sleep(APART_MS);
await capture();
await second.stop();
for (const left of ['.lock', '.uploads'])
  rmSync(path.join(workspace, left), { recursive: true, force: true });
rmSync(programs, { recursive: true });
