import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { createKeptMappings, type KeptMappings } from './kept-mappings';

describe('mappings of a session', () => {
  const root = temporaryFolder('mappings');
  const told: string[] = [];
  const open = (folder: string): KeptMappings =>
    createKeptMappings(folder, ({ message }) => void told.push(message));
  let count = 0;
  const given = (text: string): { folder: string; file: string } => {
    const folder = path.join(root, String(count++));
    const file = path.join(folder, 'sources', 's-1.json');
    mkdirSync(path.dirname(file), { recursive: true });
    if (text !== '') writeFileSync(file, text);
    return { folder, file };
  };

  it('are kept each in a file of its own, and seen by who reads after', async () => {
    const { folder } = given('');
    const [one, other] = [open(folder), open(folder)];
    expect(await one.get('s-1')).toEqual([]);
    await one.set('s-1', [{ build: '/build', local: '/src' }]);
    await one.set('s-2', [{ build: 'm', local: '/m' }]);
    expect(await other.get('s-1')).toEqual([{ build: '/build', local: '/src' }]);
    expect(readdirSync(path.join(folder, 'sources')).sort()).toEqual(['s-1.json', 's-2.json']);
  });

  it.each(['{', '{"formatVersion":1,"mappings":[{"build":"","local":"/"}]}', '{"formatVersion":1}'])(
    'that cannot be read are none, which is said, and kept aside (%s)',
    async (text) => {
      const { folder, file } = given(text);
      const kept = open(folder);
      told.length = 0;
      expect(await kept.get('s-1')).toEqual([]);
      expect(told).toEqual([expect.stringContaining('damaged')]);
      await kept.set('s-1', []);
      expect(readdirSync(path.dirname(file))).toHaveLength(2);
    },
  );

  it('of a newer Plumbline are left as they are, and changing them is refused', async () => {
    const text = '{"formatVersion":2,"roots":[]}';
    const { folder, file } = given(text);
    const kept = open(folder);
    expect(await kept.get('s-1')).toEqual([]);
    await expect(kept.set('s-1', [])).rejects.toThrow(/newer Plumbline/);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
