import { describe, expect, it } from 'vitest';
import { readable } from '../../../test/support/go-pprof-readable';
import { expectOk } from '../../../test/support/expect-ok';
import { encodeUtf8 } from '../base/utf8-writer';
import { DECODE_LIMITS, type DecodeLimits } from './decode-limits';
import { decodeTextProfile } from './decode-text';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): ReturnType<typeof readable> => {
  const decoded = decodeTextProfile(bytes(text));
  if (decoded === null) throw new Error('none of the texts');
  return readable(expectOk(decoded));
};
const refusal = (text: string): string | null => {
  const decoded = decodeTextProfile(bytes(text));
  return decoded === null ? null : decoded.ok ? 'read' : decoded.error.message;
};

// What pprof makes of whole texts is held against it in test/long and in the recorded answers.
describe('decodeTextProfile', () => {
  it('reads counts, an address before each that is written, comments left out', () => {
    const profile = read(
      'goroutine profile: total 3\n2 @ 0x11 0x21\n# labels: {"a":"b"}\n#\t0x10\tmain.f\n\n1 @ 0x11\n',
    );
    expect(profile.sampleTypes).toEqual([['goroutine', 'count']]);
    expect(profile.samples.map(({ values, stack }) => [values, stack.map(({ address }) => address)])).toEqual(
      [
        [[2n], [0x10n, 0x20n]],
        [[1n], [0x10n]],
      ],
    );
  });

  it('scales heap records by the chance that they were sampled', () => {
    const profile = read(
      'heap profile: 1: 512 [2: 1024] @ heap/1024\n1: 512 [2: 1024] @ 0x11\n0: 0 [0: 0] @ 0x21\n',
    );
    expect(profile.sampleTypes.map(([type]) => type)).toEqual([
      'alloc_objects',
      'alloc_space',
      'inuse_objects',
      'inuse_space',
    ]);
    // 1 / (1 − e⁻¹), cut to whole numbers.
    expect(profile.samples.map(({ values }) => values)).toEqual([
      [3n, 1619n, 1n, 809n],
      [0n, 0n, 0n, 0n],
    ]);
    expect(profile.samples[0]?.labels).toEqual([{ key: 'bytes', str: '', num: 512n, unit: '' }]);
  });

  it('turns cycles into nanoseconds, times the period', () => {
    const profile = read('--- mutex:\ncycles/second=2000000000\nsampling period=5\n100 2 @ 0x11\n');
    expect(profile.samples[0]?.values).toEqual([10n, 250n]);
  });

  it('keeps bytes that are no UTF-8, and a mark of byte order within the text', () => {
    const kind = [0xf0, ...bytes('oroutine')];
    const profile = expectOk(
      decodeTextProfile(Uint8Array.from([...kind, ...bytes(' profile: total 1\n1 @ 0x11\n')]))!,
    );
    expect(encodeUtf8(profile.sampleTypes[0]!.type)).toEqual(Uint8Array.from(kind));
    expect(read('\ufeffheap profile: total 1\n1 @ 0x11\n').sampleTypes[0]).toEqual(['\ufeffheap', 'count']);
    expect(refusal('goroutine profile: total 1\n\ufeff1 @ 0x11\n')).toMatch(/^line 2: not a record/);
  });

  it('says which line cannot be read', () => {
    expect(refusal('goroutine profile: total 1\n1 @ 0x1\nnonsense\n')).toBe(
      'line 3: not a record of a goroutine profile',
    );
    expect(refusal('heap profile: 1: 1 [1: 1] @ heap/2\n0: 5 [0: 0] @\n')).toBe(
      'line 2: 5 bytes in no object',
    );
    expect(refusal('heap profile: 1: 1 [1: 1] @ heap/2\n9999999999999999999: 1 [0: 0] @\n')).toMatch(
      /beyond all numbers/,
    );
    expect(refusal(`goroutine profile: total 1\n${'1'.repeat(70_000)}\n`)).toBe(
      'line 2: a line of 65536 bytes or more',
    );
    expect(refusal('--- contention:\ncycles/second=1\n1 1 @ 0x1\nMAPPED_LIBRARIES:\n')).toMatch(
      /a memory map/,
    );
  });

  it('ends at the limits of a profile', () => {
    const text = bytes('heap profile: 1: 1 [1: 1] @ heap/2\n1: 1 [1: 1] @ 0x1 0x2\n1: 1 [1: 1] @ 0x3\n');
    const read = (limits: Partial<DecodeLimits>): unknown => {
      const decoded = decodeTextProfile(text, { ...DECODE_LIMITS, ...limits });
      return decoded?.ok === false ? [decoded.error.code, decoded.error.message] : 'read';
    };
    expect(read({ records: 2, frames: 3, locations: 3 })).toBe('read');
    expect(read({ records: 1 })).toEqual(['too-large', 'line 3: more than 1 records']);
    expect(read({ frames: 2 })).toEqual(['too-large', 'line 3: more than 2 frames in its stacks']);
    expect(read({ locations: 2 })).toEqual(['too-large', 'line 3: more than 2 locations']);
  });

  it('leaves other texts alone', () => {
    for (const text of ['', 'goroutine 1 [running]:\n', '<html>', 'heap profile'])
      expect(refusal(text)).toBeNull();
  });
});
