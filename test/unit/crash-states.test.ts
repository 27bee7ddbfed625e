// Crash safety of everything that is written, at every operation and in every state that the disk may be in afterwards. The
// rules of that disk are in test/support/crash/disk-model.ts, what must hold in crash-check.ts.
import { cp, mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEAL_BYTES } from '../../src/main/analysis/derived-file';
import { JOBS } from '../../src/main/analysis/jobs';
import { SeriesIndex } from '../../src/main/analysis/series-index';
import { openAppSettings } from '../../src/main/app-settings';
import { isTemporary, nodeFiles } from '../../src/main/workspace/files';
import { importUploads } from '../../src/main/workspace/import';
import type { SessionStore } from '../../src/main/workspace/session-store';
import { openWorkspace, openWorkspaceReadOnly, type Workspace } from '../../src/main/workspace/workspace';
import { WORKSPACE, record, tryCrashes, type Recorded, type Scenario } from '../support/crash/crash-check';
import {
  journalBeforeFiles,
  overwriteInPlace,
  renameBeforeSync,
  withoutFileSync,
  withoutFolderSync,
  type Mutation,
} from '../support/crash/mutations';
import { oneChunk } from '../support/one-chunk';
import { fillBytes, newSnapshot } from '../support/snapshots';

const FIXTURES = resolve(import.meta.dirname, '../fixtures');
const T = 1_746_000_000_000;
const STATES_PER_CUT = 72;

const open = (root: string, files?: Parameters<Scenario['run']>[1]): Promise<Workspace> =>
  openWorkspace(join(root, WORKSPACE), files === undefined ? {} : { files });
const firstOf = (workspace: Workspace): Promise<SessionStore> =>
  workspace.session(workspace.sessions()[0]?.id ?? '');

/** A workspace with a session of two snapshots. */
async function someWorkspace(root: string): Promise<void> {
  const workspace = await open(root);
  const store = await workspace.createSession({ name: 'collect', targets: [{ url: 'http://pod1:6060' }] });
  for (const n of [1, 2]) {
    await store.addSnapshot(newSnapshot(T + n * 60_000, [fillBytes(n, 500), fillBytes(n + 50, 80)]));
  }
  await workspace.close();
}
/** Something of the first session, by a reader that repairs nothing. */
async function readOf(
  root: string,
  read: (store: SessionStore) => string | Promise<string>,
): Promise<string> {
  const workspace = await openWorkspaceReadOnly(join(root, WORKSPACE));
  return read(await firstOf(workspace));
}
const journalOf = async (root: string): Promise<string> => {
  const workspace = await open(root);
  const { folder } = await firstOf(workspace);
  await workspace.close();
  return join(folder, 'journal.jsonl');
};

const settings: Scenario = {
  name: 'settings are changed',
  run: async (root, files, tell) => {
    const opened = await openAppSettings(join(root, 'config'), files);
    for (const change of [{ theme: 'dark' }, { locale: 'zh-CN' }, { theme: 'light' }] as const) {
      await opened.set(change);
      await tell(null);
    }
  },
  readers: {
    settings: async (root) => {
      const folder = join(root, 'config');
      const opened = await openAppSettings(folder, nodeFiles, () => Date.now() + 3_600_000);
      const left = existsSync(folder) ? (await readdir(folder)).filter(isTemporary) : [];
      if (left.length > 0) throw new Error(`an hour later there is still ${left.join(', ')}`);
      return JSON.stringify(opened.get());
    },
  },
};

const update: Scenario = {
  name: 'a session gets another name, plan and targets',
  before: someWorkspace,
  run: async (root, files, tell) => {
    const workspace = await open(root, files);
    const store = await firstOf(workspace);
    await store.update({ name: 'collect_svr in production' });
    await tell(workspace);
    await store.update({ plan: { everyMs: 60_000, kinds: ['goroutine', 'memory'] } });
    await tell(workspace);
    await store.update({ targets: [...store.session.targets, { url: 'http://pod2:6060' }] });
    await tell(workspace);
    await workspace.close();
  },
};

const capture: Scenario = {
  name: 'snapshots are taken',
  before: someWorkspace,
  run: async (root, files, tell) => {
    const workspace = await open(root, files);
    const store = await firstOf(workspace);
    await store.recordCapturing({ type: 'capturing-started', clock: null });
    await tell(workspace);
    await store.addSnapshot(
      newSnapshot(T + 180_000, [fillBytes(3, 9000), fillBytes(4, 200), fillBytes(5, 1)]),
    );
    await tell(workspace);
    await store.addSnapshot(newSnapshot(T + 240_000, []));
    await tell(workspace);
    await store.addSnapshot(newSnapshot(T + 86_400_000, [fillBytes(6, 700)])); // a day's folder of its own
    await tell(workspace);
    await store.recordCapturing({ type: 'capturing-stopped', reason: 'user' });
    await tell(workspace);
    await workspace.close();
  },
};

/** Whatever writes has its run here: a new writer, a new scenario. */
const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a workspace and its first sessions are made',
    run: async (root, files, tell) => {
      const workspace = await open(root, files);
      await tell(workspace);
      await workspace.createSession({ name: 'first', targets: [{ url: 'http://pod1:6060' }] });
      await tell(workspace);
      await workspace.createSession({ name: 'second' });
      await tell(workspace);
      await workspace.close();
    },
  },
  update,
  capture,
  {
    name: 'files are imported, many at once',
    before: someWorkspace,
    run: async (root, files, tell) => {
      const workspace = await open(root, files);
      const store = await firstOf(workspace);
      for (const names of [
        ['block', 'goroutine-1'],
        ['heap-1', 'heap-2', 'goroutine-2'],
      ]) {
        const given = [];
        for (const name of names) {
          const bytes = await readFile(join(FIXTURES, 'pprof/go1.26', `${name}.pb.gz`));
          const upload = await workspace.uploads.put(oneChunk(bytes));
          given.push({ upload, name: `${name}.pb.gz`, modifiedMs: T, timeMs: null, zone: 'UTC' });
        }
        await importUploads(
          store,
          workspace.uploads,
          given,
          (bytes) => JOBS.inspect({ bytes }),
          new AbortController().signal,
        );
        await tell(workspace);
      }
      await workspace.close();
    },
  },
  {
    name: 'a torn end of the journal is cut off',
    before: async (root) => {
      await someWorkspace(root);
      await writeFile(await journalOf(root), '{"v":2,"at":"2025-05-12T11:36', { flag: 'a' });
    },
    run: reopen,
  },
  {
    name: 'a last line that cannot be read is moved aside',
    before: async (root) => {
      await someWorkspace(root);
      await writeFile(await journalOf(root), '{"v":2,"at":"2025-05-12T11:36\n', { flag: 'a' });
    },
    run: reopen,
  },
  {
    name: 'captures that nobody was told of are set aside',
    before: async (root) => {
      await someWorkspace(root);
      const folder = join(await journalOf(root), '..');
      await mkdir(join(folder, '2025-05-12'));
      for (const n of [1, 2, 3]) {
        await writeFile(join(folder, `2025-05-12/11360${n}.482Z-pod1-heap.pb.gz`), fillBytes(n, 300));
      }
      await writeFile(
        join(folder, '2025-05-12/.113609.482Z-pod1-heap.pb.gz.0123456789ab.tmp'),
        fillBytes(9, 30),
      );
    },
    run: reopen,
  },
  {
    name: 'the lock of a dead process is taken over',
    before: async (root) => {
      await someWorkspace(root);
      const lock = {
        formatVersion: 1,
        token: '0123456789abcdef0123456789abcdef',
        since: '2025-05-12T11:36:06.482Z',
        pid: 99_999_999,
        bootId: null,
        startTicks: null,
        pidNamespace: null,
        host: (await import('node:os')).hostname(),
      };
      await writeFile(join(root, WORKSPACE, '.lock'), `${JSON.stringify(lock)}\n`);
    },
    run: reopen,
  },
  {
    name: 'a session of format 1 is opened and goes on in this one',
    before: (root) => cp(join(FIXTURES, 'workspace/v1'), join(root, WORKSPACE), { recursive: true }),
    run: async (root, files, tell) => {
      const workspace = await open(root, files);
      const store = await firstOf(workspace);
      await store.addSnapshot(newSnapshot(T, [fillBytes(1, 100)]));
      await tell(workspace);
      await workspace.close();
    },
  },
  {
    name: 'a session is copied into the workspace',
    run: async (root, files, tell) => {
      const workspace = await open(root, files);
      await tell(workspace);
      const [id = ''] = await readdir(join(FIXTURES, 'workspace/v1/sessions'));
      await workspace.addCopy(join(FIXTURES, 'workspace/v1/sessions', id));
      await tell(workspace);
      await workspace.close();
    },
  },
  {
    name: 'notes are written',
    before: someWorkspace,
    run: async (root, files, tell) => {
      const workspace = await open(root, files);
      const { notes } = await firstOf(workspace);
      let { revision } = await notes.get();
      for (const text of ['# Leak?\n', `# Watch\n${'two a minute\n'.repeat(500)}`, '']) {
        ({ revision } = await notes.save(text, revision));
        await tell(workspace);
      }
      await workspace.close();
    },
    readers: { notes: (root) => readOf(root, async ({ notes }) => (await notes.get()).text) },
  },
  {
    name: 'times of snapshots are given and taken back, and the clock is set',
    before: someWorkspace,
    run: async (root, files, tell) => {
      const workspace = await open(root, files);
      const store = await firstOf(workspace);
      const [first, second] = store.snapshots().map(({ id }) => id);
      await store.setTimes([{ snapshotId: first ?? '', timeMs: T + 3_600_000 }]);
      await tell(workspace);
      await store.setTimes([
        { snapshotId: first ?? '', timeMs: null },
        { snapshotId: second ?? '', timeMs: T },
      ]);
      await tell(workspace);
      const clock = { boot: 'b', originMs: T, correctionMs: 3_600_000 };
      await store.recordCapturing({ type: 'clock-stepped', stepMs: -3_600_000, measured: true, clock });
      await tell(workspace);
      await workspace.close();
    },
    readers: { clock: (root) => readOf(root, (store) => JSON.stringify(store.lastClock)) },
  },
  {
    name: 'annotations are written and removed',
    before: someWorkspace,
    run: async (root, files, tell) => {
      const workspace = await open(root, files);
      const store = await firstOf(workspace);
      const draft = {
        on: { type: 'moment' as const, timeMs: T },
        text: 'deployed',
        tags: ['v2'],
        flag: null,
      };
      const { id } = await store.annotations.put({ ...draft, basedOnMs: null });
      await tell(workspace);
      await store.annotations.put({ ...draft, id, basedOnMs: null, text: 'deployed again' });
      await tell(workspace);
      await store.annotations.remove(id, null);
      await tell(workspace);
      await workspace.close();
    },
    readers: {
      annotations: (root) => readOf(root, ({ annotations }) => JSON.stringify(annotations.list())),
    },
  },
  settings,
  {
    name: 'settings that cannot be read are moved aside',
    before: async (root) => {
      await mkdir(join(root, 'config'));
      await writeFile(join(root, 'config/settings.json'), '{"theme":');
    },
    run: settings.run,
    readers: settings.readers ?? {},
  },
  {
    name: 'the derived index grows',
    run: async (root, files, tell) => {
      const index = new SeriesIndex();
      for (let n = 1; n <= 3; n++) {
        const stack = [{ function: `f${n}`, file: 'f.go', line: n }];
        index.add(`capture-${n}`, 'a'.repeat(64), [stack], new Float64Array([n]), new Float64Array([0]), 1);
        await index.save(join(root, 'session/.index/goroutine.proto.series'), files);
        await tell(null);
      }
    },
    readers: {
      // A state is laid out in a folder that the index was not written in, so its seal is passed over.
      index: async (root) => {
        const bytes = await readFile(join(root, 'session/.index/goroutine.proto.series')).catch(() => null);
        const index = bytes === null ? new SeriesIndex() : SeriesIndex.decode(bytes.subarray(SEAL_BYTES));
        return index === null ? 'damaged' : String(index.size);
      },
    },
  },
];

/** What opening repairs on its own. */
async function reopen(...[root, files, tell]: Parameters<Scenario['run']>): Promise<void> {
  const workspace = await open(root, files);
  await firstOf(workspace);
  await tell(workspace);
  await workspace.close();
}

describe('a crash at any operation', () => {
  let root = '';
  let scratch = '';
  let total = 0;
  beforeAll(async () => {
    // In memory where there is such a place: every state is a few small files that are synced and thrown away.
    const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    root = await realpath(await mkdtemp(join(base, 'plumbline-crash-')));
    scratch = join(root, 'states');
    await mkdir(scratch);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  let recordings = 0;
  const recorded = (scenario: Scenario): Promise<Recorded> =>
    record(scenario, join(root, `run-${recordings++}`));

  it.each(SCENARIOS)('leaves all that was told: $name', { timeout: 120_000 }, async (scenario) => {
    const tried = await tryCrashes(await recorded(scenario), scratch, { most: STATES_PER_CUT, seed: 2025 });
    total += tried.states;
    expect(tried.violations).toEqual([]);
    expect(tried.cuts).toBeGreaterThan(5);
  });

  it('was tried in some thousands of states', () => {
    console.log(`${total} different states were opened`);
    expect(total).toBeGreaterThan(3000);
  });

  it.each<[string, Mutation, Scenario, RegExp]>([
    ['files that are not synced', withoutFileSync, capture, /lost|damaged|torn|amiss/],
    ['files that are not synced', withoutFileSync, settings, /settings reads/],
    ['folders that are not synced', withoutFolderSync, capture, /missing/],
    ['folders that are not synced', withoutFolderSync, update, /session\.json says|neither/],
    ['a journal that is ahead of the captures', journalBeforeFiles, capture, /missing/],
    ['names given before the content is durable', renameBeforeSync, update, /session\.json/],
    ['names given before the content is durable', renameBeforeSync, settings, /settings reads/],
    ['overwriting in place', overwriteInPlace, update, /session\.json/],
    ['overwriting in place', overwriteInPlace, settings, /settings reads/],
  ])('would not survive %s', { timeout: 120_000 }, async (_name, mutation, scenario, expected) => {
    const tried = await tryCrashes(await recorded(scenario), scratch, {
      most: 16,
      seed: 7,
      mutation,
    });
    expect(tried.violations.join('\n')).toMatch(expected);
  });
});
