// What the waits in one dump say of a leak: where goroutines came over all of a process's life and none of them went, their
// waits are spread over all of it. Work that comes and goes is young, a pool that was filled at the start is old.
import type { Stack } from '../base/frame';
import type { Goroutines } from './goroutines';
import { areAlike } from './sites';

/** Fewer goroutines say nothing of how they are spread. */
const LEAST = 10;
/** Waits are whole minutes; of a younger process its quarter is no more than a few of them. */
const LEAST_PROCESS_MINUTES = 60;
const OLD_SHARE = 0.25;
const YOUNG_SHARE = 0.1;

/** A stack whose goroutines are of all ages. */
export interface AgedStack {
  readonly stack: Stack;
  readonly count: number;
  readonly state: string | null;
  /** Those that have waited for a minute or more; and of them, for more than half and less than a quarter of the process's life. */
  readonly aged: number;
  readonly old: number;
  readonly young: number;
  /** The longest wait, in minutes. */
  readonly oldestMinutes: number;
}

interface Waits {
  count: number;
  readonly minutes: number[];
  state: number;
}

/**
 * Stacks of at least ten goroutines that have waited for a minute or more, a quarter of them for over half of the life of the
 * process, a tenth for less than a quarter of it; the most numerous first. `processMinutes`: how old the process is; null: not known, then as
 * old as the wait of goroutine 1, which runs `main.main` and in most services waits from the start for good; without that none are told.
 *
 * Not where the network is waited for: connections that outlive the process so far are of all ages too. What else lives as
 * long as the process (a subscription of each client) cannot be told apart by one dump; by two it can. Empty of a dump that is cut off: its youngest
 * goroutines are what is missing.
 */
export function stacksOfAllAges(g: Goroutines, processMinutes: number | null): AgedStack[] {
  if (g.truncated) return [];
  const waits = waitsByStack(g);
  const life = processMinutes ?? Math.max(0, g.waitMinutes[g.goid.indexOf(1)] ?? 0);
  if (life < LEAST_PROCESS_MINUTES) return [];
  const ofNetwork = networkStacks(g);
  return [...waits]
    .filter(([stack, w]) => w.minutes.length >= LEAST && !ofNetwork.has(stack))
    .flatMap(([stack, w]) => {
      const { count, minutes, state } = w;
      const aged = minutes.length;
      const old = minutes.filter((m) => m > life / 2).length;
      const young = minutes.filter((m) => m < life / 4).length;
      if (old < OLD_SHARE * aged || young < YOUNG_SHARE * aged) return [];
      const where = { stack: g.stacks[stack] ?? [], count, state: g.states[state] ?? null };
      return [{ ...where, aged, old, young, oldestMinutes: longestOf(w) }];
    })
    .sort((a, b) => b.count - a.count);
}

const longestOf = ({ minutes }: Waits): number => minutes.reduce((max, m) => Math.max(max, m), 0);

/** Stacks that wait for the network, and those with as many goroutines: the second one of each connection. Rows of `g.stacks`. */
export function networkStacks(g: Goroutines): ReadonlySet<number> {
  const counts = new Map<number, number>();
  const network = new Set<number>();
  for (let row = 0; row < g.length; row++) {
    const stack = g.stack[row]!;
    counts.set(stack, (counts.get(stack) ?? 0) + g.count[row]!);
    if (g.states[g.state[row]!] === 'IO wait') network.add(stack);
  }
  const connections = [...network].map((stack) => counts.get(stack) ?? 0);
  for (const [stack, count] of counts)
    if (connections.some((of) => of >= LEAST && areAlike(of, count))) network.add(stack);
  return network;
}

function waitsByStack(g: Goroutines): Map<number, Waits> {
  const waits = new Map<number, Waits>();
  for (let row = 0; row < g.length; row++) {
    const stack = g.stack[row]!;
    let mine = waits.get(stack);
    if (mine === undefined) waits.set(stack, (mine = { count: 0, minutes: [], state: g.state[row]! }));
    mine.count += g.count[row]!;
    const minutes = g.waitMinutes[row]!;
    if (minutes > 0) for (let i = 0; i < g.count[row]!; i++) mine.minutes.push(minutes);
  }
  return waits;
}
