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

/** Characters of a part that may be of any length. */
const MOST = { filters: 64, function: 48 };
/** Of the whole, in bytes: `saveFile` cuts at its end what is longer. */
const MOST_BYTES = 190;

/** Without ending; `saveFile` makes it one that file systems take. */
export function shownName({ session, of, sampleType, filters, ownWords, around, more }: ShownName): string {
  const given = Object.entries(filters.options).map(([name, pattern]) => `${name}=${pattern}`);
  const filtered = [...(filters.ownOnly ? [ownWords] : []), ...given].join(' ');
  const parts = [of, sampleType, cutInside(filtered, MOST.filters), around, ...more];
  const rest = parts.filter((part) => part !== '').join(' ');
  // The session's name is all alike in what is saved of it: it gives way to what is not.
  const left = Math.max(0, MOST_BYTES - new TextEncoder().encode(rest).length - 1);
  return `${cutToBytes(session, left)} ${rest}`.trim();
}

/** A function without the path of its package, and of a long name the end, which tells it from its neighbours. */
export function shortFunction(name: string): string {
  const chars = [...name.slice(name.lastIndexOf('/') + 1)];
  return chars.length <= MOST.function ? chars.join('') : `…${chars.slice(1 - MOST.function).join('')}`;
}

/** Patterns begin and end alike, but not both. */
function cutInside(text: string, most: number): string {
  const chars = [...text];
  if (chars.length <= most) return text;
  const half = Math.floor(most / 2);
  return `${chars.slice(0, most - half - 1).join('')}…${chars.slice(-half).join('')}`;
}

function cutToBytes(text: string, most: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(most));
  return text.slice(0, read);
}
