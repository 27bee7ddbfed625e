// The Go programs of test/services: built once per version of their sources and of Go, started on a free port,
// and ended with the test process whatever becomes of it (they exit when their standard input closes).
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

// Of a bundled program the project says where it is.
const ROOT = process.env['PLUMBLINE_ROOT'] ?? path.resolve(import.meta.dirname, '../..');
const SOURCES = path.join(ROOT, 'test/services');
const PLACES = ['/usr/local/go/bin/go', '/usr/lib/go/bin/go', '/opt/homebrew/bin/go'];

export type ServiceName = 'collectsvr' | 'heapmap' | 'steady' | 'corpus';

export interface GoService {
  /** Without a path: `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly pid: number;
  /** As runtime.Version says: `go1.26.8`. */
  readonly goVersion: string;
  stop(): Promise<void>;
}

let found: { go: string; version: string } | null | undefined;

/** This machine's, as the services are built by it; null: there is none. */
export function findGo(): { go: string; version: string } | null {
  if (found !== undefined) return found;
  const named = process.env['PLUMBLINE_GO'];
  for (const go of named === undefined ? ['go', ...PLACES] : [named]) {
    try {
      const version = execFileSync(go, ['env', 'GOVERSION'], { cwd: SOURCES, env: goEnvironment() });
      return (found = { go, version: version.toString().trim() });
    } catch {
      continue; // not in this place
    }
  }
  return (found = null);
}

export const goEnvironment = (cgo: '0' | '1' = '0'): NodeJS.ProcessEnv => ({
  ...process.env,
  GOPROXY: 'off',
  GOFLAGS: '-buildvcs=false',
  GOTOOLCHAIN: process.env['GOTOOLCHAIN'] ?? 'local',
  CGO_ENABLED: cgo,
});

/** Go 1.26 detects leaked goroutines where a program is built with this. */
const LEAK_DETECTION = 'goroutineleakprofile';
export const leakDetecting = (): NodeJS.ProcessEnv => ({
  ...goEnvironment(),
  GOEXPERIMENT: LEAK_DETECTION,
});

/** Why nothing that detects its leaks can be built; null: it can. */
export function whyNoLeakDetection(): string | null {
  const tool = findGo();
  if (tool === null) return 'there is no Go here';
  try {
    execFileSync(tool.go, ['version'], { env: leakDetecting(), stdio: 'pipe' });
  } catch {
    return `${tool.version} does not know GOEXPERIMENT=${LEAK_DETECTION}`;
  }
  return null;
}

/** Whether the services can be built here. `PLUMBLINE_GO` names another `go` than the one on the PATH. */
export const goAvailable = (): boolean => findGo() !== null;

/**
 * Builds of the services. `repaired` is another build of the same sources, in which collectsvr leaks no more; `cgo` calls into
 * C where the sources can, and needs a C compiler; `leak-detecting` serves the goroutineleak profile, which Go 1.26 has as an experiment.
 */
export type ServiceBuild = 'plain' | 'repaired' | 'cgo' | 'leak-detecting';
const LINKER_FLAGS: Readonly<Record<ServiceBuild, string>> = {
  plain: '',
  cgo: '',
  'leak-detecting': '',
  repaired: '-X example.org/collect/internal/pkg/config.watchOnRefresh=no',
};

function sourceHash(version: string): string {
  const hash = createHash('sha256').update(version);
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(\.go|go\.mod)$/.test(file))
    .sort();
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(path.join(SOURCES, file)));
  return hash.digest('hex').slice(0, 16);
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

const building = new Map<ServiceBuild, Promise<string>>();

/** Builds the services unless these very sources are built already; answers the folder of the programs. */
export function buildServices(which: ServiceBuild = 'plain'): Promise<string> {
  const known = building.get(which) ?? build(which);
  building.set(which, known);
  return known;
}

async function build(which: ServiceBuild): Promise<string> {
  const tool = findGo();
  if (tool === null) throw new Error('The services of test/services need Go, and there is none here.');
  const user = process.getuid?.() ?? 0;
  const folder = path.join(
    tmpdir(),
    `plumbline-services-${user}-${sourceHash(`${tool.version} ${which} ${LINKER_FLAGS[which]}`)}`,
  );
  const suffix = process.platform === 'win32' ? '.exe' : '';
  if (existsSync(path.join(folder, `collectsvr${suffix}`))) return folder;
  // Another process may build the same at the same time: whoever renames first wins, the other's is as good.
  const scratch = await mkdtemp(path.join(tmpdir(), 'plumbline-build-'));
  await promisify(execFile)(
    tool.go,
    ['build', '-trimpath', '-ldflags', LINKER_FLAGS[which], '-o', scratch + path.sep, './cmd/...'],
    {
      cwd: SOURCES,
      env: which === 'leak-detecting' ? leakDetecting() : goEnvironment(which === 'cgo' ? '1' : '0'),
    },
  );
  try {
    await rename(scratch, folder);
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/**
 * Starts a service and waits until it listens. Flags: `-tick 1s`, `-prefix /debug/pprof`, `-seed N`, `-traffic N`,
 * `-swing 0.6`, `-wave 17s`, `-addr`, `-block-rate N`, `-write-timeout 2s`; collectsvr also `-preleak N` (pairs) and `-retain BYTES`;
 * heapmap `-grow BYTES` per tick; steady `-cache N`, `-workers N`; corpus `-scenario NAME` (`listScenarios`).
 */
export async function startService(
  name: ServiceName,
  flags: readonly string[] = [],
  which: ServiceBuild = 'plain',
): Promise<GoService> {
  const folder = await buildServices(which);
  const child = spawn(path.join(folder, name), ['-until-stdin-closes', ...flags], {
    argv0: name,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  running.add(child);

  const firstLine = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`${name} ended with ${String(code)}: ${stderr}`)));
  });
  const said = JSON.parse(firstLine) as { url: string; pid: number; go: string };
  return {
    url: said.url,
    pid: said.pid,
    goVersion: said.go,
    stop: async () => {
      running.delete(child);
      child.kill('SIGKILL');
      await exited;
    },
  };
}
