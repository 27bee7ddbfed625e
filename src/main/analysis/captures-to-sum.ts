import type { Capture } from '../../contract/domain';
import { failed } from '../../contract/errors';
import type { SessionStore } from '../workspace/session-store';

/** So many captures are added up at once: a week of one each ten minutes. */
const MOST_SUMMED = 1_008;

/**
 * Files whose sum is asked for: of the capture, and where `sumFrom` names a snapshot, of all of its target between that one
 * and its own that are of its kind, and deltas as it is one or not. In the order of time. Rejects with `not-found` for
 * what is not there, `bad-request` for too many.
 */
export async function pathsToSum(
  store: SessionStore,
  captureId: string,
  sumFrom: string | null,
): Promise<string[]> {
  const capture = store.capture(captureId);
  if (sumFrom === null) return [await store.capturePath(captureId)];
  const all = store.snapshots();
  const ends = [
    all.findIndex(({ id }) => id === store.snapshot(sumFrom).id),
    all.findIndex(({ captures }) => captures.includes(capture)),
  ];
  const isAlike = ({ facts }: Capture): boolean =>
    facts.kind === capture.facts.kind &&
    facts.encoding === capture.facts.encoding &&
    (facts.delta === null) === (capture.facts.delta === null);
  const { targetId } = all[ends[1]!]!;
  const found = all
    .slice(Math.min(...ends), Math.max(...ends) + 1)
    .filter((snapshot) => snapshot.targetId === targetId)
    .flatMap(({ captures }) => captures.filter(isAlike));
  if (found.length > MOST_SUMMED) throw failed('too-many-to-sum', { found: found.length, most: MOST_SUMMED });
  return Promise.all(found.map(({ id }) => store.capturePath(id)));
}
