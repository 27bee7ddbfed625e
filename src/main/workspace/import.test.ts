import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { oneChunk } from '../../../test/support/one-chunk';
import type { CaptureFacts } from '../../contract/domain';
import { err, ok, type FormatError, type Result } from '../../core/base/result';
import { groupByMoment, importUploads, inspectUploads, settleKind } from './import';
import { findDamage } from './verify-session';
import type { SessionStore } from './session-store';
import { openWorkspace, type Workspace } from './workspace';

const AT = Date.parse('2025-05-12T11:36:06.482Z');
const never = new AbortController().signal;
let root = '';
let workspace: Workspace;
let store: SessionStore;
let now = AT;

beforeEach(async () => {
  now = AT;
  root = await mkdtemp(join(tmpdir(), 'plumbline-import-'));
  workspace = await openWorkspace(join(root, 'w'), { now: () => now });
  store = await workspace.createSession({ name: 'files' });
});
afterEach(async () => {
  await workspace.close();
  await rm(root, { recursive: true, force: true });
});

const facts = (kind: string, timeMs: number | null): CaptureFacts => ({
  kind,
  encoding: 'text',
  timeMs,
  delta: null,
  truncated: false,
  total: 1,
  unit: 'count',
  buildId: null,
});
/** The bytes say it all: `heap 123`, `heap` without a time, or anything else, which is no profile. */
const inspect = (bytes: Uint8Array): Promise<Result<CaptureFacts, FormatError>> => {
  const [, kind, time] = /^(heap|goroutine|trace)(?: (\d+))?/.exec(Buffer.from(bytes).toString()) ?? [];
  if (kind === undefined) return Promise.resolve(err({ code: 'html', message: 'It is a web page.' }));
  return Promise.resolve(ok(facts(kind, time === undefined ? null : Number(time))));
};
const file = async (content: string, more: { name?: string; modifiedMs?: number; timeMs?: number } = {}) => ({
  upload: await workspace.uploads.put(oneChunk(Buffer.from(content))),
  name: more.name ?? 'file.pb.gz',
  modifiedMs: more.modifiedMs ?? null,
  timeMs: more.timeMs ?? null,
  zone: 'UTC',
});

describe('an import', () => {
  it('looks first and uses nothing up, and one bad file does not hide the others', async () => {
    const files = [await file('heap 5'), await file('<html>'), await file('heap'), await file('goroutine 7')];
    const last = files[3];
    if (last === undefined) throw new Error('no file');
    await workspace.uploads.remove(last.upload);
    const looked = await inspectUploads(workspace.uploads, files, inspect, never);
    expect(looked.map(({ problem, facts }) => problem?.message ?? facts?.timeMs)).toEqual([
      5,
      'It is a web page.',
      null,
      expect.stringContaining('not there any more'),
    ]);
    expect(workspace.uploads.totalBytes).toBeGreaterThan(0);
  });

  it('keeps what can be read, once, byte for byte, and names the rest', async () => {
    const files = [
      await file(`heap ${AT}`, { name: '/home/me/heap-1.pb.gz' }),
      await file(`goroutine ${AT + 500}`),
      await file(`goroutine ${AT + 600}`),
      await file(`heap ${AT}`, { name: 'the same again' }),
      await file('<html>', { name: 'login.html' }),
    ];
    const result = await importUploads(store, workspace.uploads, files, inspect, never);
    expect(result.duplicates).toBe(1);
    expect(result.failed).toEqual([
      {
        name: 'login.html',
        message: 'It is a web page.',
        key: 'bytes-html',
        values: { detail: 'It is a web page.' },
      },
    ]);
    expect(store.snapshots().map(({ id }) => id)).toEqual(result.snapshots);
    expect(store.snapshots().map(({ captures }) => captures.map((c) => c.facts.kind))).toEqual([
      ['heap', 'goroutine'],
      ['goroutine'],
    ]);
    const [first] = store.snapshots();
    expect(first).toMatchObject({ targetId: null, timeMs: AT, timeSource: 'body' });
    expect(first?.captures[0]?.importedFrom).toBe('/home/me/heap-1.pb.gz');
    const path = await store.capturePath(first?.captures[0]?.id ?? '');
    expect(await readFile(path, 'utf8')).toBe(`heap ${AT}`);
    expect(workspace.uploads.totalBytes).toBe(0);

    const again = await importUploads(store, workspace.uploads, [await file(`heap ${AT}`)], inspect, never);
    expect(again).toEqual({ snapshots: [], failed: [], duplicates: 1 });
  });

  it('has the time of the file that says it best, of those of one moment', async () => {
    const timesOf = async (...files: Awaited<ReturnType<typeof file>>[]) => {
      const { snapshots } = await importUploads(store, workspace.uploads, files, inspect, never);
      return snapshots.map((id) => store.snapshot(id)).map(({ timeMs, timeSource }) => [timeMs, timeSource]);
    };
    const [early, late] = [AT - 1500, AT];
    expect(await timesOf(await file('goroutine', { modifiedMs: early }), await file(`heap ${late}`))).toEqual(
      [[late, 'body']],
    );
    expect(
      await timesOf(
        await file(`heap ${early + 60_000}`),
        await file('goroutine 1', { timeMs: late + 60_000 }),
      ),
    ).toEqual([[late + 60_000, 'user']]);
    // Of two that say it as well, the first.
    expect(
      await timesOf(await file(`heap ${early + 120_000}`), await file(`goroutine ${late + 120_000}`)),
    ).toEqual([[early + 120_000, 'body']]);
  });

  it('of more files than go into one batch keeps all of them', async () => {
    const files = [];
    for (let n = 0; n < 450; n++) files.push(await file(`heap ${AT + n * 10_000}`));
    const result = await importUploads(store, workspace.uploads, files, inspect, never);
    expect(result.snapshots).toHaveLength(450);
    expect(await findDamage(store)).toEqual([]);
  });

  it('given up on keeps nothing half', async () => {
    const controller = new AbortController();
    const files = [await file(`heap ${AT}`), await file(`goroutine ${AT}`)];
    const abortAfterOne = (bytes: Uint8Array) => {
      controller.abort();
      return inspect(bytes);
    };
    await expect(
      importUploads(store, workspace.uploads, files, abortAfterOne, controller.signal),
    ).rejects.toThrow();
    expect(store.snapshots()).toEqual([]);
  });
});

describe('grouping', () => {
  it('puts different kinds of one moment together, and never two of one kind', () => {
    const at = (timeMs: number, kind: string) => ({ timeMs, facts: facts(kind, timeMs) });
    const groups = groupByMoment([
      at(5000, 'heap'),
      at(0, 'goroutine'),
      at(2000, 'heap'),
      at(2001, 'trace'),
      at(5000, 'heap'),
    ]);
    expect(groups.map((group) => group.map((each) => `${each.timeMs} ${each.facts.kind}`))).toEqual([
      ['0 goroutine', '2000 heap'],
      ['2001 trace'],
      ['5000 heap'],
      ['5000 heap'],
    ]);
  });
});

describe('an empty contention profile', () => {
  const empty: CaptureFacts = {
    kind: 'block',
    encoding: 'proto',
    timeMs: 1,
    delta: null,
    truncated: false,
    total: 0,
    unit: 'nanoseconds',
    buildId: null,
  };
  it('is a mutex profile where its name says so', () => {
    expect(settleKind(empty, 'old/mutex.pb.gz').kind).toBe('mutex');
    expect(settleKind(empty, 'block.pb.gz').kind).toBe('block');
    expect(settleKind({ ...empty, total: 7 }, 'mutex.pb.gz').kind).toBe('block');
    expect(settleKind({ ...empty, kind: 'heap' }, 'mutex.pb.gz').kind).toBe('heap');
  });
});
