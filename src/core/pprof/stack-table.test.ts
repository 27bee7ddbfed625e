import { describe, expect, it } from 'vitest';
import { fixture } from '../../../test/support/goroutine-fixtures';
import { unpack } from '../../main/analysis/read-capture';
import { StringPool } from '../base/string-pool';
import { decodeProfile } from './decode';
import type { Profile } from './profile';
import { StackTable } from './stack-table';
import { rowValuesOf, stacksOf } from './stacks';

const profileOf = (version: string, strings?: StringPool): Profile => {
  const unpacked = unpack(fixture(`goroutine/${version}/goroutine.debug0.pb.gz`));
  if (!unpacked.ok) throw new Error(unpacked.error.message);
  const decoded = decodeProfile(unpacked.value, strings);
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value;
};

describe('StackTable', () => {
  it('numbers stacks by function and line, whatever the file, and gives each its row again', () => {
    const table = new StackTable();
    const frame = (name: string, line: number, file = '/a.go') => ({ function: name, file, line });
    const rows = [
      [frame('main.a', 1), frame('main.b', 2)],
      [frame('main.a', 1)],
      [],
      [frame('main.a', 1, '/other.go'), frame('main.b', 2)],
      [frame('main.a', 2 ** 40)],
      [frame('main.a', 2 ** 40 + 1)],
      [frame('main.a', -1)],
      [frame('main.a', 2 ** 40)],
    ].map((stack) => table.rowOf(stack));
    expect(rows).toEqual([0, 1, 2, 0, 3, 4, 5, 3]);
    expect(table.stacks[0]).toEqual([frame('main.a', 1), frame('main.b', 2)]);
    expect(table.stacks[3]).toEqual([frame('main.a', 2 ** 40)]);
  });

  it('serves many profiles as one serves each, with strings shared between them', () => {
    const table = new StackTable();
    const strings = new StringPool();
    for (const version of ['go1.26', 'go1.19', 'go1.26', 'go1.23']) {
      const alone = stacksOf(profileOf(version), 0);
      const shared = rowValuesOf(profileOf(version, strings), 0, table);
      expect([...shared.values]).toEqual([...alone.values]);
      expect(
        Array.from(shared.rows, (row) => table.stacks[row]?.map((f) => `${f.function}:${f.line}`)),
      ).toEqual(alone.stacks.map((stack) => stack.map((f) => `${f.function}:${f.line}`)));
      expect(profileOf(version, strings)).toEqual(profileOf(version));
    }
  });
});
