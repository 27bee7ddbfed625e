import type { Life } from '../../src/contract/domain';
import { accountMemory } from '../../src/core/memory/account';
import type { GrowthCapture, GrowthLife } from '../../src/main/analysis/growth-data';

/** A life as a timeline lists it: known, of the same build as the one before. */
export const makeLife = (more: Partial<Life> & Pick<Life, 'fromMs' | 'toMs'>): Life => ({
  target: 't1',
  life: '1',
  startMs: null,
  sinceMs: more.fromMs,
  began: null,
  buildId: null,
  goVersion: null,
  newBuild: false,
  unknown: false,
  mixed: false,
  ...more,
});

/** The captures as one life, whose snapshots say nothing beside them. */
export function makeGrowthLife(captures: readonly GrowthCapture[], more: Partial<Life> = {}): GrowthLife {
  const unknown = new Float64Array(captures.length).fill(Number.NaN);
  const [fromMs, toMs] = [captures[0]?.timeMs ?? 0, captures.at(-1)?.timeMs ?? 0];
  return {
    life: makeLife({ fromMs, toMs, ...more }),
    captures,
    levels: {
      snapshots: captures.length,
      timeMs: Float64Array.from(captures, (c) => c.timeMs),
      goroutines: unknown,
      liveHeapBytes: unknown,
      rssBytes: unknown,
    },
    account: accountMemory([]),
  };
}
