import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIXTURES } from '../../test/support/go-pprof';
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
    await expect(readProfiles([heap(2), binary], {})).rejects.toMatchObject({ code: 'format' });
  });

  it('is no profile, nor a file that is not there', async () => {
    expect(await binaryOf([heap(1), heap(2)])).toBe(await binaryOf([heap(2)]));
    await expect(readProfiles([path.join(folder, 'absent'), heap(2)], {})).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
