// The same goroutines in two dumps of one process, by their goids, which Go gives only once: who stayed where it was, who is new,
// who is gone. So "the same ones are still here" is seen, where counts say only that there are as many.
import type { Goroutines } from './goroutines';
import { regularisedBeta } from '../base/stats-distributions';
import { stackKeys } from './group';

/** Of one stack, of the first dump (A) and the second (B). */
export interface Flow {
  /** There in both. */
  stayed: number;
  /** There in B, and nowhere in A. */
  born: number;
  /** There in A, and nowhere in B. */
  gone: number;
  /** There in B, and elsewhere in A; and the other way round. */
  came: number;
  left: number;
}

/** Go hands ids to each P in blocks of 16: an id that is this far below the highest one was given out before it. */
const IDS_AHEAD = 16 * 256;

/**
 * By the key of a stack, as `groupGoroutines` has it. null where it cannot be told: a side has no goids, or one twice (a log of
 * several dumps), or its end is missing, so that who is not in it may have been there; or ids contradict that both are of one
 * process, in which they only rise. That they are, as far as it is known, is for the caller to say.
 */
export function flowBetween(a: Goroutines, b: Goroutines): ReadonlyMap<string, Flow> | null {
  if ([a, b].some((side) => side.truncated || side.goid.length < side.length || side.length === 0))
    return null;
  const [before, after] = [placesOf(a), placesOf(b)];
  if (before.size < a.length || after.size < b.length) return null;
  if (!mayFollow(before, after) && !mayFollow(after, before)) return null;
  const flows = new Map<string, Flow>();
  const flowOf = (key: string): Flow => {
    let flow = flows.get(key);
    if (flow === undefined) flows.set(key, (flow = { stayed: 0, born: 0, gone: 0, came: 0, left: 0 }));
    return flow;
  };
  for (const [goid, key] of after) {
    const was = before.get(goid);
    const flow = flowOf(key);
    if (was === undefined) flow.born++;
    else if (was === key) flow.stayed++;
    else {
      flow.came++;
      flowOf(was).left++;
    }
  }
  for (const [goid, key] of before) if (!after.has(goid)) flowOf(key).gone++;
  return flows;
}

/** Whether those who are new in the second are all younger than the first. */
function mayFollow(first: ReadonlyMap<number, string>, second: ReadonlyMap<number, string>): boolean {
  let highest = 0;
  for (const goid of first.keys()) highest = Math.max(highest, goid);
  for (const goid of second.keys()) if (goid < highest - IDS_AHEAD && !first.has(goid)) return false;
  return true;
}

/** By goid the key of the stack that it stands in. */
function placesOf(g: Goroutines): Map<number, string> {
  const keys = stackKeys(g);
  const places = new Map<number, string>();
  for (let row = 0; row < g.length; row++) places.set(g.goid[row]!, keys.get(g.stack[row]!)!);
  return places;
}

const STAYED_SHARE = 0.95;
const LEAST_WERE = 5;
const LEAST_BORN = 5;
const BORN_P = 0.001;
/** New goroutines of a stack between two dumps: of fewer nothing is told beyond chance, even where none went (2⁻ⁿ < p). */
export const BORN_TO_TELL = Math.ceil(-Math.log2(BORN_P));

/**
 * Whether the goroutines of a stack stay, and more come: at least 95 % of those that were there in A, five or more, still are, five or more are new,
 * and more came than went beyond chance (one-sided sign test, p < 0.001). Connections, pools and requests seldom do (1 in 1,000).
 */
export function isStaying({ stayed, born, gone, left }: Flow): boolean {
  const were = stayed + gone + left;
  const went = gone + left;
  return (
    were >= LEAST_WERE &&
    stayed >= STAYED_SHARE * were &&
    born >= LEAST_BORN &&
    binomialTail(born + went, born) < BORN_P
  );
}

/** P(X ≥ k) of n fair coins. */
const binomialTail = (n: number, k: number): number => (k === 0 ? 1 : regularisedBeta(0.5, k, n - k + 1));
