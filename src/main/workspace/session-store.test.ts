import { createHash } from 'node:crypto';
import { readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AT, capture, gz, openSessionForEach, snapshot } from '../../../test/support/open-session';
import { PlumblineError } from '../../contract/errors';
import { findDamage } from './verify-session';
import { openWorkspaceReadOnly } from './workspace';

const at = openSessionForEach();

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a snapshot', () => {
  it('is kept byte for byte, under names that say what it is, and is there after a reopening', async () => {
    const goroutine = gz('goroutine');
    const dump = Buffer.from('goroutine 1 [running]:\n');
    const added = await at.session.addSnapshot(
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
    expect(await at.captureFiles()).toEqual([
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
    const bytes = at.session.diskBytes;
    await at.reopen();
    expect(at.session.problems).toEqual([]);
    expect(at.session.snapshots()).toEqual([added]);
    expect(at.session.diskBytes).toBe(bytes);
    const path = await at.session.capturePath(added.captures[0]?.id ?? '');
    expect((await readFile(path)).equals(goroutine)).toBe(true);
    expect(at.session.hasCapture(sha(goroutine))).toBe(true);
    expect(at.session.hasCapture(sha(gz('other')))).toBe(false);
    expect(await findDamage(at.session)).toEqual([]);
  });

  it('of failures alone is a snapshot too; of nothing at all is none', async () => {
    const failure = { kind: 'heap', code: 'target-unreachable', message: 'x'.repeat(9000) };
    await at.session.addSnapshot(snapshot(AT, [], { failures: [failure] }));
    await expect(at.session.addSnapshot(snapshot(AT, []))).rejects.toMatchObject({ code: 'bad-request' });
    expect(await readFile(join(at.session.folder, 'journal.jsonl'), 'utf8')).toContain(
      '"type":"capture-failed"',
    );
    await at.reopen();
    expect(at.session.snapshots()).toHaveLength(1);
    expect(at.session.snapshots()[0]?.failures[0]?.message).toHaveLength(4000);
    // Without its values a key would be a sentence with holes.
    const said = { ...failure, message: 'Whole.', key: 'refused', values: { host: 'x'.repeat(9000) } };
    await at.session.addSnapshot(snapshot(AT + 1, [], { failures: [said] }));
    await at.reopen();
    expect(at.session.snapshots()[1]?.failures).toEqual([
      { kind: 'heap', code: 'target-unreachable', message: 'Whole.' },
    ]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1e18])('cannot be of the time %d', async (timeMs) => {
    await expect(at.session.addSnapshot(snapshot(timeMs, [capture('heap', gz('x'))]))).rejects.toMatchObject({
      code: 'bad-request',
    });
    expect(await at.captureFiles()).toEqual([]);
  });

  it('of the same moment, kind and target, many at once, all get their own place', async () => {
    const list = Array.from({ length: 20 }, (_, n) => snapshot(AT, [capture('heap', gz(`bytes ${n}`))]));
    const added = await Promise.all(list.map((each) => at.session.addSnapshot(each)));
    expect(new Set(added.map(({ id }) => id)).size).toBe(20);
    await at.reopen();
    expect(at.session.snapshots().map(({ id }) => id)).toEqual(added.map(({ id }) => id));
    expect(await findDamage(at.session)).toEqual([]);
  });

  it('of an earlier time takes its place among the others, before and after a reopening', async () => {
    for (const n of [5, 1, 3]) await at.session.addSnapshot(snapshot(AT + n, [capture('heap', gz(`${n}`))]));
    const held = at.session.snapshots();
    expect(held.map(({ timeMs }) => timeMs - AT)).toEqual([1, 3, 5]);
    await at.session.addSnapshot(snapshot(AT, [capture('heap', gz('0'))], { targetId: null }));
    expect(held).toHaveLength(3);
    await at.reopen();
    expect(at.session.snapshots().map(({ timeMs }) => timeMs - AT)).toEqual([0, 1, 3, 5]);
  });

  it.each(['../x', 'a/b', '', '..', 'x'.repeat(65), 'a b', 'con\0'])(
    'of a kind named %j is refused, and nothing is written',
    async (kind) => {
      const before = await readFile(join(at.session.folder, 'journal.jsonl'), 'utf8');
      await expect(at.session.addSnapshot(snapshot(AT, [capture(kind, gz('x'))]))).rejects.toThrow();
      expect(await at.captureFiles()).toEqual([]);
      expect(await readdir(at.session.folder)).not.toContain('..');
      expect(await readFile(join(at.session.folder, 'journal.jsonl'), 'utf8')).toBe(before);
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
    await at.session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
    await expect(at.session.capturePath(id)).rejects.toMatchObject({ code: 'not-found' });
    expect(() => at.session.snapshot(id)).toThrow(PlumblineError);
  });

  it('whose file or folder became a link out of the session is not found', async () => {
    const { captures } = await at.session.addSnapshot(
      snapshot(AT, [capture('heap', gz('x')), capture('allocs', gz('y'))]),
    );
    const [heap, allocs] = captures.map(({ id }) => id);
    await writeFile(join(at.root, 'secret'), 'secret');
    await rm(join(at.session.folder, heap ?? ''));
    await symlink(join(at.root, 'secret'), join(at.session.folder, heap ?? ''));
    await expect(at.session.capturePath(heap ?? '')).rejects.toMatchObject({ code: 'not-found' });
    expect(await at.session.capturePath(allocs ?? '')).toContain('allocs');

    const day = join(at.session.folder, '2025-05-12');
    await rename(day, join(at.root, 'elsewhere'));
    await symlink(join(at.root, 'elsewhere'), day);
    await expect(at.session.capturePath(allocs ?? '')).rejects.toMatchObject({ code: 'not-found' });
    expect((await findDamage(at.session)).map(({ why }) => why)).toEqual(['missing', 'missing']);
  });
});

describe('changing a session', () => {
  it('keeps name, plan and targets, and journals the plan', async () => {
    const [pod1] = at.session.session.targets;
    if (pod1 === undefined) throw new Error('no target');
    expect(pod1.id).toBe('pod1');
    const updated = await at.session.update({
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
    await at.session.recordCapturing({ type: 'capturing-started', clock: null });
    await at.session.recordCapturing({ type: 'capturing-stopped', reason: 'disk-full' });
    await at.reopen();
    expect(at.session.session).toEqual(updated);
    expect(at.session.history()).toEqual([
      { atMs: AT, type: 'plan-changed', plan: expect.objectContaining({ everyMs: 600_000 }) as object },
      { atMs: AT, type: 'plan-changed', plan: expect.objectContaining({ everyMs: 1000 }) as object },
      { atMs: AT, type: 'capturing-started' },
      { atMs: AT, type: 'capturing-stopped', reason: 'disk-full' },
    ]);
  });

  it("never gives a removed target's id to another", async () => {
    await at.session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
    await at.session.update({ targets: [] });
    expect((await at.session.update({ targets: [{ url: 'http://pod1:7070' }] })).targets[0]?.id).toBe(
      'pod1-7070',
    );
  });

  it('refuses a secret in the clear and two of one id, and changes nothing', async () => {
    const before = at.session.session;
    const secret = {
      url: 'http://pod3',
      headers: [{ name: 'Authorization', value: 'Bearer s3cr3t-of-pod3' }],
    };
    await expect(at.session.update({ targets: [secret] })).rejects.toMatchObject({ code: 'bad-request' });
    const [pod1] = before.targets;
    if (pod1 === undefined) throw new Error('no target');
    await expect(at.session.update({ targets: [pod1, pod1] })).rejects.toMatchObject({ code: 'conflict' });
    await expect(at.session.update({ targets: [{ url: 'file:///etc/passwd' }] })).rejects.toMatchObject({
      code: 'bad-request',
    });
    expect(at.session.session).toBe(before);
    for (const name of await readdir(at.session.folder)) {
      if (name.includes('json'))
        expect(await readFile(join(at.session.folder, name), 'utf8')).not.toContain('s3cr3t');
    }
  });
});

describe('a reader beside the writer', () => {
  it('sees what was added, and writes and repairs nothing', async () => {
    await at.session.addSnapshot(snapshot(AT, [capture('heap', gz('1'))]));
    const orphan = join(at.session.folder, '2025-05-12', '113607.000Z-pod1-heap.pb.gz');
    await writeFile(orphan, 'being written just now');
    const reader = await openWorkspaceReadOnly(at.workspace.path);
    const seen = await reader.session(at.session.id);
    expect(seen.snapshots()).toHaveLength(1);
    expect(await seen.refresh()).toBe(false);
    await at.session.addSnapshot(snapshot(AT + 5, [capture('heap', gz('2'))]));
    await at.session.update({ name: 'renamed' });
    expect(await seen.refresh()).toBe(true);
    expect(seen.snapshots()).toEqual(at.session.snapshots());
    expect(seen.session.name).toBe('renamed');
    expect(seen.diskBytes).toBe(at.session.diskBytes);
    await expect(seen.addSnapshot(snapshot(AT, [capture('heap', gz('3'))]))).rejects.toMatchObject({
      code: 'read-only',
    });
    expect(() => reader.uploads).toThrow('reading only');
    expect(await readFile(orphan, 'utf8')).toBe('being written just now');
    await reader.close();
    expect(await at.workspace.stillMine()).toBe(true);
  });
});

describe('closing', () => {
  it('waits for what is being written, and refuses what comes later', async () => {
    const pending = at.session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
    const closing = at.workspace.close();
    await expect(pending).resolves.toMatchObject({ timeMs: AT });
    await closing;
    await expect(at.session.addSnapshot(snapshot(AT, [capture('heap', gz('y'))]))).rejects.toMatchObject({
      code: 'unavailable',
    });
    await expect(at.workspace.createSession({ name: 'late' })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
