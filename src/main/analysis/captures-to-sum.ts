import type { Capture, Snapshot } from '../../contract/domain';
import { failed } from '../../contract/errors';
import { MOST_SUMMED } from '../../contract/limits';
import type { ParsedArgs } from '../../contract/methods';
import type { SessionStore } from '../workspace/session-store';

/**
 * Captures whose sum is asked for: of the capture, and of the snapshots that `sum` names those captures that are of its kind,
 * and deltas as it is one or not. In the order of time. Throws `not-found` for what is not there, `bad-request` for
 * too many.
 */
export function capturesToSum(
  store: SessionStore,
  captureId: string,
  sum: ParsedArgs<'profile.top'>['sum'],
): readonly Capture[] {
  const capture = store.capture(captureId);
  if (sum === null) return [capture];
  const isAlike = ({ facts }: Capture): boolean =>
    facts.kind === capture.facts.kind &&
    facts.encoding === capture.facts.encoding &&
    (facts.delta === null) === (capture.facts.delta === null);
  const snapshots = 'from' in sum ? between(store, sum.from, capture) : picked(store, sum.with, capture);
  const found = snapshots.flatMap(({ captures }) => captures.filter(isAlike));
  if (found.length > MOST_SUMMED) throw failed('too-many-to-sum', { found: found.length, most: MOST_SUMMED });
  return found;
}

/** Of the capture's target, whichever of the two ends is the older one. */
function between(store: SessionStore, from: string, capture: Capture): Snapshot[] {
  const all = store.snapshots();
  const ends = [
    all.findIndex(({ id }) => id === store.snapshot(from).id),
    all.findIndex(({ captures }) => captures.includes(capture)),
  ];
  const { targetId } = all[ends[1]!]!;
  return all
    .slice(Math.min(...ends), Math.max(...ends) + 1)
    .filter((snapshot) => snapshot.targetId === targetId);
}

/** Of any target, so that the pods of a service can be added up; the capture's own is one of them. */
function picked(store: SessionStore, ids: readonly string[], capture: Capture): Snapshot[] {
  const wanted = new Set(ids.map((id) => store.snapshot(id).id));
  return store.snapshots().filter(({ id, captures }) => wanted.has(id) || captures.includes(capture));
}
