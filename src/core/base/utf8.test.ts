import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, hasRawBytes, replaceRawBytes } from './utf8';
import { encodeUtf8 } from './utf8-writer';

const bytesOf = (...bytes: number[]): Uint8Array => new Uint8Array(bytes);

describe('decodeUtf8', () => {
  it('loses no byte, and is the decoder where all is UTF-8', () => {
    // So that characters are often begun.
    const byte = fc.oneof(
      fc.nat({ max: 255 }),
      fc.constantFrom(0x80, 0x9f, 0xa0, 0xbf, 0xc1, 0xc3, 0xe0, 0xe3, 0xed, 0xef, 0xf0, 0xf4),
    );
    const bytes = fc.array(byte, { maxLength: 8 }).map((all) => bytesOf(...all));
    fc.assert(
      fc.property(fc.oneof(bytes, fc.string({ unit: 'binary' }).map(encodeUtf8)), (some) => {
        const text = decodeUtf8(some);
        expect(encodeUtf8(text)).toEqual(some);
        expect(hasRawBytes(text)).toBe(!isUtf8(some));
        if (isUtf8(some)) expect(text).toBe(Buffer.from(some).toString('utf8'));
      }),
      { seed: 3, numRuns: 5_000 },
    );
  });

  it.each([
    ['a byte that begins nothing', [0x61, 0xe9], 'a\udce9'],
    ['a character that is cut off', [0xe3, 0x81, 0x78], '\udce3\udc81x'],
    ['more bytes than it takes', [0xc0, 0x80], '\udcc0\udc80'],
    ['half of a pair', [0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
    ['what is beyond the last', [0xf4, 0x90, 0x80, 0x80], '\udcf4\udc90\udc80\udc80'],
    ['U+FFFD itself', [0xef, 0xbf, 0xbd, 0xff], '\ufffd\udcff'],
  ])('keeps %s', (_, bytes, text) => {
    expect(decodeUtf8(bytesOf(...bytes))).toBe(text);
  });
});

it('reads a long text byte by byte where it must, in pieces that show nowhere', () => {
  const bytes = Uint8Array.from(
    { length: 30_000 },
    (_, i) => [0xff, 0xf0, 0x9f, 0x93, 0xbf, 0x78, 0xe3, 0x81, 0x82][i % 9]!,
  );
  const text = decodeUtf8(bytes);
  expect(text.startsWith('\udcff\u{1f4ff}xあ\udcff')).toBe(true);
  expect(encodeUtf8(text)).toEqual(bytes);
});

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

it('other halves of pairs than those bytes are no text', () => {
  expect(encodeUtf8('\ud800\udc7f\udfff')).toEqual(encodeUtf8('\u{1007f}\ufffd'));
  expect(replaceRawBytes('\udce9\u{1f4ff}\udcff')).toBe('\ufffd\u{1f4ff}\ufffd');
});
