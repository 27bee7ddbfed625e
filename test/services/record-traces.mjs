// Records test/fixtures/services/collectsvr-traces: node test/services/record-traces.mjs
// Two execution traces of one run of the leaking service, and dumps of its goroutines before, between and after them.
// Needs Go; the version recorded is that of the `go` on the PATH (GOTOOLCHAIN chooses another).
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

/** A second for an hour, as in the sample: a refresh a minute, which leaks a pair. */
const TIME_SCALE = 3600;
const FLAGS = ['-tick', '16666667ns', '-seed', '11', '-traffic', '12', '-wave', '24s', '-swing', '0.5'];
const TRACE_SECONDS = 2;
/** Seconds after the start. */
const PLAN = [
  [2, 'goroutine-debug2'],
  [3, 'trace'],
  [14, 'goroutine-debug2'],
  [26, 'trace'],
  [29, 'goroutine-debug2'],
];

const here = import.meta.dirname;
const programs = mkdtempSync(path.join(tmpdir(), 'plumbline-record-'));
const program = path.join(programs, 'collectsvr');
execFileSync('go', ['build', '-trimpath', '-o', program, './cmd/collectsvr'], {
  cwd: here,
  env: { ...process.env, GOPROXY: process.env.GOTOOLCHAIN ? process.env.GOPROXY : 'off', CGO_ENABLED: '0' },
});
const child = spawn(program, ['-until-stdin-closes', ...FLAGS], { stdio: ['pipe', 'pipe', 'inherit'] });
const line = await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
const began = Date.now();
const { url, go } = JSON.parse(line);

const folder = path.join(here, '../fixtures/services/collectsvr-traces', go);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const captures = [];
for (const [n, [seconds, what]] of PLAN.entries()) {
  await sleep(Math.max(0, began + seconds * 1000 - Date.now()));
  const file = `${n}-${what}${what === 'trace' ? '' : '.txt'}.gz`;
  captures.push({ file, timeMs: Date.now() });
  const query = what === 'trace' ? `trace?seconds=${TRACE_SECONDS}` : 'goroutine?debug=2';
  const response = await fetch(`${url}/debug/pprof/${query}`);
  if (!response.ok) throw new Error(`${query}: ${response.status}`);
  writeFileSync(
    path.join(folder, file),
    gzipSync(new Uint8Array(await response.arrayBuffer()), { level: 9 }),
  );
}
child.kill();
const about = { service: 'collectsvr', goVersion: go, flags: FLAGS, timeScale: TIME_SCALE, captures };
writeFileSync(path.join(folder, 'recording.json'), `${JSON.stringify(about, null, 2)}\n`);
rmSync(programs, { recursive: true, force: true });
