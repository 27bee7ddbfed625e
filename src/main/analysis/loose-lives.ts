// The process lives of loose files: no target, no memory numbers, so builds and heap records must tell.
import type { Life } from '../../contract/domain';
import { livesOf } from '../../core/growth/lives';
import { accountMemory } from '../../core/memory/account';
import type { CaptureFacts } from '../../core/inspect/inspect-capture';
import type { GrowthCapture, GrowthInput, GrowthLife } from './growth-data';
import { standHeapRecords } from './job-heap-records';
import { isHeapRecord, livesInWords, severalInWords } from './lives';

export interface LooseCapture extends GrowthCapture {
  readonly facts: CaptureFacts;
}

/** `captures`: in order of time. */
export async function looseLives(
  captures: readonly LooseCapture[],
): Promise<Pick<GrowthInput, 'lives' | 'several'>> {
  const heaps = captures.filter(({ facts }) => isHeapRecord(facts));
  const standings = await standHeapRecords({
    indexPath: null,
    keepIndex: false,
    noLinks: false,
    targets: [{ captures: heaps.map((capture) => ({ ...capture, isWhole: false })) }],
  });
  const told = livesOf(
    captures.map(({ captureId, facts: { buildId } }) => ({
      memory: null,
      clockAheadMs: null,
      buildId,
      heap: standings[captureId] ?? null,
      severalSinceMs: null,
    })),
  );
  const history = { targetId: null, snapshots: captures, ...told };
  const words = livesInWords(history);
  return {
    lives: told.lives.map(({ from, to }, i): GrowthLife => {
      const mine = captures.slice(from, to + 1);
      const column = (of: (capture: LooseCapture) => boolean): Float64Array =>
        Float64Array.from(mine, (c) => (of(c) && !c.isDelta ? (c.facts.total ?? NaN) : NaN));
      return {
        life: words[i] as Life,
        captures: mine,
        levels: {
          snapshots: mine.length,
          timeMs: Float64Array.from(mine, (c) => c.timeMs),
          goroutines: column((c) => c.kind === 'goroutine' || c.kind === 'goroutine-dump'),
          liveHeapBytes: column((c) => c.kind === 'heap' && c.facts.unit === 'bytes'),
          rssBytes: column(() => false),
        },
        account: accountMemory([]),
      };
    }),
    several: severalInWords([history]),
  };
}
