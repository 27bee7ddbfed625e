// Goroutines of a dump by their goids: the same ones as in a trace, or in another dump, of the same process.
import type { Frame } from '../base/frame';
import { siteOf } from '../base/site';
import type { Goroutines } from './goroutines';
import { stackKeys } from './group';

export interface FoundGoroutine {
  goid: number;
  state: string | null;
  /** Whole minutes, a lower bound; null unknown, which includes less than one. */
  waitMinutes: number | null;
  site: Frame | null;
  /** Of its group by stack, as `groupGoroutines` has it. */
  key: string;
}

/** Those that are there, in the order of their goids. */
export const findGoroutines = (g: Goroutines, goids: ReadonlySet<number>): FoundGoroutine[] => {
  const rows = [...g.goid.keys()].filter((row) => goids.has(g.goid[row]!));
  if (rows.length === 0) return [];
  const keys = stackKeys(g);
  return rows
    .map((row): FoundGoroutine => {
      const stack = g.stack[row]!;
      const minutes = g.waitMinutes[row]!;
      return {
        goid: g.goid[row]!,
        state: g.states[g.state[row]!] ?? null,
        waitMinutes: minutes < 0 ? null : minutes,
        site: siteOf(g.stacks[stack]!),
        key: keys.get(stack)!,
      };
    })
    .sort((a, b) => a.goid - b.goid);
};
