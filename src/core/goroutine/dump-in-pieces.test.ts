import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, fixture, GO_VERSIONS } from '../../../test/support/goroutine-fixtures';
import { dumpText } from '../../../test/support/make-dump';
import { DumpInPieces, GO_DUMP_LIMIT_BYTES, isPlainDump, parseDump, type DumpOptions } from './parse-dump';

/** As a file is shown: each piece is what the one before left, and the next bytes; the last one is not known to be it. */
function inPieces(bytes: Uint8Array, sizes: readonly number[], options?: DumpOptions) {
  const dump = new DumpInPieces(options);
  let start = 0;
  let end = 0;
  for (let i = 0; end < bytes.length; i++) {
    end = Math.min(bytes.length, end + (sizes[i % sizes.length] ?? 1));
    start += dump.read(bytes.subarray(start, end));
  }
  return dump.finish(bytes.subarray(start));
}

const files = [
  ...GO_VERSIONS.map((version) => `goroutine/${version}/goroutine.debug2.txt`),
  'goroutine/go1.26/debug-flags/goroutine.debug2.txt',
  'goroutine/go1.26/sigquit-system.txt',
];

describe('a dump in pieces', () => {
  it.each(files)('is what it is as a whole: %s', (file) => {
    const bytes = fixture(file);
    for (const stacks of [true, false]) {
      const whole = parseDump(bytes, { stacks });
      for (const size of [7, 64, 1000, 4096, bytes.length])
        expect(inPieces(bytes, [size], { stacks })).toEqual(whole);
    }
  });

  it('is the same wherever it is cut, and however it ends', () => {
    const text = bytesOf(`${dumpText({ goroutines: 60 })}\nexit status 2\r\n\n`);
    const size = fc.integer({ min: 1, max: 3000 });
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 9 }), fc.nat(text.length), (sizes, cut) => {
        const bytes = text.subarray(0, cut);
        // Of no goroutine, both say that there is none, each in its words.
        const whole = parseDump(bytes);
        const read = inPieces(bytes, sizes);
        if (whole.ok) expect(read).toEqual(whole);
        else expect(read).toMatchObject({ ok: false });
      }),
    );
  });

  it('is cut where all pieces have the length at which Go cuts', () => {
    const bytes = new Uint8Array(GO_DUMP_LIMIT_BYTES).fill(10);
    for (const at of [0, bytes.length / 2])
      bytes.set(bytesOf('goroutine 1 [running]:\nmain.f()\n\t/f.go:1\n'), at);
    const isCut = (length: number): boolean | null => {
      const read = inPieces(bytes.subarray(0, length), [bytes.length - 64], { stacks: false });
      return read.ok ? read.value.truncated : null;
    };
    expect(isCut(bytes.length)).toBe(true);
    expect(isCut(bytes.length - 1)).toBe(false);
  });
});

describe('isPlainDump', () => {
  const dump = dumpText({ goroutines: 40 });

  it('knows a dump as Go prints it by its beginning', () => {
    expect(isPlainDump(bytesOf(dump))).toBe(true);
    for (const file of files.slice(0, GO_VERSIONS.length)) expect(isPlainDump(fixture(file))).toBe(true);
  });

  it('says no where a log, another encoding or too little of it leaves doubt', () => {
    expect(isPlainDump(bytesOf(dump.replaceAll(/^/gm, '2025-05-12T11:36:06Z pod-1 ')))).toBe(false);
    expect(isPlainDump(bytesOf(`panic: x\n\n${dump}`))).toBe(false);
    expect(isPlainDump(Buffer.from(`\ufeff${dump}`, 'utf16le'))).toBe(false);
    expect(isPlainDump(bytesOf(`\ufeff${dump}`))).toBe(false);
    expect(isPlainDump(bytesOf(dumpText({ goroutines: 31 })))).toBe(false);
    expect(isPlainDump(new Uint8Array())).toBe(false);
    // Its first line stands bare by chance.
    expect(isPlainDump(bytesOf(`goroutine 1 [running]:\n${dump.replaceAll(/^/gm, 'pod-1 ')}`))).toBe(false);
  });
});
