// What the tz database calls a zone at a moment: `CET`, `CST`, `-03`. Go prints these; Node's Intl knows only a few and
// says `GMT+8` for the rest. Format of the files: RFC 9636.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDERS = ['/usr/share/zoneinfo', '/usr/share/lib/zoneinfo', '/usr/lib/locale/TZ', '/etc/zoneinfo'];
const MAX_BYTES = 1 << 20;

/** Abbreviation of the local zone at a time, given its offset from UTC there; null where no file says. */
export function localAbbreviation(unixSeconds: number, offsetSeconds: number): string | null {
  for (const file of localZoneFiles(process.env['TZ'])) {
    const bytes = readIfThere(file);
    if (bytes !== null) return abbreviationIn(bytes, unixSeconds, offsetSeconds);
  }
  return null;
}

/** Where Go looks for the local zone (time/zoneinfo_unix.go). */
function localZoneFiles(tz: string | undefined): string[] {
  if (tz === undefined) return ['/etc/localtime'];
  const name = tz.startsWith(':') ? tz.slice(1) : tz;
  if (name === '') return [];
  if (name.startsWith('/')) return [name];
  if (name.split('/').includes('..')) return [];
  return FOLDERS.map((folder) => path.join(folder, name));
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null; // this system keeps its zones elsewhere, or none
  }
}

/** Abbreviation in a TZif file of the kind of time that holds then, or else of one with the same offset; null: none. */
export function abbreviationIn(bytes: Buffer, unixSeconds: number, offsetSeconds: number): string | null {
  if (bytes.length > MAX_BYTES || bytes.toString('latin1', 0, 4) !== 'TZif') return null;
  try {
    const first = readBlock(bytes, 0, 4);
    // Version 2 files repeat everything in 64 bits.
    const block = bytes[4] === 0 ? first : readBlock(bytes, first.end, 8);
    let current = 0;
    for (let i = 0; i < block.transitions.length && (block.transitions[i] ?? 0) <= unixSeconds; i++) {
      current = block.kindAt[i] ?? 0;
    }
    const fits = (kind: Kind | undefined): boolean => kind?.offset === offsetSeconds;
    // After the last transition a rule holds that is not read here; the offset, which Node knows, tells the kind.
    const kind = fits(block.kinds[current]) ? block.kinds[current] : block.kinds.findLast(fits);
    return kind?.name ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null; // cut short
    throw error;
  }
}

interface Kind {
  readonly offset: number;
  readonly name: string;
}

function readBlock(
  bytes: Buffer,
  start: number,
  timeSize: 4 | 8,
): { transitions: number[]; kindAt: number[]; kinds: Kind[]; end: number } {
  const count = (index: number): number => bytes.readUInt32BE(start + 20 + index * 4);
  const [utIndicators, standardIndicators, leaps, times, kinds, characters] = [0, 1, 2, 3, 4, 5].map(
    count,
  ) as [number, number, number, number, number, number];
  const timesAt = start + 44;
  const kindAtAt = timesAt + times * timeSize;
  const kindsAt = kindAtAt + times;
  const namesAt = kindsAt + kinds * 6;
  const end = namesAt + characters + leaps * (timeSize + 4) + standardIndicators + utIndicators;
  if (end > bytes.length) throw new RangeError('a TZif file that is cut short');
  const time = (i: number): number =>
    timeSize === 4 ? bytes.readInt32BE(timesAt + i * 4) : Number(bytes.readBigInt64BE(timesAt + i * 8));
  const name = (at: number): string => {
    const from = namesAt + at;
    return bytes.toString('latin1', from, Math.max(from, bytes.indexOf(0, from)));
  };
  return {
    transitions: Array.from({ length: times }, (_, i) => time(i)),
    kindAt: [...bytes.subarray(kindAtAt, kindsAt)],
    kinds: Array.from({ length: kinds }, (_, i) => ({
      offset: bytes.readInt32BE(kindsAt + i * 6),
      name: name(bytes.readUInt8(kindsAt + i * 6 + 5)),
    })),
    end,
  };
}
