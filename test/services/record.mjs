// Records the captures under test/fixtures/services: node test/services/record.mjs [collectsvr|heapmap|steady …]
// Needs Go; the version recorded is that of the `go` on the PATH (GOTOOLCHAIN chooses another).
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

const SNAPSHOTS = 30;
const EVERY_MS = 1000;
const SERVICES = {
  collectsvr: ['-tick', '1s', '-preleak', '14974', '-seed', '7'],
  heapmap: ['-tick', '1s', '-seed', '8'],
  steady: ['-tick', '1s', '-seed', '9'],
};
/** A dump of 30,000 goroutines is 12 MB, so the story's service is dumped with few. */
const DUMP_FLAGS = { collectsvr: ['-tick', '1s', '-preleak', '40', '-seed', '7'] };

const here = import.meta.dirname;
const programs = mkdtempSync(path.join(tmpdir(), 'plumbline-record-'));
execFileSync('go', ['build', '-trimpath', '-o', programs + path.sep, './cmd/...'], {
  cwd: here,
  env: { ...process.env, GOPROXY: process.env.GOTOOLCHAIN ? process.env.GOPROXY : 'off', CGO_ENABLED: '0' },
});

async function start(name, flags) {
  const child = spawn(path.join(programs, name), ['-until-stdin-closes', ...flags], {
    argv0: name,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  return { ...JSON.parse(line), stop: () => child.kill() };
}

async function get(url) {
  const response = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function record(name) {
  const flags = SERVICES[name];
  const service = await start(name, flags);
  const folder = path.join(here, '../fixtures/services', name, service.go);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const put = (file, bytes) => writeFileSync(path.join(folder, file), bytes);
  const pprof = `${service.url}/debug/pprof`;
  const snapshots = [];
  await sleep(3000);
  const began = Date.now();
  for (let n = 0; n < SNAPSHOTS; n++) {
    await sleep(Math.max(0, began + n * EVERY_MS - Date.now()));
    const number = String(n).padStart(2, '0');
    snapshots.push({ timeMs: Date.now() });
    put(`${number}-goroutine.pb.gz`, await get(`${pprof}/goroutine`));
    put(`${number}-metrics.txt.gz`, gzipSync(await get(`${service.url}/metrics`), { level: 9 }));
    put(`${number}-heap.pb.gz`, await get(`${pprof}/heap?gc=1`));
  }
  put('index.html', await get(`${pprof}/`));
  put('goroutine-debug1.txt', await get(`${pprof}/goroutine?debug=1`));
  put('heap-debug1.txt.gz', gzipSync(await get(`${pprof}/heap?debug=1`), { level: 9 }));
  put('vars.json.gz', gzipSync(await get(`${service.url}/debug/vars`), { level: 9 }));
  if (DUMP_FLAGS[name] === undefined) {
    put('goroutine-debug2.txt.gz', gzipSync(await get(`${pprof}/goroutine?debug=2`), { level: 9 }));
  } else {
    const other = await start(name, DUMP_FLAGS[name]);
    await sleep(3000);
    put(
      'goroutine-debug2.txt.gz',
      gzipSync(await get(`${other.url}/debug/pprof/goroutine?debug=2`), { level: 9 }),
    );
    other.stop();
  }
  const about = {
    service: name,
    goVersion: service.go,
    flags,
    dumpFlags: DUMP_FLAGS[name] ?? flags,
    snapshots,
  };
  put('recording.json', `${JSON.stringify(about, null, 2)}\n`);
  service.stop();
  console.log(`${name} ${service.go}: ${snapshots.length} snapshots`);
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SERVICES);
await Promise.all(names.map(record));
rmSync(programs, { recursive: true, force: true });
