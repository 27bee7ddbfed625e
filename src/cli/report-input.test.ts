import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { FIXTURES } from '../../test/support/go-pprof';
import { traceBytes } from '../../test/support/go-trace';
import { temporaryFolder } from '../../test/support/temporary-folder';
import { at } from '../core/pprof/profile';
import { readProfiles } from './report-input';

const folder = temporaryFolder('report-input');
const heap = (n: number): string => path.join(FIXTURES, `go1.26/heap-${n}.pb.gz`);
const binaryOf = async (files: readonly string[], base?: string): Promise<string> => {
  const { strings, mappings } = await readProfiles(files, base === undefined ? {} : { base });
  return at(strings, at(mappings.filename, 0));
};

describe('a binary before the profiles', () => {
  it.each([
    ['ELF', [0x7f, 0x45, 0x4c, 0x46, 2]],
    ['Mach-O', [0xcf, 0xfa, 0xed, 0xfe, 7]],
    ['PE', [0x4d, 0x5a, 0x90, 0]],
  ])('of the form %s is what they are of', async (name, bytes) => {
    const binary = path.join(folder, name);
    writeFileSync(binary, new Uint8Array(bytes));
    expect(await binaryOf([binary, heap(2)])).toBe(binary);
    expect(await binaryOf([binary, heap(2)], heap(1))).toBe(binary);
    // Alone it would be the profile, and behind one another of them.
    await expect(readProfiles([binary], {})).rejects.toMatchObject({ code: 'format' });
    expect(await binaryOf([heap(2), binary])).toBe(await binaryOf([heap(2)]));
  });

  it('is no profile, nor a file that is not there', async () => {
    expect(await binaryOf([heap(1), heap(2)])).toBe(await binaryOf([heap(2)]));
    expect(await binaryOf([path.join(folder, 'absent'), heap(2)])).toBe(await binaryOf([heap(2)]));
  });

  it('says of which build it is where the profile does not', async () => {
    const buildOf = async (file: string, buildid: string): Promise<string> => {
      const { strings, mappings } = await readProfiles([file], { buildid });
      return at(strings, at(mappings.buildId, 0));
    };
    const text = path.join(FIXTURES, 'edges-go1.26/goroutine.txt');
    expect(await buildOf(text, 'abc')).toBe('abc');
    expect(await buildOf(heap(2), 'abc')).not.toBe('abc');
  });
});

describe('of several profiles', () => {
  const absent = path.join(folder, 'absent');

  it('those are added up that can be read, and of the others it is said why not', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const some = await readProfiles([heap(1), absent, heap(2)], {});
    const said = stderr.mock.calls.map(([text]) => String(text));
    stderr.mockRestore();
    const both = await readProfiles([heap(1), heap(2)], {});
    expect(some.samples.length).toBe(both.samples.length);
    expect(said).toEqual([
      expect.stringContaining('absent'),
      'plumbline: 2 of 3 profiles were read; the report is of those.\n',
    ]);
  });

  it('one at least must be readable, and the base and a profile alone must be', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await expect(readProfiles([absent, absent], {})).rejects.toMatchObject({ code: 'format' });
    stderr.mockRestore();
    await expect(readProfiles([absent], {})).rejects.toMatchObject({ code: 'not-found' });
    await expect(readProfiles([heap(1)], { base: absent })).rejects.toMatchObject({ code: 'not-found' });
  });
});

it('of a broken trace it is said, as a base too, and of one of which nothing could be read', async () => {
  const bytes = traceBytes('go1.26/generations.trace.gz');
  const [half, nothing] = [80_000, 1000].map((length) => {
    const file = path.join(folder, `${length}.trace`);
    writeFileSync(file, bytes.subarray(0, length));
    return file;
  }) as [string, string];
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await readProfiles([half], {});
  const { samples } = await readProfiles([nothing], { base: half });
  const said = stderr.mock.calls.map(([text]) => String(text));
  stderr.mockRestore();
  const sentence = (file: string): string =>
    `plumbline: ${file} is broken: the file ends within a batch. What is told is of all before that.\n`;
  expect(said).toEqual([sentence(half), sentence(half), sentence(nothing)]);
  expect(samples.length).toBeGreaterThan(0);
});

it('a comment is added behind those of the profile; a server is not started', async () => {
  expect((await readProfiles([heap(1)], { add_comment: 'before the fix' })).comments.at(-1)).toBe(
    'before the fix',
  );
  await expect(readProfiles([heap(1)], { http: ':8080' })).rejects.toMatchObject({
    code: 'bad-request',
    advice: expect.stringContaining('plumbline serve'),
  });
});
