// What opening a session finds, repairs and says.
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AT, capture, gz, openSessionForEach, snapshot } from '../../../test/support/open-session';
import { findDamage } from './verify-session';

const at = openSessionForEach();

describe('opening a session', () => {
  it('moves captures aside that the journal does not name, removes what was never finished, leaves the rest', async () => {
    await at.session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
    const day = join(at.session.folder, '2025-05-12');
    await writeFile(join(day, '113607.000Z-pod1-heap.pb.gz'), 'orphan');
    await writeFile(join(day, '.113607.000Z-pod1-heap.pb.gz.0123456789ab.tmp'), 'half');
    await writeFile(join(at.session.folder, '.session.json.0123456789ab.tmp'), 'half');
    await writeFile(join(day, 'my notes.txt'), 'mine');
    await at.reopen();
    expect(at.session.problems).toMatchObject([
      { code: 'set-aside', message: expect.stringContaining('113607.000Z-pod1-heap.pb.gz') as string },
    ]);
    expect(await at.captureFiles()).toEqual([
      '2025-05-12/113606.482Z-pod1-heap.pb.gz',
      '2025-05-12/my notes.txt',
    ]);
    const aside = join(at.session.folder, '.orphans');
    expect(await readFile(join(aside, '2025-05-12-113607.000Z-pod1-heap.pb.gz'), 'utf8')).toBe('orphan');
    expect((await readdir(at.session.folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);

    // Once more under the same name: the first is not lost to it.
    await writeFile(join(day, '113607.000Z-pod1-heap.pb.gz'), 'second');
    await at.reopen();
    expect(await readdir(aside)).toHaveLength(2);
    await at.reopen();
    expect(at.session.problems).toEqual([]);
  });

  it('reports captures that are missing or changed, and keeps the others', async () => {
    for (const n of [1, 2, 3]) await at.session.addSnapshot(snapshot(AT + n, [capture('heap', gz(`${n}`))]));
    const [first, second] = at.session.snapshots().map(({ captures }) => captures[0]?.id ?? '');
    await rm(join(at.session.folder, first ?? ''));
    await writeFile(join(at.session.folder, second ?? ''), gz('!'));
    await at.reopen();
    expect(at.session.problems.map(({ code }) => code)).toEqual(['missing-captures']);
    expect(at.session.snapshots()).toHaveLength(3);
    await expect(at.session.capturePath(first ?? '')).rejects.toMatchObject({ code: 'not-found' });
    expect(await findDamage(at.session)).toEqual([
      { captureId: first, why: 'missing' },
      { captureId: second, why: 'content' },
    ]);
  });

  it('leaves captures in place whose journal line is damaged', async () => {
    for (const n of [1, 2, 3]) await at.session.addSnapshot(snapshot(AT + n, [capture('heap', gz(`${n}`))]));
    const path = join(at.session.folder, 'journal.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    lines[3] = 'garbage';
    await writeFile(path, lines.join('\n'));
    await at.reopen();
    expect(at.session.problems.map(({ code }) => code)).toEqual(['damaged-entry', 'unclaimed-files']);
    expect(at.session.snapshots()).toHaveLength(2);
    expect(await at.captureFiles()).toHaveLength(3);
    // The name is taken all the same.
    await at.session.addSnapshot(snapshot(AT + 2, [capture('heap', gz('new'))]));
    expect(await at.captureFiles()).toHaveLength(4);
  });

  it('counts an entry that stands twice once', async () => {
    await at.session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
    const path = join(at.session.folder, 'journal.jsonl');
    const text = await readFile(path, 'utf8');
    const last = text.trimEnd().split('\n').at(-1) ?? '';
    await writeFile(path, `${text}${last}\n`);
    await at.reopen();
    expect(at.session.snapshots()).toHaveLength(1);
    expect(at.session.problems.map(({ code }) => code)).toEqual(['doubled-entry']);
  });

  it('without its journal is refused, and its captures stay where they are', async () => {
    await at.session.addSnapshot(snapshot(AT, [capture('heap', gz('x'))]));
    await rm(join(at.session.folder, 'journal.jsonl'));
    await expect(at.reopen()).rejects.toMatchObject({
      code: 'format',
      message: expect.stringContaining('journal.jsonl') as string,
    });
    expect(await at.captureFiles()).toHaveLength(1);
    expect(at.workspace.sessions()[0]?.problem?.key).toBe('journal-missing');
  });
});
