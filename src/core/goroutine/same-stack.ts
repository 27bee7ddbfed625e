// One stack found again in captures of other forms. A profile shows the runtime's frames of a wait and a dump hides them;
// a profile ends at 128 frames, a dump leaves frames out after the first fifty; text writes `Pop[...]` for `Pop[go.shape.int]`.
// What they all show alike are the frames from the site outwards, and of these the program's and its libraries' own.
import type { Frame, Stack } from '../base/frame';
import { stackKey } from '../base/frame';
import { packageOf } from '../base/go-symbol';
import { siteOf } from '../base/site';
import { at } from '../pprof/profile';
import type { Goroutines } from './goroutines';
import { frameKey, stackKeys } from './group';

/** Fewer than a dump shows of the inner frames of a very deep stack. */
const MOST_FRAMES = 40;

/** From its site outwards, without the runtime's frames and what the functions are instantiated with. */
function shownAlike(stack: Stack): Stack {
  const site = siteOf(stack);
  const rest = site === null ? stack : stack.slice(stack.indexOf(site));
  return rest
    .filter((frame) => frame === site || packageOf(frame.function) !== 'runtime')
    .slice(0, MOST_FRAMES)
    .map((frame) => ({ ...frame, function: uninstantiated(frame.function) }));
}

function uninstantiated(name: string): string {
  const [open, close] = [name.indexOf('['), name.lastIndexOf(']')];
  return open < 0 || close < open ? name : `${name.slice(0, open)}[...]${name.slice(close + 1)}`;
}

/** The same place in one binary, whichever form of a capture names it. */
export const isSamePlace = (a: Frame, b: Frame): boolean =>
  a.line === b.line && uninstantiated(a.function) === uninstantiated(b.function);

/** Whether a stack begins as this one does, from its site outwards: of a site alone, whether it is theirs. */
export function isSameStack(stack: Stack): (other: Stack) => boolean {
  const wanted = shownAlike(stack);
  const key = stackKey(wanted);
  return (other) => wanted.length > 0 && stackKey(shownAlike(other).slice(0, wanted.length)) === key;
}

/** Rows of the goroutines with that stack. */
export function rowsWithStack(g: Goroutines, stack: Stack): number[] {
  const isSame = isSameStack(stack);
  const same = new Set([...g.stacks.keys()].filter((row) => isSame(at(g.stacks, row))));
  return same.size === 0 ? [] : [...g.stack.keys()].filter((row) => same.has(g.stack[row]!));
}

export interface Counted<T> {
  readonly what: T;
  readonly count: number;
}

/** What a capture says of the goroutines with one stack. */
export interface Appearance {
  readonly count: number;
  /** The most numerous first; null: not known. */
  readonly states: readonly Counted<string | null>[];
  /** Whole minutes, lower bounds; null: none is known. */
  readonly waitMinutes: { readonly min: number; readonly max: number } | null;
  /** Of its group by stack: of the largest where frames differ that are not compared. */
  readonly key: string;
}

/** null: none is there. */
export function appearanceIn(g: Goroutines, rows: readonly number[]): Appearance | null {
  if (rows.length === 0) return null;
  const waits = rows.map((row) => g.waitMinutes[row]!).filter((minutes) => minutes >= 0);
  const [largest] = countBy(g, rows, (row) => g.stack[row]!);
  return {
    count: rows.reduce((sum, row) => sum + g.count[row]!, 0),
    states: countBy(g, rows, (row) => g.states[g.state[row]!] ?? null),
    waitMinutes:
      waits.length === 0
        ? null
        : {
            min: waits.length < rows.length ? 0 : waits.reduce((least, one) => Math.min(least, one)),
            max: waits.reduce((most, one) => Math.max(most, one)),
          },
    key: stackKeys(g).get(largest?.what ?? -1) ?? '',
  };
}

/** How many goroutines there are of each, the most first. */
function countBy<T>(g: Goroutines, rows: readonly number[], of: (row: number) => T): Counted<T>[] {
  const counts = new Map<T, number>();
  for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + g.count[row]!);
  return [...counts].map(([what, count]) => ({ what, count })).sort((a, b) => b.count - a.count);
}

export interface Creator {
  /** The `go` statement. */
  readonly frame: Frame;
  /** So many of those before it in the chain were started there. */
  readonly count: number;
  /** What the goroutine that ran it began with, where that is still there; null: it has ended, or is not known. */
  readonly startFunction: Frame | null;
}

const MOST_CREATORS = 8;

/**
 * Who started them, who started those, and so on: at each step where most were. It ends where the goroutines that did it
 * have ended, which a dump does not list.
 */
export function creatorChain(g: Goroutines, rows: readonly number[]): Creator[] {
  const chain: Creator[] = [];
  const rowOf = new Map([...g.goid].map((goid, row) => [goid, row]));
  const seen = new Set<number>(rows);
  let of = rows;
  while (of.length > 0 && chain.length < MOST_CREATORS) {
    const known = of.filter((row) => g.creator[row]! >= 0);
    const [most] = countBy(g, known, (row) => frameKey(at(g.creators, g.creator[row]!)));
    if (most === undefined) break;
    const ofMost = known.filter((row) => frameKey(at(g.creators, g.creator[row]!)) === most.what);
    const parents = new Set(ofMost.flatMap((row) => rowOf.get(g.creatorGoid[row] ?? 0) ?? []));
    const next = [...parents].filter((row) => !seen.has(row));
    for (const row of next) seen.add(row);
    const began = next[0] === undefined ? undefined : at(g.stacks, g.stack[next[0]]!).at(-1);
    chain.push({
      frame: at(g.creators, g.creator[ofMost[0]!]!),
      count: most.count,
      startFunction: began ?? null,
    });
    of = next;
  }
  return chain;
}

export interface LabelShare {
  readonly key: string;
  /** Of the goroutines that do not have it. */
  readonly without: number;
  /** Values in all, told or not. */
  readonly count: number;
  readonly values: readonly { readonly value: string; readonly weight: number }[];
}

const MOST_KEYS = 20;
const MOST_VALUES = 20;

/** How many of the goroutines have which value of each label; the label that most have first. */
export function labelShares(g: Goroutines, rows: readonly number[]): LabelShare[] {
  const keys = new Map<string, { having: number; values: Map<string, number> }>();
  let all = 0;
  for (const row of rows) {
    const count = g.count[row]!;
    all += count;
    for (const [key, value] of Object.entries(g.labelSets[g.labels[row]!] ?? {})) {
      let of = keys.get(key);
      if (of === undefined) keys.set(key, (of = { having: 0, values: new Map() }));
      of.having += count;
      of.values.set(value, (of.values.get(value) ?? 0) + count);
    }
  }
  return [...keys]
    .sort(([a, x], [b, y]) => y.having - x.having || (a < b ? -1 : 1))
    .slice(0, MOST_KEYS)
    .map(([key, { having, values }]) => ({
      key,
      without: all - having,
      count: values.size,
      values: [...values]
        .map(([value, weight]) => ({ value, weight }))
        .sort((a, b) => b.weight - a.weight)
        .slice(0, MOST_VALUES),
    }));
}
