// expvar's page (/debug/vars): JSON whose `memstats` is runtime.MemStats. The command line, which stands there too and
// may hold secrets, is not looked at.
import { err, ok, type FormatError, type Result } from '../base/result';
import { hasNumbers, MEMSTATS_FIELDS, type MemoryNumbers } from './memory-numbers';

const MAX_BYTES = 64 * 1024 * 1024;
/** expvar publishes no goroutine count by itself; these are what services commonly call theirs. */
const GOROUTINE_NAMES = [
  'goroutines',
  'Goroutines',
  'numgoroutine',
  'NumGoroutine',
  'num_goroutine',
  'goroutine_count',
];

export const parseVars = (bytes: Uint8Array): Result<MemoryNumbers, FormatError> => {
  if (bytes.length === 0) return err({ code: 'empty', message: 'The page is empty.' });
  if (bytes.length > MAX_BYTES)
    return err({ code: 'too-large', message: `An expvar page of ${bytes.length} bytes.` });
  const text = new TextDecoder().decode(bytes);
  if (/^\s*<(?:!doctype|html|head|body)/i.test(text))
    return err({ code: 'html', message: 'An HTML page, not expvar.' });
  const page = parseJson(text);
  if (page === undefined) return err({ code: 'malformed', message: 'Not JSON, or cut off.' });
  const memstats = valueOf(page, 'memstats');
  const numbers: MemoryNumbers = { source: 'vars' };
  for (const [name, field] of Object.entries(MEMSTATS_FIELDS)) {
    const value = valueOf(memstats, name);
    if (typeof value === 'number') numbers[field] = value;
  }
  for (const name of GOROUTINE_NAMES) {
    const value = valueOf(page, name);
    if (typeof value !== 'number') continue;
    numbers.goroutines = value;
    break;
  }
  return hasNumbers(numbers)
    ? ok(numbers)
    : err({ code: 'unsupported', message: 'JSON without expvar’s memstats.' });
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const valueOf = (of: unknown, key: string): unknown =>
  typeof of === 'object' && of !== null && Object.hasOwn(of, key)
    ? Object.getOwnPropertyDescriptor(of, key)?.value
    : undefined;
