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
    expect(refusal('goroutine profile: total 1\n1 @ 0x10000000000000000\n')).toMatch(/is no address/);
  });

  it('passes over what stands before and behind a header or a record, and reads numbers as Go does', () => {
    const heap = read('$ heap profile: 1: 512 [1: 512] @ heap_v2/0 x\n>1: 512 [1: 512] @ 0x11 more\n');
    expect(heap.samples.map(({ values }) => values)).toEqual([[1n, 512n]]);
    const mutex = read('--- mutex:\ncycles/second=0x10\nsampling period=010\nat 123 @ 0x11\n');
    expect(mutex.samples.map(({ values }) => values)).toEqual([[24n, 6_000_000_000n]]);
    expect(read('goroutine profile: total 8\n010 @ 0x0000000000000000011\n').samples[0]?.values).toEqual([
      8n,
    ]);
    expect(read('heap profile: 1: 9 [1: 9] @ growthz\n1: 9 [1: 9] @ 0x11\n').samples[0]?.values).toEqual([
      1n,
      9n,
    ]);
  });

  it('is in time linear in a line', () => {
    const start = performance.now();
    for (const part of ['1', '1 ', '-1', '1: ', '1 1', ' ']) {
      const line = part.repeat(60_000 / part.length);
      expect(refusal(`heap profile: 1: 1 [1: 1] @ heap/2\n${line}x\n`)).toMatch(/line 2|read/);
      expect(refusal(`--- mutex:\n${line}x\n`)).toMatch(/line 2|read/);
      expect(refusal(`goroutine profile: total 1\n---\n--- Memory map: ---\n${line}x\n`)).toBe('read');
    }
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it.each([
    ['a range without its end', `---\n--- Memory map: ---\n`, 'a'.repeat(40) + ' '.repeat(60_000)],
    ['names', `---\n--- Memory map: ---\n${'$'.repeat(30_000)}a=1\n`, '$'.repeat(60_000)],
    ['numbers', '', `${`${'1'.repeat(198)}x`.repeat(300)} 1 1 @ 0x1`],
  ])('is in time linear in many lines of %s', (_, head, line) => {
    const start = performance.now();
    expect(refusal(`--- mutex:\n${head}${`${line}\n`.repeat(200)}`)).toBe('read');
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it('takes any number of zeros before a number, and its last digit as the second where two numbers touch', () => {
    const zeros = '0'.repeat(200);
    expect(read(`--- mutex:\n${zeros}12 @ 0x1\n`).samples[0]?.values).toEqual([2n, 1n]);
    const { mappings, strings } = expectOk(
      decodeTextProfile(
        bytes(
          'x profile: total 1\n1 @ 0x1\n--- Memory map: ---\n' +
            `0x${zeros}500000-${zeros}600000 r-xp ${zeros} 8:1 1 /a\n${zeros}70x800000 /b\n`,
        ),
      )!,
    );
    expect([...mappings.start]).toEqual([0x500000n, 0x7n]);
    expect([...mappings.limit]).toEqual([0x600000n, 0x800000n]);
    expect([...mappings.filename].map((row) => strings[row])).toEqual(['/a', '/b']);
  });

  it('reads the memory map behind a text: code alone, neighbours as one, the program first', () => {
    const text = (map: string): string =>
      `goroutine profile: total 1\n1 @ 0x500001 0x900001 0x1\n---\n--- Memory map: ---\n${map}`;
    const mappings = (map: string): unknown => {
      const profile = expectOk(decodeTextProfile(bytes(text(map)))!);
      const { start, limit, filename, buildId } = profile.mappings;
      return [
        [...start].map((from, i) => [
          from,
          limit[i],
          profile.strings[filename[i]!],
          profile.strings[buildId[i]!],
        ]),
        [...profile.locations.mapping],
      ];
    };
    const everything = [0n, (1n << 64n) - 1n, '', ''];
    expect(
      mappings(
        'bin=/opt\n00800000-00a00000 r-xp 00000000 fc:01 7 /lib/c.so\n00400000-00500000 r-xp 00000000 fc:01 1234 $bin/x\n' +
          '00500000-00600000 r-xp 00100000 fc:01 1234 $bin/x\n00600000-00700000 rw-p 00000000 fc:01 1234 /data\nnonsense\n',
      ),
    ).toEqual([
      [
        [0x400000n, 0x600000n, '/opt/x', ''],
        [0x800000n, 0xa00000n, '/lib/c.so', ''],
      ],
      [0, 1, -1],
    ]);
    expect(mappings('400000-501000: /bin/x abc123\n')).toEqual([
      [[0x400000n, 0x501000n, '/bin/x', 'abc123'], everything],
      [0, 1, -1],
    ]);
    expect(mappings('')).toEqual([[everything], [0, 0, -1]]);
    // Behind a log's prefix; with a hole between them they are two; a limit beyond 64 bits is no entry.
    expect(
      mappings(
        'I07 a.cc:7] 500000-600000 r-xp 0 8:1 1 /a\n800000-a00000 r-xp 0 8:1 1 /a\n1-10000000000000000 r-xp 0 8:1 1 /b\n',
      ),
    ).toEqual([
      [
        [0x500000n, 0x600000n, '/a', ''],
        [0x800000n, 0xa00000n, '/a', ''],
      ],
      [0, 1, -1],
    ]);
    // The beginning was left out: of the program that is linked to begin there, and of a library.
    expect(mappings('501000-600000 r-xp 101000 8:1 1 /a\n901000-a00000 r-xp 2000 8:1 1 /b.so\n')).toEqual([
      [
        [0x400000n, 0x600000n, '/a', ''],
        [0x8ff000n, 0xa00000n, '/b.so', ''],
      ],
      [0, 1, -1],
    ]);
  });

  it('takes so many names of a memory map, and lets none grow from line to line', () => {
    const ofLine = (map: string): string => {
      const { mappings, strings } = expectOk(
        decodeTextProfile(bytes(`x profile: total 1\n1 @ 0x1\n--- Memory map: ---\n${map}`))!,
      );
      return strings[mappings.filename[0]!]!;
    };
    const names = Array.from({ length: 17 }, (_, i) => `n${String.fromCharCode(97 + i)}=${i}\n`).join('');
    expect(ofLine(`${names}1-2 r-xp 0 8:1 1 $np/$nq\n`)).toBe('15/$nq');
    const growing = Array.from({ length: 15 }, (_, i) => `v${i + 1}_=${`$v${i}_`.repeat(8)}\n`).join('');
    expect(ofLine(`v0_=aaaaaaaa\n${growing}1-2 r-xp 0 8:1 1 $v15_\n`).length).toBeLessThan(2_000_000);
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
    // Lines that say nothing take their time too.
    expect(read({ textLines: 2 })).toEqual(['too-large', 'line 3: more than 2 lines of text']);
    const mapped = bytes(
      'x profile: total 1\n1 @ 0x1\n--- Memory map: ---\n1-2 r-xp 0 8:1 1 a\n3-4 r-xp 0 8:1 1 b\n',
    );
    const decoded = decodeTextProfile(mapped, { ...DECODE_LIMITS, mappings: 1 });
    expect(decoded).toMatchObject({ error: { code: 'too-large', message: 'line 5: more than 1 mappings' } });
    expect(decodeTextProfile(mapped, { ...DECODE_LIMITS, mappings: 2 })).toMatchObject({ ok: true });
  });

  it('leaves other texts alone', () => {
    for (const text of ['', 'goroutine 1 [running]:\n', '<html>', 'heap profile'])
      expect(refusal(text)).toBeNull();
  });
});
