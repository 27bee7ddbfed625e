// Which dumps are of one process with a trace: goids mean nothing in another one.
import { MOST_DUMPS, type FoundGoroutines } from '../../contract/analysis';
import type { Capture, Snapshot } from '../../contract/domain';
import { failed } from '../../contract/errors';
import { isSameLife } from '../../core/growth/lives';
import { whyOfAnother, type TargetHistory } from './lives';

export interface Dump {
  readonly snapshot: Snapshot;
  readonly capture: Capture;
}

/** The dumps that are of the process of a snapshot's trace, or of its dump where it has no trace; in the order of time. */
export function dumpsOfLife(
  { id, targetId, captures }: Snapshot,
  histories: readonly TargetHistory[],
): Pick<FoundGoroutines, 'why' | 'unknownLife'> & { dumps: readonly Dump[] } {
  const withGoids = ['trace', 'goroutine-dump'].flatMap(
    (kind) => captures.find((c) => c.facts.kind === kind) ?? [],
  );
  const [asked] = withGoids;
  const history = histories.find((one) => one.targetId === targetId);
  const index = history?.snapshots.findIndex((snapshot) => snapshot.id === id) ?? -1;
  if (asked === undefined || history === undefined || index < 0) throw failed('no-goroutines');
  const life = history.lives[history.lifeOf[index] ?? -1];
  const why = life?.mixed === true ? 'several-processes' : whyOfAnother(history, index, asked);
  const dumps = history.snapshots.flatMap((snapshot, i) =>
    why !== null || !isSameLife(history, index, i)
      ? []
      : snapshot.captures
          .filter(
            (capture) =>
              capture.facts.kind === 'goroutine-dump' && whyOfAnother(history, i, capture) === null,
          )
          .map((capture) => ({ snapshot, capture })),
  );
  return { dumps, why, unknownLife: life?.unknown === true };
}

/** MOST_DUMPS at most, in the order of time. */
export function nearestDumps(dumps: readonly Dump[], timeMs: number): Dump[] {
  const distance = ({ snapshot }: Dump): number => Math.abs(snapshot.timeMs - timeMs);
  return dumps
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, MOST_DUMPS)
    .sort((a, b) => a.snapshot.timeMs - b.snapshot.timeMs);
}
