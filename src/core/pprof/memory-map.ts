// The memory map behind a text profile, which C++ programs append: which binary an address is in. As google/pprof reads it
// (profile/legacy_profile.go: parseProcMapsFromScanner, remapMappingIDs; profile.go: massageMappings).
import { trimGoSpace } from '../base/trim-go-space';

export interface MapEntry {
  start: bigint;
  limit: bigint;
  offset: bigint;
  file: string;
  buildId: string;
}

const MOST = (1n << 64n) - 1n;

export const isMemoryMapHead = (line: string): boolean =>
  line.includes('--- Memory map: ---') || line.includes('MAPPED_LIBRARIES:');

/** Go's `\s` and `\S`. */
const S = '[\\t\\n\\f\\r ]';
const TEXT = '[^\\t\\n\\f\\r ]+';
const HEX_DIGIT = '[0-9a-fA-F]';
const HEX = `${HEX_DIGIT}+`;
const ADDRESS = `(?:0x)?(${HEX})`;
// A number ends where its digits do, or one before where nothing stands between the two: its last digit is then the second.
// Any other end would be tried in vain, over the rest of the line each time.
const RANGE = `^${S}*${ADDRESS}(?!${HEX_DIGIT}{2})-?${S}*${ADDRESS}(?!${HEX_DIGIT}):?`;
const PERMISSIONS = `(?:${S}+([-rwxp]+))?`;
const FILE = `(?:${S}+(${TEXT}))?`;
const PROC_ENTRY = new RegExp(`${RANGE}${PERMISSIONS}(?:${S}+(${HEX}))?${S}+${HEX}:${HEX}${S}+[0-9]+${FILE}`);
const BRIEF_ENTRY = new RegExp(`${RANGE}${PERMISSIONS}${FILE}(?:${S}+\\(@(${HEX})\\))?(?:${S}+(${HEX}))?`);
const LOG_PREFIX = /^[^[\]]+:[0-9]+\][\t\n\f\r ]/;

/**
 * Entries of binaries' code, in their order. A line `name=value` says what `$name` stands for in those after it; any other
 * that is no entry is passed over. `bound` is told how many there are, and throws where it is too much. `mostNames`: such
 * lines beyond are passed over too, and so is a name with a `$` in it: held against each `$` of a line, it could take the
 * line's length each time.
 */
export function parseMemoryMap(
  nextLine: () => string | null,
  bound: (entries: number) => void,
  mostNames = 16,
): MapEntry[] {
  const entries: MapEntry[] = [];
  const names: (readonly [string, string])[] = [];
  for (let line = nextLine(); line !== null; line = nextLine()) {
    const text = withNames(line.replace(LOG_PREFIX, ''), names);
    const entry = parseEntry(text);
    if (entry !== null) {
      if (entry !== 'data') bound(entries.push(entry));
      continue;
    }
    const equals = text.indexOf('=');
    if (equals < 0 || names.length >= mostNames) continue;
    const name = trimGoSpace(text.slice(0, equals));
    if (!name.includes('$')) names.push([`$${name}`, trimGoSpace(text.slice(equals + 1))]);
  }
  return entries;
}

/** Of names that begin alike the one that was said first counts. */
function withNames(line: string, names: readonly (readonly [string, string])[]): string {
  let text = '';
  let from = 0;
  // What stands for itself and again for itself would grow with each line.
  for (
    let at = line.indexOf('$');
    at >= 0 && text.length < MAX_TEXT;
    at = line.indexOf('$', Math.max(from, at + 1))
  ) {
    const found = names.find(([name]) => line.startsWith(name, at));
    if (found === undefined) continue;
    text += line.slice(from, at) + found[1];
    from = at + found[0].length;
  }
  return text + line.slice(from);
}
const MAX_TEXT = 64 * 1024;

/** Null: none. 'data': one of memory that holds no code. */
function parseEntry(line: string): MapEntry | 'data' | null {
  const proc = PROC_ENTRY.exec(line);
  const brief = proc === null ? BRIEF_ENTRY.exec(line) : null;
  const found = proc ?? brief;
  if (found === null) return null;
  const [, startText, limitText, permissions = '', third = '', fourth = '', fifth = ''] = found;
  if (permissions !== '' && !permissions.includes('x')) return 'data';
  const [offsetText, file] = proc === null ? [fourth, third] : [third, fourth];
  const [start, limit, offset] = [address(startText), address(limitText), address(offsetText || '0')];
  if (start === null || limit === null || offset === null) return null;
  return { start, limit, offset, file, buildId: proc === null ? fifth : '' };
}

function address(hex = ''): bigint | null {
  const value = BigInt(`0x${hex}`);
  return value <= MOST ? value : null;
}

/** Neighbours that are of one file as one, and the main program, by its name, first. */
export function arranged(entries: readonly MapEntry[]): MapEntry[] {
  const all: MapEntry[] = [];
  for (const entry of entries) {
    const last = all.at(-1);
    if (last === undefined || !isContinued(last, entry)) {
      all.push({ ...entry });
      continue;
    }
    last.limit = entry.limit;
    last.file = entry.file || last.file;
    last.buildId = entry.buildId || last.buildId;
  }
  const main = all.findIndex(({ file }) => {
    const name = trimGoSpace(file.replaceAll('(deleted)', ''));
    return name !== '' && !/\.so$|\.so[._][0-9]+/.test(name) && !name.startsWith('[');
  });
  if (main > 0) [all[0], all[main]] = [all[main]!, all[0]!];
  if (all.length > 1 && all[0]!.file.startsWith('/anon_hugepage') && all[0]!.limit === all[1]!.start)
    all.shift();
  const [first] = all;
  // Where programs are linked to begin.
  if (first !== undefined && BigInt.asUintN(64, first.start - first.offset) === 0x400000n) {
    first.start = 0x400000n;
    first.offset = 0n;
  }
  return all;
}

function isContinued(a: MapEntry, b: MapEntry): boolean {
  const differ = (x: string, y: string): boolean => x !== '' && y !== '' && x !== y;
  if (differ(a.file, b.file) || differ(a.buildId, b.buildId) || a.limit !== b.start) return false;
  return a.offset === 0n || b.offset === 0n || BigInt.asUintN(64, a.offset + a.limit - a.start) === b.offset;
}

/**
 * The entry of each address, −1 for address 0. Those in none are in one more, which spans everything: Go's own texts have
 * no map. Entries that begin too late, since a part of them was left out, are moved to their beginning.
 */
export function placed(entries: MapEntry[], addresses: readonly bigint[]): Int32Array {
  let everything = -1;
  return Int32Array.from(addresses, (one) => {
    if (one === 0n) return -1;
    const within = entries.findIndex(({ start, limit }) => start <= one && one < limit);
    if (within >= 0) return within;
    const before = entries.findIndex(
      ({ start, offset }) => offset !== 0n && BigInt.asUintN(64, start - offset) <= one && one < start,
    );
    const moved = entries[before];
    if (moved !== undefined) {
      moved.start = BigInt.asUintN(64, moved.start - moved.offset);
      moved.offset = 0n;
      return before;
    }
    if (everything < 0)
      everything = entries.push({ start: 0n, limit: MOST, offset: 0n, file: '', buildId: '' }) - 1;
    return everything;
  });
}
