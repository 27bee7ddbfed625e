// Goroutines grouped for a reader: by stack, site, wait state, creator or label set.
import type { Frame, Stack } from '../base/frame';
import { ownSiteOf, type OwnCode } from '../base/own-code';
import { siteOf } from '../base/site';
import { at } from '../pprof/profile';
import { birthsOf, type Births } from './births';
import type { Goroutines, Labels } from './goroutines';
import type { Grouping } from './groupings';

/** What is not one same thing for all goroutines of the group is null, as is what the source does not say. */
export interface GoroutineGroup {
  /** Unique within one grouping; '' for goroutines whose state, creator or labels are unknown. */
  key: string;
  count: number;
  state: string | null;
  /**
   * Whole minutes, lower bounds. 0 stands for waits without minutes where others of the group have some; null where
   * none has any.
   */
  waitMinutes: { min: number; max: number } | null;
  /**
   * When they came to wait; null where none has waited for a minute, as far as the source says, and where its end is missing:
   * most of the newest stand there.
   */
  births: Births | null;
  site: Frame | null;
  ownSite: Frame | null;
  stack: Frame[] | null;
  createdBy: Frame | null;
  labels: Record<string, string> | null;
}

/** `main.work /src/main.go:12`: a frame as a key. */
export const frameKey = (frame: Frame): string => `${frame.function} ${frame.file}:${frame.line}`;

/** Frames numbered from 0, equal where name, file and line are. */
class FrameNumbers {
  readonly frames: Frame[] = [];
  readonly #numbers = new Map<string, number>();

  /** −1 for null. */
  of(frame: Frame | null): number {
    if (frame === null) return -1;
    const key = frameKey(frame);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.frames.push(frame) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}

/** Site and own site of every stack, as numbers of shared lists; −1 none. */
export interface StackSites {
  readonly sites: readonly Frame[];
  readonly ownSites: readonly Frame[];
  readonly site: Int32Array;
  readonly ownSite: Int32Array;
}

export const sitesOfStacks = (stacks: readonly Stack[], own: OwnCode): StackSites => {
  const sites = new FrameNumbers();
  const ownSites = new FrameNumbers();
  return {
    site: Int32Array.from(stacks, (stack) => sites.of(siteOf(stack))),
    ownSite: Int32Array.from(stacks, (stack) => ownSites.of(ownSiteOf(stack, own))),
    sites: sites.frames,
    ownSites: ownSites.frames,
  };
};

/** A group holds rows of different kinds. */
const MIXED = -2;
const merge = (known: number, value: number): number => (known === value ? known : MIXED);

interface Sums {
  readonly axis: number;
  count: number;
  state: number;
  site: number;
  ownSite: number;
  stack: number;
  creator: number;
  labels: number;
  minMinutes: number;
  maxMinutes: number;
  /** Goroutines by the whole minutes that they have waited, 1 and more. */
  readonly waits: Map<number, number>;
}

/** Sorted by count, the largest first, then by key. `processMinutes`: how old the process is, where that is known. */
export const groupGoroutines = (
  g: Goroutines,
  by: Grouping,
  own: OwnCode,
  processMinutes: number | null = null,
): GoroutineGroup[] => {
  const where = sitesOfStacks(g.stacks, own);
  const groups = new Map<number, Sums>();
  for (let row = 0; row < g.length; row++) {
    const stack = g.stack[row]!;
    const state = g.state[row]!;
    const creator = g.creator[row]!;
    const labels = g.labels[row]!;
    const site = where.site[stack]!;
    const ownSite = where.ownSite[stack]!;
    const minutes = g.waitMinutes[row]!;
    const axis =
      by === 'stack'
        ? stack
        : by === 'site'
          ? site
          : by === 'state'
            ? state
            : by === 'creator'
              ? creator
              : labels;
    const count = g.count[row]!;
    let sums = groups.get(axis);
    if (sums === undefined) {
      sums = {
        axis,
        count,
        state,
        site,
        ownSite,
        stack,
        creator,
        labels,
        minMinutes: minutes,
        maxMinutes: minutes,
        waits: new Map(),
      };
      groups.set(axis, sums);
    } else {
      sums.count += count;
      sums.state = merge(sums.state, state);
      sums.site = merge(sums.site, site);
      sums.ownSite = merge(sums.ownSite, ownSite);
      sums.stack = merge(sums.stack, stack);
      sums.creator = merge(sums.creator, creator);
      sums.labels = merge(sums.labels, labels);
      sums.minMinutes = Math.min(sums.minMinutes, minutes);
      sums.maxMinutes = Math.max(sums.maxMinutes, minutes);
    }
    if (minutes > 0) sums.waits.set(minutes, (sums.waits.get(minutes) ?? 0) + count);
  }
  const keys = new Map<string, number>();
  const named = [...groups.values()].map((sums): GoroutineGroup => {
    const stack = pick(g.stacks, sums.stack);
    const labels = pick(g.labelSets, sums.labels);
    const group = {
      count: sums.count,
      state: pick(g.states, sums.state),
      waitMinutes: sums.maxMinutes < 0 ? null : { min: Math.max(0, sums.minMinutes), max: sums.maxMinutes },
      births: g.truncated ? null : birthsOf(sums.waits, processMinutes),
      site: pick(where.sites, sums.site),
      ownSite: pick(where.ownSites, sums.ownSite),
      stack: stack && [...stack],
      createdBy: pick(g.creators, sums.creator),
      labels: labels && { ...labels },
    };
    return { key: keyOf(g, where, by, sums.axis, keys), ...group };
  });
  return named.sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
};

/** Null for −1 (unknown) and MIXED. */
const pick = <T>(rows: readonly T[], row: number): T | null => (row < 0 ? null : at(rows, row));

const keyOf = (
  g: Goroutines,
  where: StackSites,
  by: Grouping,
  axis: number,
  taken: Map<string, number>,
): string => {
  if (axis < 0) return '';
  const key = {
    stack: () => stackKey(at(g.stacks, axis)),
    site: () => frameKey(at(where.sites, axis)),
    state: () => at(g.states, axis),
    creator: () => frameKey(at(g.creators, axis)),
    label: () => labelsKey(at(g.labelSets, axis)),
  }[by]();
  return untaken(key, taken);
};

/** Two stacks of one key differ in what a key does not hold; it never happens with what Go writes. */
const untaken = (key: string, taken: Map<string, number>): string => {
  const twin = taken.get(key) ?? 0;
  taken.set(key, twin + 1);
  return twin === 0 ? key : `${key} (${twin + 1})`;
};

const stackKey = (stack: Stack): string => stack.map(frameKey).join('\n');

/** By row of `stacks` the key of its group by stack. */
export const stackKeys = (g: Goroutines): ReadonlyMap<number, string> => {
  const taken = new Map<string, number>();
  // In the order of the rows, as the groups are found.
  return new Map(Array.from(new Set(g.stack), (row) => [row, untaken(stackKey(at(g.stacks, row)), taken)]));
};

const PLAIN = /^[\w./@+-]+$/;
const word = (text: string): string => (PLAIN.test(text) ? text : JSON.stringify(text));
const labelsKey = (labels: Labels): string =>
  Object.entries(labels)
    .map(([key, value]) => `${word(key)}=${word(value)}`)
    .join(' ');
