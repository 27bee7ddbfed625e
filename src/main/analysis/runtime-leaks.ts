// What the runtime itself proves: the newest goroutineleak profile of a life. It lists goroutines that nothing can wake.
import type { Frame } from '../../core/base/frame';
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
    const sites = [...counts.keys()]
      .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
      .flatMap((row) => siteOf(goroutines.stacks[row] ?? []) ?? []);
    return { capture, count: goroutines.total, sites };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return null;
  }
}
