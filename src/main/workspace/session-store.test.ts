import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaptureFacts } from '../../contract/domain';
import { PlumblineError } from '../../contract/errors';
import { diskError, nodeFiles, type Files } from './files';
import { findDamage } from './verify-session';
import type { NewCapture, NewSnapshot, SessionStore } from './session-store';
import { openWorkspace, openWorkspaceReadOnly, type Workspace } from './workspace';

const AT = Date.parse('2025-05-12T11:36:06.482Z');
let root = '';
let workspace: Workspace;
let session: SessionStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-store-'));
  workspace = await openWorkspace(join(root, 'w'), { now: () => AT });
  session = await workspace.createSession({ name: 'collect_svr', targets: [{ url: 'http://pod1:6060' }] });
});
afterEach(async () => {
  await workspace.close();
  await rm(root, { recursive: true, force: true });
});

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const gz = (text: string): Buffer => Buffer.concat([Buffer.of(0x1f, 0x8b), Buffer.from(text)]);
const capture = (kind: string, bytes: Uint8Array, more: Partial<CaptureFacts> = {}): NewCapture => ({
  bytes,
  facts: {
    kind,
    encoding: 'proto',
    timeMs: AT,
    delta: null,
    truncated: false,
    total: 3,
    unit: 'count',
    buildId: null,
    ...more,
  },
});
const snapshot = (timeMs: number, captures: NewCapture[], more: Partial<NewSnapshot> = {}): NewSnapshot => ({
  targetId: 'pod1',
  timeMs,
  timeSource: 'body',
  captures,
  memory: null,
  failures: [],
  ...more,
});
async function reopen(files?: Files): Promise<SessionStore> {
  await workspace.close();
  workspace = await openWorkspace(join(root, 'w'), {
    now: () => AT,
    ...(files === undefined ? {} : { files }),
  });
  session = await workspace.session(session.id);
  return session;
}
const captureFiles = async (): Promise<string[]> =>
  (await readdir(session.folder, { recursive: true }))
    .filter((name) => /^\d{4}-\d\d-\d\d\/./.test(name))
    .sort();

describe('a snapshot', () => {
  it('is kept byte for byte, under names that say what it is, and is there after a reopening', async () => {
    const goroutine = gz('goroutine');
    const dump = Buffer.from('goroutine 1 [running]:\n');
    const added = await session.addSnapshot(
      snapshot(
        AT + 0.75,
        [
          capture('goroutine', goroutine),
          { ...capture('heap', gz('heap'), { delta: { seconds: 120 }, total: -5 }), timeMs: AT + 49 },
          capture('goroutine-dump', dump, { encoding: 'text', timeMs: null, truncated: true }),
        ],
        {
          memory: { source: 'vars', numGc: 7, rssBytes: Number.NaN, goVersion: 'go1.26.8' },
          failures: [
            { kind: 'block', code: 'target-answer', message: 'An HTML page came.', advice: 'Log in.' },
          ],
        },
      ),
    );
    expect(await captureFiles()).toEqual([
      '2025-05-12/113606.482Z-pod1-goroutine-dump.txt',
      '2025-05-12/113606.482Z-pod1-goroutine.pb.gz',
      '2025-05-12/113606.531Z-pod1-heap.pb.gz',
    ]);
    expect(added).toEqual({
      id: '2025-05-12T113606.482Z-pod1',
      targetId: 'pod1',
      timeMs: AT,
      timeSource: 'body',
      captures: [
        expect.objectContaining({
          id: '2025-05-12/113606.482Z-pod1-goroutine.pb.gz',
          sizeBytes: goroutine.length,
          sha256: sha(goroutine),
        }),
        expect.objectContaining({
          facts: expect.objectContaining({ delta: { seconds: 120 }, total: -5 }) as object,
        }),
        expect.objectContaining({
          facts: expect.objectContaining({ truncated: true, encoding: 'text' }) as object,
        }),
      ],
      memory: { source: 'vars', numGc: 7, goVersion: 'go1.26.8' },
      failures: [{ kind: 'block', code: 'target-answer', message: 'An HTML page came.', advice: 'Log in.' }],
    });
    const bytes = session.diskBytes;
    await reopen();
    expect(session.problems).toEqual([]);
    expect(session.snapshots()).toEqual([added]);
    expect(session.diskBytes).toBe(bytes);
    const path = await session.capturePath(added.captures[0]?.id ?? '');
    expect((await readFile(path)).equals(goroutine)).toBe(true);
    expect(session.hasCapture(sha(goroutine))).toBe(true);
    expect(session.hasCapture(sha(gz('other')))).toBe(false);
    expect(await findDamage(session)).toEqual([]);
  });

  it('of failures alone is a snapshot too; of nothing at all is none', async () => {
    const failure = { kind: 'heap', code: 'target-unreachable', message: 'x'.repeat(9000) };
    await session.addSnapshot(snapshot(AT, [], { failures: [failure] }));
    await expect(session.addSnapshot(snapshot(AT, []))).rejects.toMatchObject({ code: 'bad-request' });
    expect(await readFile(join(session.folder, 'journal.jsonl'), 'utf8')).toContain(
      '"type":"capture-failed"',
    );
    await reopen();
    expect(session.snapshots()).toHaveLength(1);
    expect(session.snapshots()[0]?.failures[0]?.message).toHaveLength(4000);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1e18])('cannot be of the time %d', async (timeMs) => {
    await expect(session.addSnapshot(snapshot(timeMs, [capture('heap', gz('x'))]))).rejects.toMatchObject({
      code: 'bad-request',
    });
    expect(await captureFiles()).toEqual([]);
  });

  it('of the same moment, kind and target, many at once, all get their own place', async () => {
    const list = Array.from({ length: 20 }, (_, n) => snapshot(AT, [capture('heap', gz(`bytes ${n}`))]));
    const added = await Promise.all(list.map((each) => session.addSnapshot(each)));
    expect(new Set(added.map(({ id }) => id)).size).toBe(20);
    await reopen();
    expect(session.snapshots().map(({ id }) => id)).toEqual(added.map(({ id }) => id));
    expect(await findDamage(session)).toEqual([]);
  });

  it('of an earlier time takes its place among the others, before and after a reopening', async () => {
    for (const n of [5, 1, 3]) await session.addSnapshot(snapshot(AT + n, [capture('heap', gz(`${n}`))]));
    const held = session.snapshots();
    expect(held.map(({ timeMs }) => timeMs - AT)).toEqual([1, 3, 5]);
    await session.addSnapshot(snapshot(AT, [capture('heap', gz('0'))], { targetId: null }));
    expect(held).toHaveLength(3);
    await reopen();
    expect(session.snapshots().map(({ timeMs }) => timeMs - AT)).toEqual([0, 1, 3, 5]);
  });

  it.each(['../x', 'a/b', '', '..', 'x'.repeat(65), 'a b', 'con\0'])(
    'of a kind named %j is refused, and nothing is written',
    async (kind) => {
      const before = await readFile(join(session.folder, 'journal.jsonl'), 'utf8');
      await expect(session.addSnapshot(snapshot(AT, [capture(kind, gz('x'))]))).rejects.toThrow();
      expect(await captureFiles()).toEqual([]);
      expect(await readdir(session.folder)).not.toContain('..');
      expect(await readFile(join(session.folder, 'journal.jsonl'), 'utf8')).toBe(before);
    },
  );
});

describe('a capture id from outside', () => {
  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    '2025-05-12/../../session.json',
    '2025-05-12/../journal.jsonl',
    'session.json',
    '',
    '2025-05-12',
    '__proto__',
    'C:\\Windows\\win.ini',
    '2025-05-12/113606.482Z-pod1-heap.pb.gz\0.txt',
  ])('%j is not found', async (id) => {
    await session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
    await expect(session.capturePath(id)).rejects.toMatchObject({ code: 'not-found' });
    expect(() => session.snapshot(id)).toThrow(PlumblineError);
  });

  it('whose file or folder became a link out of the session is not found', async () => {
    const { captures } = await session.addSnapshot(
      snapshot(AT, [capture('heap', gz('x')), capture('allocs', gz('y'))]),
    );
    const [heap, allocs] = captures.map(({ id }) => id);
    await writeFile(join(root, 'secret'), 'secret');
    await rm(join(session.folder, heap ?? ''));
    await symlink(join(root, 'secret'), join(session.folder, heap ?? ''));
    await expect(session.capturePath(heap ?? '')).rejects.toMatchObject({ code: 'not-found' });
    expect(await session.capturePath(allocs ?? '')).toContain('allocs');

    const day = join(session.folder, '2025-05-12');
    await rename(day, join(root, 'elsewhere'));
    await symlink(join(root, 'elsewhere'), day);
    await expect(session.capturePath(allocs ?? '')).rejects.toMatchObject({ code: 'not-found' });
    expect((await findDamage(session)).map(({ why }) => why)).toEqual(['missing', 'missing']);
  });
});

describe('opening a session', () => {
  it('moves captures aside that the journal does not name, removes what was never finished, leaves the rest', async () => {
    await session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
    const day = join(session.folder, '2025-05-12');
    await writeFile(join(day, '113607.000Z-pod1-heap.pb.gz'), 'orphan');
    await writeFile(join(day, '.113607.000Z-pod1-heap.pb.gz.0123456789ab.tmp'), 'half');
    await writeFile(join(session.folder, '.session.json.0123456789ab.tmp'), 'half');
    await writeFile(join(day, 'my notes.txt'), 'mine');
    await reopen();
    expect(session.problems).toEqual([
      { code: 'set-aside', message: expect.stringContaining('113607.000Z-pod1-heap.pb.gz') as string },
    ]);
    expect(await captureFiles()).toEqual([
      '2025-05-12/113606.482Z-pod1-heap.pb.gz',
      '2025-05-12/my notes.txt',
    ]);
    const aside = join(session.folder, '.orphans');
    expect(await readFile(join(aside, '2025-05-12-113607.000Z-pod1-heap.pb.gz'), 'utf8')).toBe('orphan');
    expect((await readdir(session.folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);

    // Once more under the same name: the first is not lost to it.
    await writeFile(join(day, '113607.000Z-pod1-heap.pb.gz'), 'second');
    await reopen();
    expect(await readdir(aside)).toHaveLength(2);
    await reopen();
    expect(session.problems).toEqual([]);
  });

  it('reports captures that are missing or changed, and keeps the others', async () => {
    for (const n of [1, 2, 3]) await session.addSnapshot(snapshot(AT + n, [capture('heap', gz(`${n}`))]));
    const [first, second] = session.snapshots().map(({ captures }) => captures[0]?.id ?? '');
    await rm(join(session.folder, first ?? ''));
    await writeFile(join(session.folder, second ?? ''), gz('!'));
    await reopen();
    expect(session.problems.map(({ code }) => code)).toEqual(['missing-captures']);
    expect(session.snapshots()).toHaveLength(3);
    await expect(session.capturePath(first ?? '')).rejects.toMatchObject({ code: 'not-found' });
    expect(await findDamage(session)).toEqual([
      { captureId: first, why: 'missing' },
      { captureId: second, why: 'content' },
    ]);
  });

  it('leaves captures in place whose journal line is damaged', async () => {
    for (const n of [1, 2, 3]) await session.addSnapshot(snapshot(AT + n, [capture('heap', gz(`${n}`))]));
    const path = join(session.folder, 'journal.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    lines[3] = 'garbage';
    await writeFile(path, lines.join('\n'));
    await reopen();
    expect(session.problems.map(({ code }) => code)).toEqual(['damaged-entry', 'unclaimed-files']);
    expect(session.snapshots()).toHaveLength(2);
    expect(await captureFiles()).toHaveLength(3);
    // The name is taken all the same.
    await session.addSnapshot(snapshot(AT + 2, [capture('heap', gz('new'))]));
    expect(await captureFiles()).toHaveLength(4);
  });

  it('counts an entry that stands twice once', async () => {
    await session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
    const path = join(session.folder, 'journal.jsonl');
    const text = await readFile(path, 'utf8');
    const last = text.trimEnd().split('\n').at(-1) ?? '';
    await writeFile(path, `${text}${last}\n`);
    await reopen();
    expect(session.snapshots()).toHaveLength(1);
    expect(session.problems.map(({ code }) => code)).toEqual(['doubled-entry']);
  });

  it('without its journal is refused, and its captures stay where they are', async () => {
    await session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
    await rm(join(session.folder, 'journal.jsonl'));
    await expect(reopen()).rejects.toMatchObject({
      code: 'format',
      message: expect.stringContaining('journal.jsonl') as string,
    });
    expect(await captureFiles()).toHaveLength(1);
    expect(workspace.sessions()[0]?.problem).toContain('journal.jsonl');
  });
});

describe('changing a session', () => {
  it('keeps name, plan and targets, and journals the plan', async () => {
    const [pod1] = session.session.targets;
    if (pod1 === undefined) throw new Error('no target');
    expect(pod1.id).toBe('pod1');
    const updated = await session.update({
      name: 'renamed',
      plan: { everyMs: 1000, enabled: undefined },
      targets: [
        pod1,
        { url: 'http://pod1:6061' },
        { url: 'http://pod2:6060', headers: [{ name: 'Cookie', value: '${C}' }] },
      ],
    });
    expect(updated.plan).toMatchObject({
      everyMs: 1000,
      enabled: true,
      kinds: ['goroutine', 'heap', 'memory'],
    });
    expect(updated.targets.map(({ id }) => id)).toEqual(['pod1', 'pod1-6061', 'pod2']);
    await session.recordCapturing({ type: 'capturing-started', clock: null });
    await session.recordCapturing({ type: 'capturing-stopped', reason: 'disk-full' });
    await reopen();
    expect(session.session).toEqual(updated);
    expect(session.history()).toEqual([
      { atMs: AT, type: 'plan-changed', plan: expect.objectContaining({ everyMs: 600_000 }) as object },
      { atMs: AT, type: 'plan-changed', plan: expect.objectContaining({ everyMs: 1000 }) as object },
      { atMs: AT, type: 'capturing-started' },
      { atMs: AT, type: 'capturing-stopped', reason: 'disk-full' },
    ]);
  });

  it("never gives a removed target's id to another", async () => {
    await session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
    await session.update({ targets: [] });
    expect((await session.update({ targets: [{ url: 'http://pod1:7070' }] })).targets[0]?.id).toBe(
      'pod1-7070',
    );
  });

  it('refuses a secret in the clear and two of one id, and changes nothing', async () => {
    const before = session.session;
    const secret = {
      url: 'http://pod3',
      headers: [{ name: 'Authorization', value: 'Bearer s3cr3t-of-pod3' }],
    };
    await expect(session.update({ targets: [secret] })).rejects.toMatchObject({ code: 'bad-request' });
    const [pod1] = before.targets;
    if (pod1 === undefined) throw new Error('no target');
    await expect(session.update({ targets: [pod1, pod1] })).rejects.toMatchObject({ code: 'conflict' });
    await expect(session.update({ targets: [{ url: 'file:///etc/passwd' }] })).rejects.toMatchObject({
      code: 'bad-request',
    });
    expect(session.session).toBe(before);
    for (const name of await readdir(session.folder)) {
      if (name.includes('json'))
        expect(await readFile(join(session.folder, name), 'utf8')).not.toContain('s3cr3t');
    }
  });
});

describe('a reader beside the writer', () => {
  it('sees what was added, and writes and repairs nothing', async () => {
    await session.addSnapshot(snapshot(AT, [capture('heap', gz('1'))]));
    const orphan = join(session.folder, '2025-05-12', '113607.000Z-pod1-heap.pb.gz');
    await writeFile(orphan, 'being written just now');
    const reader = await openWorkspaceReadOnly(workspace.path);
    const seen = await reader.session(session.id);
    expect(seen.snapshots()).toHaveLength(1);
    expect(await seen.refresh()).toBe(false);
    await session.addSnapshot(snapshot(AT + 5, [capture('heap', gz('2'))]));
    await session.update({ name: 'renamed' });
    expect(await seen.refresh()).toBe(true);
    expect(seen.snapshots()).toEqual(session.snapshots());
    expect(seen.session.name).toBe('renamed');
    expect(seen.diskBytes).toBe(session.diskBytes);
    await expect(seen.addSnapshot(snapshot(AT, [capture('heap', gz('3'))]))).rejects.toMatchObject({
      code: 'read-only',
    });
    expect(() => reader.uploads).toThrow('reading only');
    expect(await readFile(orphan, 'utf8')).toBe('being written just now');
    await reader.close();
    expect(await workspace.stillMine()).toBe(true);
  });
});

describe('a disk that fails at any one operation', () => {
  /** Fails the nth write operation, as a full disk would: an append or a new file may be half there. */
  function failingAt(nth: number, code: 'ENOSPC' | 'EIO'): { files: Files; count: () => number } {
    let n = 0;
    const fail = (path: string): unknown =>
      diskError(Object.assign(new Error(code), { code, errno: -28 }), path);
    const step = async (path: string, before?: () => Promise<unknown>): Promise<void> => {
      if (++n !== nth) return;
      await before?.();
      throw fail(path);
    };
    const files: Files = {
      ...nodeFiles,
      async create(path, bytes) {
        await step(path, () => nodeFiles.create(path, bytes.subarray(0, 1)));
        return nodeFiles.create(path, bytes);
      },
      async append(path, bytes) {
        await step(path, () => nodeFiles.append(path, bytes.subarray(0, 30)));
        return nodeFiles.append(path, bytes);
      },
      async rename(from, to) {
        await step(to);
        return nodeFiles.rename(from, to);
      },
      async makeFolder(path) {
        await step(path);
        return nodeFiles.makeFolder(path);
      },
      async syncFolder(path) {
        await step(path);
        return nodeFiles.syncFolder(path);
      },
    };
    return { files, count: () => n };
  }

  it.each(['ENOSPC', 'EIO'] as const)(
    '%s: the snapshot is wholly absent, the next one is kept',
    async (code) => {
      const first = await session.addSnapshot(snapshot(AT - 86_400_000, [capture('heap', gz('kept'))]));
      const next = (n: number): NewSnapshot =>
        snapshot(AT + n, [capture('goroutine', gz(`a${n}`)), capture('heap', gz(`b${n}`))]);
      await workspace.close();
      let failures = 0;
      for (let nth = 1; ; nth++) {
        let armed = 0;
        const { files, count } = failingAt(Number.MAX_SAFE_INTEGER, code);
        const failing = failingAt(nth, code);
        const switching: Files = {
          ...nodeFiles,
          create: (path, bytes) => (armed ? failing.files : files).create(path, bytes),
          append: (path, bytes) => (armed ? failing.files : files).append(path, bytes),
          rename: (from, to) => (armed ? failing.files : files).rename(from, to),
          makeFolder: (path) => (armed ? failing.files : files).makeFolder(path),
          syncFolder: (path) => (armed ? failing.files : files).syncFolder(path),
        };
        workspace = await openWorkspace(join(root, 'w'), { files: switching, now: () => AT });
        session = await workspace.session(session.id);
        const before = session.snapshots();
        const files0 = await captureFiles();
        armed = 1;
        const outcome = await session.addSnapshot(next(nth * 10)).then(
          () => 'added',
          (error: unknown) => error,
        );
        armed = 0;
        expect(count()).toBeGreaterThan(0);
        if (outcome === 'added') break;
        failures++;
        expect(outcome, `operation ${nth}`).toMatchObject({
          code: code === 'ENOSPC' ? 'disk-full' : 'disk-failed',
        });
        expect(session.snapshots()).toBe(before);
        expect(await captureFiles()).toEqual(files0);
        // Without a reopening: capturing goes on once there is room.
        await session.addSnapshot(next(nth * 10 + 1));
        await reopen();
        expect(session.problems, `operation ${nth}`).toEqual([]);
        expect(session.snapshots()).toHaveLength(before.length + 1);
        expect(await findDamage(session)).toEqual([]);
        await workspace.close();
      }
      // Two files with two operations each, the folder, the journal.
      expect(failures).toBeGreaterThanOrEqual(6);
      expect(session.snapshots()).toContainEqual(first);
    },
  );
});

describe('a day folder that is not the session’s own', () => {
  it.each(['a link to a folder outside', 'a link to nothing', 'a file'])(
    '%s: nothing is written through it, and capturing goes on once it is gone',
    async (what) => {
      const outside = join(root, 'outside');
      const day = join(session.folder, '2025-05-12');
      await mkdir(outside);
      if (what === 'a file') await writeFile(day, 'x');
      else await symlink(what === 'a link to nothing' ? join(root, 'nothing') : outside, day);
      await expect(session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]))).rejects.toMatchObject({
        code: 'disk-failed',
        message: expect.stringContaining('no folder of the session') as string,
      });
      expect(await readdir(outside)).toEqual([]);
      expect(await readdir(root)).toEqual(['outside', 'w']);
      expect(session.snapshots()).toEqual([]);
      await rm(day);
      await session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
      expect(await findDamage(session)).toEqual([]);
    },
  );
});

describe('closing', () => {
  it('waits for what is being written, and refuses what comes later', async () => {
    const pending = session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
    const closing = workspace.close();
    await expect(pending).resolves.toMatchObject({ timeMs: AT });
    await closing;
    await expect(session.addSnapshot(snapshot(AT, [capture('heap', gz('y'))]))).rejects.toMatchObject({
      code: 'unavailable',
    });
    await expect(workspace.createSession({ name: 'late' })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
