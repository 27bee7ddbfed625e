// The name of a file for what a view shows: two that differ in what is shown have two names.
import type { FilterQuestion } from '../../core/pprof/filter/filters';

export interface ShownName {
  readonly session: string;
  /** Which captures, and when. */
  readonly of: string;
  readonly sampleType: string;
  readonly filters: FilterQuestion;
  /** Said where only the program's own code is shown. */
  readonly ownWords: string;
  /** The function that it is around (`shortFunction`), as it is said; '': around none. */
  readonly around: string;
  /** What else makes it what it is, in words. */
  readonly more: readonly string[];
}

/** Bytes of filters, characters of a function. */
const MOST = { filters: 56, function: 48 };
/** As much of the session's name stays. */
const LEAST_SESSION = 24;
/** Of the whole, in bytes: `saveFile` cuts at its end what is longer. */
const MOST_BYTES = 190;

/** Without ending; `saveFile` makes it one that file systems take. */
export function shownName({ session, of, sampleType, filters, ownWords, around, more }: ShownName): string {
  const given = Object.entries(filters.options).map(([name, pattern]) => `${name}=${pattern}`);
  const filtered = [...(filters.ownOnly ? [ownWords] : []), ...given].join(' ');
  const parts = [of, sampleType, cutInside(filtered, MOST.filters), around, ...more];
  const rest = parts.filter((part) => part !== '').join(' ');
  // The session's name is all alike in what is saved of it: it gives way to what is not.
  const left = Math.max(LEAST_SESSION, MOST_BYTES - new TextEncoder().encode(rest).length - 1);
  return `${cutToBytes(session, left)} ${rest}`.trim();
}

/** A function without the path of its package, and of a long name the end, which tells it from its neighbours. */
export function shortFunction(name: string): string {
  const chars = [...name.slice(name.lastIndexOf('/') + 1)];
  return chars.length <= MOST.function ? chars.join('') : `…${chars.slice(1 - MOST.function).join('')}`;
}

/** What is cut in its middle is told apart by a hash of the whole. */
function cutInside(text: string, most: number): string {
  if (bytesOf(text) <= most) return text;
  const ends = [...text];
  const [head, tail] = [ends.slice(0, most >> 1), ends.slice(-(most >> 1))];
  while (bytesOf(head.join('') + tail.join('')) > most - 8) {
    head.pop();
    tail.shift();
  }
  return `${head.join('')}~${hashOf(text)}~${tail.join('')}`;
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** FNV-1a, as five letters and digits. */
function hashOf(text: string): string {
  let hash = 0x811c_9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x0100_0193) >>> 0;
  return hash.toString(36).padStart(7, '0').slice(-5);
}

function cutToBytes(text: string, most: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(most));
  return text.slice(0, read);
}
