import { appendFile, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlumblineError } from '../../contract/errors';
import { said } from '../../contract/failures/say';
import { nodeFiles, type Files } from './files';
import { Journal, decodeEntry, encodeEntry, type JournalRead } from './journal';
import { JOURNAL_VERSION, type NewEntry } from './journal-entry';

const AT = Date.parse('2025-05-12T11:36:06.482Z');
let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-journal-'));
  path = join(folder, 'journal.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const taken = (n: number): NewEntry => ({
  type: 'snapshot-taken',
  id: `2025-05-12T113606.482Z-pod1.${n}`,
  target: 'pod1',
  timeMs: AT + n,
  timeSource: 'fetch-clock',
  captures: [
    {
      file: `2025-05-12/113606.482Z-pod1-heap.${n}.pb.gz`,
      size: 849,
      sha256: 'a'.repeat(64),
      kind: 'heap',
      encoding: 'proto',
      bodyTimeMs: AT,
      delta: null,
      truncated: false,
      total: -5,
      unit: 'bytes',
      buildId: null,
      importedFrom: null,
    },
  ],
  memory: { source: 'metrics', rssBytes: 1e9, goVersion: 'go1.26.8' },
  failures: [{ kind: 'goroutine', code: 'timeout', message: 'zu spät — 超时 \u2028' }],
});

async function opened(setAside: string | null = join(folder, 'aside')): Promise<{
  journal: Journal;
  read: JournalRead;
}> {
  const result = await Journal.open(path, 'the journal', nodeFiles, setAside);
  if (result === null) throw new Error('no journal');
  return result;
}
const names = (read: JournalRead): string[] => read.entries.map((e) => ('id' in e ? e.id : e.type));

const IT = said('place-path', { path: 'it' });

describe('an entry', () => {
  it('comes back as it was given', () => {
    const line = encodeEntry(taken(1), AT);
    expect(line.at(-1)).toBe(10);
    expect(line.indexOf(10)).toBe(line.length - 1);
    expect(decodeEntry(line.subarray(0, -1), IT)).toEqual({
      v: JOURNAL_VERSION,
      at: '2025-05-12T11:36:06.482Z',
      ...taken(1),
    });
  });

  it('with one changed character is seen to be damaged, or says the same', () => {
    const line = encodeEntry(taken(1), AT).subarray(0, -1);
    const whole = decodeEntry(line, IT);
    const unharmed: number[] = [];
    for (let i = 0; i < line.length; i++) {
      const changed = Buffer.from(line);
      changed[i] = (changed[i] ?? 0) ^ 1;
      try {
        expect(decodeEntry(changed, IT)).toEqual(whole);
        unharmed.push(i);
      } catch (error) {
        expect(error).toBeInstanceOf(PlumblineError);
      }
    }
    // Only where the checksum's own name or digits are no longer recognised; not in the 600 bytes that it covers.
    expect(unharmed.every((i) => i >= line.length - 20)).toBe(true);
  });

  it('written by hand, without a checksum, is taken', () => {
    const line = '{"v":1,"at":"2025-05-12T11:36:06.482Z","type":"capturing-started"}';
    expect(decodeEntry(Buffer.from(line), IT).type).toBe('capturing-started');
  });

  it.each([
    ['../../etc/passwd'],
    ['/etc/passwd'],
    ['2025-05-12/../../x'],
    ['2025-05-12/..'],
    ['2025-05-12\\x'],
    ['2025-05-12/a/b'],
    ['2025-05-12/a\u0000b'],
    ['C:/x'],
  ])('that names the file %j is refused', (file) => {
    const entry = JSON.stringify({ v: JOURNAL_VERSION, at: '2025-05-12T11:36:06.482Z', ...taken(1) });
    const hostile = entry.replace(/"file":"[^"]*"/, `"file":${JSON.stringify(file)}`);
    expect(hostile).not.toBe(entry);
    expect(() => decodeEntry(Buffer.from(hostile), IT)).toThrow(PlumblineError);
  });

  it('of version 1 is brought up: its captures have no build id, which nobody looked for', () => {
    const now = taken(1);
    if (!('captures' in now)) throw new Error('a snapshot is wanted');
    const captures = now.captures.map(({ buildId: _, ...old }) => old);
    const old = { v: 1, at: '2025-05-12T11:36:06.482Z', ...now, captures };
    expect(decodeEntry(Buffer.from(JSON.stringify(old)), IT)).toEqual({
      ...old,
      ...now,
      v: JOURNAL_VERSION,
    });
    const renamed = { v: 1, at: '2025-05-12T11:36:06.482Z', type: 'renamed', name: 'x' };
    expect(decodeEntry(Buffer.from(JSON.stringify(renamed)), IT)).toEqual({
      ...renamed,
      v: JOURNAL_VERSION,
    });
  });

  it('that could not be read back is not written', () => {
    expect(() => encodeEntry({ type: 'renamed', name: 'x'.repeat(2000) }, AT)).toThrow();
  });
});

describe('a torn journal', () => {
  it('cut at any byte of its last line keeps the lines before, and is whole again', async () => {
    const before = Buffer.concat([encodeEntry(taken(1), AT), encodeEntry(taken(2), AT)]);
    const last = encodeEntry(taken(3), AT);
    for (let cut = 0; cut < last.length; cut++) {
      await writeFile(path, Buffer.concat([before, last.subarray(0, cut)]));
      const { journal, read } = await opened();
      expect(names(read), `cut at ${cut}`).toEqual([taken(1), taken(2)].map((e) => 'id' in e && e.id));
      expect(read.problems.map(({ code }) => code)).toEqual(cut === 0 ? [] : ['torn-journal']);
      expect((await readFile(path)).equals(before)).toBe(true);
      if (cut % 40 !== 0) continue;
      await journal.append([taken(4)], AT);
      expect(names((await opened()).read)).toHaveLength(3);
    }
  });

  it('whose last line has its newline but cannot be read keeps that line beside', async () => {
    const good = encodeEntry(taken(1), AT);
    const torn = Buffer.concat([Buffer.alloc(300), Buffer.from('"}\n')]);
    await writeFile(path, Buffer.concat([good, torn]));
    const { read } = await opened();
    expect(names(read)).toHaveLength(1);
    expect(read.problems[0]?.code).toBe('torn-journal');
    expect((await readFile(path)).equals(good)).toBe(true);
    const [kept] = await readdir(join(folder, 'aside'));
    expect((await readFile(join(folder, 'aside', kept ?? ''))).equals(torn)).toBe(true);
  });

  it('damaged in the middle passes over that line, says so, and leaves the file alone', async () => {
    const content = Buffer.concat([
      encodeEntry(taken(1), AT),
      Buffer.from('{"v":1,"type":"snapsh\0\0\n'),
      encodeEntry(taken(3), AT),
    ]);
    await writeFile(path, content);
    const { journal, read } = await opened();
    expect(names(read)).toHaveLength(2);
    expect(read.damaged).toBe(1);
    expect(read.problems).toEqual([
      expect.objectContaining({
        code: 'damaged-entry',
        message: expect.stringContaining('Line 2 of the journal') as string,
      }),
    ]);
    expect((await readFile(path)).equals(content)).toBe(true);
    await journal.append([taken(4)], AT);
    expect(names((await opened()).read)).toHaveLength(3);
  });

  it('damaged in many lines names each', async () => {
    const damaged = Buffer.alloc(400_000, 'x\n');
    await writeFile(path, Buffer.concat([damaged, encodeEntry(taken(1), AT), damaged]));
    const { read } = await opened(null);
    expect(read.problems).toHaveLength(400_000);
  });

  it('is not repaired by a reader', async () => {
    const content = Buffer.concat([encodeEntry(taken(1), AT), Buffer.from('{"v":1,')]);
    await writeFile(path, content);
    const { read } = await opened(null);
    expect(names(read)).toHaveLength(1);
    expect((await readFile(path)).equals(content)).toBe(true);
  });
});

describe('a journal', () => {
  it('of a newer Plumbline is refused kindly, wherever the newer entry stands', async () => {
    const newer = Buffer.from('{"v":99,"at":"2031-01-01T00:00:00.000Z","type":"heap-diff-pinned"}\n');
    for (const lines of [[newer], [encodeEntry(taken(1), AT), newer, encodeEntry(taken(2), AT)]]) {
      const content = Buffer.concat(lines);
      await writeFile(path, content);
      await expect(opened()).rejects.toMatchObject({
        code: 'format',
        message: expect.stringContaining('newer Plumbline') as string,
        advice: expect.stringContaining('Update') as string,
      });
      expect((await readFile(path)).equals(content)).toBe(true);
    }
  });

  it('that is not there is null, not an empty one', async () => {
    expect(await Journal.open(path, 'the journal', nodeFiles, null)).toBeNull();
  });

  it('shows a reader what another process has added, and that it became another file', async () => {
    await writeFile(path, encodeEntry(taken(1), AT));
    const reader = (await opened(null)).journal;
    const second = encodeEntry(taken(2), AT);
    await appendFile(path, second.subarray(0, 50));
    expect((await reader.readNew())?.entries).toEqual([]);
    await appendFile(path, second.subarray(50));
    expect(names((await reader.readNew()) as JournalRead)).toEqual(['2025-05-12T113606.482Z-pod1.2']);
    expect((await reader.readNew())?.entries).toEqual([]);
    await truncate(path, 10);
    expect(await reader.readNew()).toBeNull();
  });

  it('takes a failed append back, or before the next one where even that failed', async () => {
    await writeFile(path, encodeEntry(taken(1), AT));
    let failing: 'none' | 'append' | 'both' = 'none';
    const files: Files = {
      ...nodeFiles,
      async append(to, bytes) {
        if (failing === 'none') return nodeFiles.append(to, bytes);
        await nodeFiles.append(to, bytes.subarray(0, 20));
        throw new PlumblineError({ code: 'disk-full', message: 'full' });
      },
      async truncate(to, length) {
        if (failing === 'both') throw new PlumblineError({ code: 'disk-failed', message: 'gone' });
        return nodeFiles.truncate(to, length);
      },
    };
    const result = await Journal.open(path, 'the journal', files, null);
    const journal = result?.journal as Journal;
    const clean = await readFile(path);

    failing = 'append';
    await expect(journal.append([taken(2)], AT)).rejects.toMatchObject({ code: 'disk-full' });
    expect((await readFile(path)).equals(clean)).toBe(true);
    expect(journal.uncertain).toBe(false);

    failing = 'both';
    await expect(journal.append([taken(2)], AT)).rejects.toMatchObject({ code: 'disk-full' });
    expect(journal.uncertain).toBe(true);

    failing = 'none';
    await journal.append([taken(3)], AT);
    expect(journal.uncertain).toBe(false);
    expect(names((await opened(null)).read)).toEqual([
      '2025-05-12T113606.482Z-pod1.1',
      '2025-05-12T113606.482Z-pod1.3',
    ]);
  });

  it('of 10,000 entries is read whole', async () => {
    const lines: Buffer[] = [];
    for (let n = 0; n < 10_000; n++) lines.push(encodeEntry(taken(n), AT));
    await writeFile(path, Buffer.concat(lines));
    const { read } = await opened();
    expect(read.entries).toHaveLength(10_000);
    expect(read.problems).toEqual([]);
  });
});
