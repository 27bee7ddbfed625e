import { Utf8Writer } from './utf8-writer';

/**
 * Text as UTF-8 without a byte order mark; the very same array where it is that already. Windows PowerShell's `>`
 * writes UTF-16, so a dump or a log saved there arrives as that.
 */
export const plainText = (bytes: Uint8Array): Uint8Array => {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return bytes.subarray(3);
  const label = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : null;
  if (label === null) return bytes;
  const decoder = new TextDecoder(label);
  const out = new Utf8Writer(bytes.length / 2);
  for (let start = 2; start < bytes.length; start += CHUNK) {
    out.write(decoder.decode(bytes.subarray(start, start + CHUNK), { stream: true }));
  }
  return out.finish();
};

const CHUNK = 1 << 20;
