// The tail of heap?debug=1: `# runtime.MemStats`, then a line per field, `# HeapAlloc = 1234`, and on Unix
// `# MaxRSS = bytes` (runtime/pprof, writeHeapInternal and addMaxRSS). It is there without any metrics endpoint.
import { err, ok, type FormatError, type Result } from '../base/result';
import { hasNumbers, MEMSTATS_FIELDS, type MemoryNumbers } from './memory-numbers';

const MARK = Uint8Array.from('# runtime.MemStats', (c) => c.charCodeAt(0));
/** PauseNs and PauseEnd are 256 numbers each: some 10 KiB in all. */
const MAX_TAIL = 256 * 1024;

/** `malformed` where there is no such tail: a protobuf profile, another text, or one that was cut before it. */
export const parseMemStats = (bytes: Uint8Array): Result<MemoryNumbers, FormatError> => {
  if (bytes.length === 0) return err({ code: 'empty', message: 'The file is empty.' });
  const start = lastIndexOf(bytes, MARK);
  if (start < 0) {
    return err({
      code: 'malformed',
      message: 'No `# runtime.MemStats` in it: not the whole text of heap?debug=1.',
    });
  }
  const numbers: MemoryNumbers = { source: 'memstats' };
  const lines = new TextDecoder().decode(bytes.subarray(start, start + MAX_TAIL)).split('\n');
  // The last is cut, or empty.
  for (const line of lines.slice(0, -1)) {
    const match = /^# (\w+) = (\d+)(?: \/ \d+)?\s*$/.exec(line);
    const name = match?.[1] ?? '';
    if (match === null) continue;
    // `# Stack = inuse / sys`
    if (name === 'Stack') numbers.stackInuseBytes = Number(match[2]);
    else if (name === 'MaxRSS') numbers.maxRssBytes = Number(match[2]);
    else if (Object.hasOwn(MEMSTATS_FIELDS, name)) {
      const field = MEMSTATS_FIELDS[name];
      if (field !== undefined) numbers[field] = Number(match[2]);
    }
  }
  return hasNumbers(numbers)
    ? ok(numbers)
    : err({ code: 'truncated', message: 'The text ends right after `# runtime.MemStats`.', offset: start });
};

const lastIndexOf = (bytes: Uint8Array, what: Uint8Array): number => {
  const first = what[0] ?? 0;
  for (let i = bytes.lastIndexOf(first); i >= 0; i = i === 0 ? -1 : bytes.lastIndexOf(first, i - 1)) {
    let k = 1;
    while (k < what.length && bytes[i + k] === what[k]) k++;
    if (k === what.length) return i;
  }
  return -1;
};
