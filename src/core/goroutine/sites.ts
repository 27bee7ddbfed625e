// What a single moment says: where the goroutines stand, and whether very many of them stand blocked in one place.
import type { Frame } from '../base/frame';
import type { OwnCode } from '../base/own-code';
import { packageOf } from '../base/go-symbol';
import { GOROUTINE_FLAGS, type Goroutines } from './goroutines';
import { frameKey, sitesOfStacks } from './group';
import { isBlocked } from './wait-class';

export interface SiteRow {
  readonly site: Frame;
  /** Null also where stacks of this site differ in it. */
  readonly ownSite: Frame | null;
  readonly state: string | null;
  readonly count: number;
  /** 0–1 of all goroutines. */
  readonly share: number;
}

export interface Concentration {
  readonly site: Frame;
  readonly ownSite: Frame | null;
  readonly state: string | null;
  readonly count: number;
  /** Of all goroutines of the moment. */
  readonly total: number;
}

/** Stands for the site where a dump gives no frames: `goroutine running on other thread; stack unavailable`. */
export const NO_STACK: Frame = { function: '(no stack)', file: '', line: 0 };

interface Place {
  readonly site: Frame;
  ownSite: Frame | null;
  readonly state: string | null;
  /** The state is unknown, but the runtime has parked all of them. */
  parked: boolean;
  count: number;
  /** Packages of all frames of its stacks. */
  readonly packages: Set<string>;
}

/** One per site and state. */
const placesOf = (g: Goroutines, own: OwnCode): Place[] => {
  const where = sitesOfStacks(g.stacks, own);
  const places = new Map<number, Place>();
  const states = g.states.length + 1;
  // A place's number per stack and state, so that a row costs one look.
  const known = new Map<number, Place>();
  for (let row = 0; row < g.length; row++) {
    const stack = g.stack[row]!;
    const state = g.state[row]!;
    const isParked = (g.flags[row]! & GOROUTINE_FLAGS.parked) !== 0;
    let place = known.get(stack * states + state + 1);
    if (place === undefined) {
      const number = where.site[stack]!;
      const ownNumber = where.ownSite[stack]!;
      const site = where.sites[number] ?? NO_STACK;
      const ownSite = where.ownSites[ownNumber] ?? null;
      const key = (number + 1) * states + state + 1;
      place = places.get(key);
      if (place === undefined) {
        place = {
          site,
          ownSite,
          state: g.states[state] ?? null,
          parked: isParked,
          count: 0,
          packages: new Set(),
        };
        places.set(key, place);
      }
      if (place.ownSite !== ownSite) place.ownSite = null;
      for (const frame of g.stacks[stack] ?? []) place.packages.add(packageOf(frame.function));
      known.set(stack * states + state + 1, place);
    }
    place.count += g.count[row]!;
    place.parked &&= isParked;
  }
  return [...places.values()].sort(
    (a, b) => b.count - a.count || (frameKey(a.site) < frameKey(b.site) ? -1 : 1),
  );
};

/** One row per site and wait state, sorted by count, the largest first. */
export const siteRows = (g: Goroutines, own: OwnCode): SiteRow[] =>
  placesOf(g, own).map(({ site, ownSite, state, count }) => ({
    site,
    ownSite,
    state,
    count,
    share: g.total > 0 ? count / g.total : 0,
  }));

/** Beyond any pool that a service keeps for its work … */
const MANY = 100;
/** … unless two places hold the same number, as when each call leaves two goroutines behind; pools seldom do. */
const MANY_IN_PAIRS = 50;
/** A part of the whole that cannot be overlooked. Two sites of a leak and an ordinary service: 30–50 % each. */
const SHARE = 0.2;
/** Whatever the share; the threshold that Uber's LeakProf gives for a single place. */
const OVERWHELMING = 10_000;

/** As numbers of goroutines are that one cause leaves behind at two places. */
export const areAlike = (a: number, b: number): boolean =>
  Math.abs(a - b) <= Math.max(2, 0.05 * Math.max(a, b));

/**
 * Sites that hold very many goroutines, all blocked: at least a fifth of all and 100 (50 where another such site has
 * the same number), or 10,000. The largest first.
 *
 * Idle connections are the ordinary reason for many goroutines, so waits for the network never count, and neither do
 * goroutines that match them one to one in the same package: net/http's writeLoop beside its readLoop, a websocket's
 * writer beside its reader. A pool of more than 100 idle workers that is most of a process does show, since one moment
 * cannot tell it from a leak; growth can.
 */
export const concentrations = (g: Goroutines, own: OwnCode): Concentration[] => {
  const places = placesOf(g, own);
  const network = places.filter((place) => place.state === 'IO wait');
  const candidates = places.filter((place) => {
    if (!isBlocked(place.state) && !place.parked) return false;
    if (place.state === 'IO wait') return false;
    if (place.count < MANY_IN_PAIRS || (place.count < OVERWHELMING && place.count < SHARE * g.total))
      return false;
    const path = packageOf(place.site.function);
    return !network.some((other) => other.packages.has(path) && areAlike(other.count, place.count));
  });
  return candidates
    .filter(
      (place) =>
        place.count >= MANY ||
        candidates.some((other) => other !== place && areAlike(other.count, place.count)),
    )
    .map(({ site, ownSite, state, count }) => ({ site, ownSite, state, count, total: g.total }));
};
