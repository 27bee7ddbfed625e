// What growth of a session is judged on: its snapshots by process life, without a look into a file.
import type { Snapshot } from '../../contract/domain';
import type { SessionStore } from '../workspace/session-store';
import type { GrowthCapture, GrowthLife } from './growth-data';
import { accountOfSnapshots } from './life-account';
import {
  holdsNothing,
  livesInWords,
  pathInside,
  ofTheirLives,
  whyOfAnother,
  type TargetHistory,
} from './lives';
import { goroutinesOf, liveHeapOf } from './timeline';

const GROWTH_KINDS = new Set(['goroutine', 'goroutine-dump', 'goroutineleak', 'heap']);

export function growthLives(store: SessionStore, history: TargetHistory): GrowthLife[] {
  const words = livesInWords(history);
  const own = ofTheirLives(history);
  const indicesOf = words.map((): number[] => []);
  history.lifeOf.forEach((life, k) => indicesOf[life]?.push(k));
  return words.map((life, i): GrowthLife => {
    const indices = indicesOf[i] ?? [];
    const levels = indices.flatMap((k) => own[k] ?? []);
    const column = (pick: (snapshot: Snapshot) => number | null | undefined): Float64Array =>
      Float64Array.from(levels, (snapshot) => pick(snapshot) ?? Number.NaN);
    return {
      life,
      captures: indices.flatMap((k) => growthCaptures(store, history, k)),
      levels: {
        snapshots: indices.filter((k) => !history.strays.has(k) && !isEmpty(history.snapshots[k])).length,
        timeMs: column((snapshot) => snapshot.timeMs),
        goroutines: column(goroutinesOf),
        liveHeapBytes: column(liveHeapOf),
        rssBytes: column((snapshot) => snapshot.memory?.rssBytes),
      },
      account: accountOfSnapshots(life, levels),
    };
  });
}

const isEmpty = (snapshot: Snapshot | undefined): boolean => snapshot === undefined || holdsNothing(snapshot);

function growthCaptures(store: SessionStore, history: TargetHistory, index: number): GrowthCapture[] {
  const { id: snapshotId, captures, timeMs, memory } = history.snapshots[index] as Snapshot;
  return captures
    .filter(({ facts }) => GROWTH_KINDS.has(facts.kind))
    .map((capture) => ({
      captureId: capture.id,
      snapshotId,
      path: pathInside(store.folder, capture.id),
      sha256: capture.sha256,
      kind: capture.facts.kind,
      encoding: capture.facts.encoding,
      isDelta: capture.facts.delta !== null,
      ofAnother: whyOfAnother(history, index, capture),
      timeMs,
      numGc: memory?.numGc ?? null,
    }));
}
