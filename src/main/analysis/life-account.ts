// The memory account of one process life, from what the journal says: no file is read.
import type { Life, Snapshot } from '../../contract/domain';
import { accountMemory, type MemoryAccount } from '../../core/memory/account';
import { livesInWords, ofTheirLives, type TargetHistory } from './lives';
import { liveHeapOf } from './timeline';

/** Of a life in which several processes answered by turns: no snapshot, since nothing in it adds up. */
export const accountOfSnapshots = ({ mixed }: Life, snapshots: readonly Snapshot[]): MemoryAccount =>
  accountMemory(
    mixed
      ? []
      : snapshots.map((snapshot) => ({
          timeMs: snapshot.timeMs,
          memory: snapshot.memory,
          liveHeapBytes: liveHeapOf(snapshot),
        })),
  );

/** Null where the target has no such life. */
export function accountOfOne(
  histories: readonly TargetHistory[],
  target: string | null,
  life: string,
): MemoryAccount | null {
  const history = histories.find(({ targetId }) => targetId === target);
  if (history === undefined) return null;
  const at = history.lives.findIndex(({ id }) => id === life);
  const words = livesInWords(history)[at];
  if (words === undefined) return null;
  return accountOfSnapshots(
    words,
    ofTheirLives(history).filter((_, i) => history.lifeOf[i] === at),
  );
}
