// On the profiles that test/services/record.mjs took of three real services, 30 each, a second apart.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeProfile } from './decode';
import { heapRecordsOf, mayFollow, type HeapRecords } from './heap-records';

const FIXTURES = path.resolve(import.meta.dirname, '../../../test/fixtures/services');

function recorded(service: string): HeapRecords[] {
  const folder = path.join(FIXTURES, service, readdirSync(path.join(FIXTURES, service))[0] ?? '');
  return readdirSync(folder)
    .filter((file) => file.endsWith('-heap.pb.gz'))
    .sort()
    .map((file) => {
      const decoded = decodeProfile(gunzipSync(readFileSync(path.join(folder, file))));
      const records = decoded.ok ? heapRecordsOf(decoded.value) : null;
      if (records === null) throw new Error(file);
      return records;
    });
}

describe('heap records of a real process', () => {
  it.each(['collectsvr', 'heapmap', 'steady'])('never fall and never vanish (%s)', (service) => {
    const profiles = recorded(service);
    expect(profiles.length).toBeGreaterThan(20);
    for (const [i, earlier] of profiles.entries())
      for (const later of profiles.slice(i)) expect(mayFollow(earlier, later, true)).toBe(true);
  });

  it('tell that time ran backwards: some record was less', () => {
    const profiles = recorded('heapmap');
    const [first, last] = [profiles[0], profiles.at(-1)];
    if (first === undefined || last === undefined) throw new Error('no fixtures');
    expect(mayFollow(last, first, false)).toBe(false);
  });

  it('tell another program', () => {
    const [heapmap, steady] = [recorded('heapmap').at(-1), recorded('steady')[0]];
    if (heapmap === undefined || steady === undefined) throw new Error('no fixtures');
    expect(mayFollow(steady, heapmap, true)).toBe(false);
  });
});

describe('mayFollow', () => {
  const of = (records: Record<string, number>, rate = 524_288): HeapRecords => ({
    allocObjects: new Map(Object.entries(records)),
    total: 0,
    rate,
  });
  it('takes one record that fell, or of whole profiles one that is gone', () => {
    expect(mayFollow(of({ a: 5, b: 2 }), of({ a: 500, b: 1 }), true)).toBe(false);
    expect(mayFollow(of({ a: 5, b: 2 }), of({ a: 5 }), true)).toBe(false);
    expect(mayFollow(of({ a: 5, b: 2 }), of({ a: 5 }), false)).toBe(true);
    expect(mayFollow(of({ a: 5 }), of({ a: 5, b: 9 }), true)).toBe(true);
  });
  it('does not compare other sampling rates, nor profiles without records', () => {
    expect(mayFollow(of({ a: 5 }), of({ a: 1 }, 1), true)).toBeNull();
    expect(mayFollow(of({}), of({ a: 1 }), true)).toBeNull();
    expect(mayFollow(of({ a: 1 }), of({}), true)).toBeNull();
  });
});
