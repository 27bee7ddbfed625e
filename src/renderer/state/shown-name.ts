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
const MOST = { session: 40, filters: 48, function: 48 };

/** Without ending; `saveFile` makes it one that file systems take. */
export function shownName({ session, of, sampleType, filters, ownWords, around, more }: ShownName): string {
  const given = Object.entries(filters.options).map(([name, pattern]) => `${name}=${pattern}`);
  const filtered = [...(filters.ownOnly ? [ownWords] : []), ...given].join(' ');
  const parts = [cut(session, MOST.session), of, sampleType, cut(filtered, MOST.filters), around, ...more];
  return parts.filter((part) => part !== '').join(' ');
}

/** A function without the path of its package, and of a long name the end, which tells it from its neighbours. */
export function shortFunction(name: string): string {
  const chars = [...name.slice(name.lastIndexOf('/') + 1)];
  return chars.length <= MOST.function ? chars.join('') : `…${chars.slice(1 - MOST.function).join('')}`;
}

function cut(text: string, most: number): string {
  const chars = [...text];
  return chars.length <= most ? text : `${chars.slice(0, most - 1).join('')}…`;
}
