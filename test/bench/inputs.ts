// What the benchmarks read, made once and kept in a folder of the system's temporary ones: the generators are seeded, so
// the name says what is in it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { inspectCapture } from '../../src/core/inspect/inspect-capture';
import { nodeFiles, type Files } from '../../src/main/workspace/files';
import type { NewSnapshot } from '../../src/main/workspace/snapshot-files';
import { openWorkspace } from '../../src/main/workspace/workspace';
import { dumpBytes } from '../support/make-dump';
import {
  makeCpuProfile,
  makeGoroutineProfiles,
  makeHeapProfiles,
  SERIES_START_MS,
  type ProfileAt,
} from './make-profile';
import { serviceDumpBytes } from './make-service-dump';

/** Changes with the generators: what older ones made is left alone. */
const VERSION = 3;

export interface Sizes {
  readonly name: string;
  readonly samples: number;
  readonly dumpBytes: number;
  readonly series: number;
  readonly stacks: number;
  readonly snapshots: number;
  /** How much of everything is traced. */
  readonly traced: number;
}

export const FULL: Sizes = {
  name: 'full',
  samples: 200_000,
  dumpBytes: 64 * 1024 * 1024,
  series: 2000,
  stacks: 500,
  snapshots: 10_000,
  traced: 4_500,
};
/** Everything once, in seconds: to see that it runs. The bars mean nothing then. */
export const TINY: Sizes = {
  name: 'tiny',
  samples: 300,
  dumpBytes: 200_000,
  series: 30,
  stacks: 20,
  snapshots: 40,
  traced: 20,
};

const TRACE_MAKER = join(process.env['PLUMBLINE_ROOT'] ?? process.cwd(), 'test/fixtures/trace/make');
export const TEN_MINUTES = 600_000;

export class Inputs {
  readonly folder: string;

  constructor(readonly sizes: Sizes) {
    this.folder = join(tmpdir(), `plumbline-bench-${VERSION}-${sizes.name}`);
    mkdirSync(this.folder, { recursive: true });
  }

  cpuProfile = (): Promise<string> =>
    this.file('cpu.pb.gz', () => gzipSync(makeCpuProfile({ samples: this.sizes.samples })));

  storyDump = (): Promise<string> => this.file('story-dump.txt', () => dumpBytes(this.sizes.dumpBytes));

  serviceDump = (): Promise<string> =>
    this.file('service-dump.txt', () => serviceDumpBytes(this.sizes.dumpBytes));

  /** Channels, locks, system calls, 20,000 short lives beside 5,000 parked ones: recorded here, so no two are alike. */
  trace = (): Promise<string> =>
    this.made('everything.trace', (path) => {
      const args = ['run', '.', '-n', String(this.sizes.traced), '-o', path, 'large'];
      const { status, stderr } = spawnSync('go', args, { cwd: TRACE_MAKER, encoding: 'utf8' });
      if (status !== 0) throw new Error(`go ${args.join(' ')}: ${stderr}`);
    });

  emptyWorkspace = (): Promise<string> => this.made('empty-workspace', (path) => mkdirSync(path));

  /** Goroutine profiles of 500 stacks, one every ten minutes. */
  seriesWorkspace = (): Promise<string> =>
    this.made('series-workspace', (path) => {
      const { series, stacks } = this.sizes;
      return writeSession(path, [makeGoroutineProfiles({ snapshots: series, stacks, everyMs: TEN_MINUTES })]);
    });

  /** What the default plan takes in ten weeks: goroutine, heap and the memory numbers, every ten minutes. */
  longWorkspace = (): Promise<string> =>
    this.made('long-workspace', (path) => {
      const options = { snapshots: this.sizes.snapshots, stacks: 20, everyMs: TEN_MINUTES };
      return writeSession(path, [makeGoroutineProfiles(options), makeHeapProfiles(options)]);
    });

  private file(name: string, make: () => Uint8Array): Promise<string> {
    return this.made(name, (path) => writeFileSync(path, make()));
  }

  /** Under its name only when it is whole. */
  private async made(name: string, make: (path: string) => unknown): Promise<string> {
    const path = join(this.folder, name);
    if (existsSync(path)) return path;
    process.stderr.write(`making ${name} …\n`);
    const unfinished = `${path}.${process.pid}`;
    try {
      await make(unfinished);
      renameSync(unfinished, path);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
    return path;
  }
}

/** The seam to the disk without its fsyncs: what is made here may be lost. */
const quickFiles: Files = {
  ...nodeFiles,
  create: async (path, bytes) => (await writeFile(path, bytes, { flag: 'wx' }), true),
  append: (path, bytes) => appendFile(path, bytes),
  syncFolder: () => Promise.resolve(),
};

/** A workspace with one session, written by the code that writes everybody's, from one series per kind. */
async function writeSession(path: string, kinds: readonly Generator<ProfileAt>[]): Promise<void> {
  const workspace = await openWorkspace(path, { files: quickFiles, now: () => SERIES_START_MS });
  const store = await workspace.createSession({
    name: 'collect-svr',
    targets: [{ url: 'http://127.0.0.1:9/debug/pprof' }],
    plan: { enabled: false, everyMs: TEN_MINUTES },
  });
  const targetId = store.session.targets[0]?.id ?? null;
  let batch: NewSnapshot[] = [];
  for (;;) {
    const captures = kinds.flatMap((kind) => {
      const next = kind.next();
      return next.done === true ? [] : [next.value];
    });
    const timeMs = captures[0]?.timeMs;
    if (timeMs !== undefined) batch.push(snapshotAt(targetId, timeMs, captures));
    if (batch.length === 250 || timeMs === undefined) {
      if (batch.length > 0) await store.addSnapshots(batch);
      batch = [];
    }
    if (timeMs === undefined) break;
  }
  await workspace.close();
}

export function snapshotAt(
  targetId: string | null,
  timeMs: number,
  profiles: readonly ProfileAt[],
): NewSnapshot {
  const captures = profiles.map(({ bytes }) => {
    const facts = inspectCapture(gunzipSync(bytes));
    if (!facts.ok) throw new Error(facts.error.message);
    return { bytes, facts: facts.value };
  });
  const goroutines = captures[0]?.facts.total ?? 0;
  const age = (timeMs - SERIES_START_MS) / TEN_MINUTES;
  return {
    targetId,
    timeMs,
    timeSource: 'body',
    captures,
    memory: {
      source: 'metrics',
      goroutines,
      heapAllocBytes: 5e7 + 1e5 * age,
      heapInuseBytes: 6e7 + 1e5 * age,
      heapIdleBytes: 1e7,
      heapReleasedBytes: 5e6,
      stackInuseBytes: 2048 * goroutines,
      sysBytes: 2e8 + 1e5 * age,
      nextGcBytes: 1.2e8 + 2e5 * age,
      numGc: 10 + 5 * age,
      rssBytes: 2.2e8 + 1e5 * age,
      processStartMs: SERIES_START_MS - 3_600_000,
      goVersion: 'go1.26.0',
    },
    failures: [],
  };
}
