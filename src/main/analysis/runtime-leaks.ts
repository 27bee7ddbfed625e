// What the runtime itself proves: the newest goroutineleak profile of a life. It lists goroutines that nothing can wake.
import type { Frame, Stack } from '../../core/base/frame';
import { siteOf } from '../../core/base/site';
import type { GrowthCapture, GrowthLife } from './growth-data';
import { isDamage } from './is-damage';
import { goroutinesOf, loadFile, type LoadOptions } from './load';

export interface LeakedGoroutines {
  readonly capture: GrowthCapture;
  readonly count: number;
  /** Where they wait, the most numerous first. */
  readonly sites: readonly Frame[];
}

/**
 * Where leaked goroutines wait. Not the main one: a service whose main() ends in `select {}` is listed too, and leaks nothing. `counts`: by row
 * of `stacks`.
 */
export function leakedAt(
  stacks: readonly Stack[],
  counts: ArrayLike<number>,
): Pick<LeakedGoroutines, 'count' | 'sites'> {
  const rows = [...stacks.keys()].filter((row) => (counts[row] ?? 0) > 0 && !isOfMain(stacks[row] ?? []));
  rows.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  return {
    count: rows.reduce((sum, row) => sum + (counts[row] ?? 0), 0),
    sites: rows.flatMap((row) => siteOf(stacks[row] ?? []) ?? []),
  };
}

const isOfMain = (stack: Stack): boolean =>
  stack.findLast(({ function: name }) => !/^runtime\.(main|goexit)$/.test(name))?.function === 'main.main';

/** null: the process was not asked, or what it said cannot be read. */
export async function leakedGoroutines(
  { captures, life }: GrowthLife,
  options: LoadOptions,
): Promise<LeakedGoroutines | null> {
  const capture = captures.findLast(({ kind, ofAnother }) => kind === 'goroutineleak' && ofAnother === null);
  if (capture === undefined || life.mixed) return null;
  try {
    const goroutines = goroutinesOf(await loadFile(capture.path, options), capture.path);
    const counts = new Float64Array(goroutines.stacks.length);
    for (let row = 0; row < goroutines.length; row++)
      counts[goroutines.stack[row] ?? 0]! += goroutines.count[row] ?? 0;
    return { capture, ...leakedAt(goroutines.stacks, counts) };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return null;
  }
}
