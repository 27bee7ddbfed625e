// Text that is to be UTF-8. Strings in Go are bytes, and a name or a label may hold some that are no UTF-8: each of them is
// kept as a surrogate of its own, U+DC80 to U+DCFF (as Python's surrogateescape does), which no UTF-8 decodes to. So what
// differs stays apart, and `encodeUtf8` gives back the bytes. Where such text is shown, U+FFFD stands for it.

const RAW = 0xdc00;

/** The character that stands for a byte above 0x7F which is no UTF-8. */
export const rawByte = (byte: number): string => String.fromCharCode(RAW + byte);

/** The character alone, that is: in a pair it is half of another. */
export const isRawByte = (code: number): boolean => code >= RAW + 0x80 && code <= RAW + 0xff;

const RAW_BYTES = /[\udc80-\udcff]/gu;

export const hasRawBytes = (text: string): boolean => text.search(RAW_BYTES) >= 0;

/** As Go reads each such byte: U+FFFD. */
export const replaceRawBytes = (text: string): string => text.replace(RAW_BYTES, '\ufffd');

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function decodeUtf8(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  // It stands for what could not be decoded, or for itself.
  return text.includes('\ufffd') ? decodeByBytes(bytes) : text;
}

/** In one array, since the pieces of a string that grows byte by byte take many times its memory. */
function decodeByBytes(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length);
  let n = 0;
  for (let i = 0; i < bytes.length;) {
    const length = characterLength(bytes, i);
    if (length <= 1) {
      const byte = bytes[i++]!;
      units[n++] = length === 1 ? byte : RAW + byte;
      continue;
    }
    let code = bytes[i++]! & (0x7f >> length);
    for (const end = i + length - 1; i < end; i++) code = (code << 6) | (bytes[i]! & 0x3f);
    if (code >= 0x10000) {
      units[n++] = 0xd7c0 + (code >> 10);
      units[n++] = 0xdc00 + (code & 0x3ff);
    } else units[n++] = code;
  }
  const pieces: string[] = [];
  for (let i = 0; i < n; i += PIECE)
    pieces.push(String.fromCharCode(...units.subarray(i, Math.min(n, i + PIECE))));
  return pieces.join('');
}

/** As many as a call takes as arguments, and more than enough. */
const PIECE = 4096;

/** Bytes of the character that begins there; 0: none does. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  let code = first & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0;
    if ((next & 0xc0) !== 0x80) return 0;
    code = (code << 6) | (next & 0x3f);
  }
  const isLead = first >= 0xc2 && first <= 0xf4;
  const isShortest = length === 2 || code >= (length === 3 ? 0x800 : 0x10000);
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  return isLead && isShortest && !isSurrogate && code <= 0x10ffff ? length : 0;
}
