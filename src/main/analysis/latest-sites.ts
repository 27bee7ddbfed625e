// Of the newest snapshots: where their goroutines stand.
import type { Findings } from '../../contract/growth';
import type { Capture, Snapshot } from '../../contract/domain';
import type { SessionStore } from '../workspace/session-store';
import { isDamage } from './is-damage';
import type { JobRunner } from './pool';

type LatestSites = Pick<Findings, 'snapshotId' | 'target' | 'goroutines' | 'concentrations' | 'sites'>;

/** A target that missed this many turns of the plan says nothing of now. */
const ROUNDS = 3;

/**
 * Of the newest snapshot of each target whose goroutines can be read (one damaged file must not hide all that the others
 * say): the one where most of them stand in few places, else the newest. Which target was captured last is chance.
 */
export async function latestSites(
  store: SessionStore,
  jobs: JobRunner,
  signal: AbortSignal,
): Promise<LatestSites> {
  const found = new Map<string | null, LatestSites>();
  let oldestMs = -Infinity;
  for (const snapshot of store.snapshots().toReversed()) {
    if (snapshot.timeMs < oldestMs) break;
    if (found.has(snapshot.targetId)) continue;
    const sites = await sitesOf(snapshot, store, jobs, signal);
    if (sites === null) continue;
    if (found.size === 0) oldestMs = snapshot.timeMs - ROUNDS * store.session.plan.everyMs;
    found.set(snapshot.targetId, { snapshotId: snapshot.id, target: snapshot.targetId, ...sites });
  }
  const crowd = ({ concentrations }: LatestSites): number =>
    concentrations.reduce((sum, { count }) => sum + count, 0);
  return [...found.values()].reduce(
    (most, one) => (most.snapshotId === null || crowd(one) > crowd(most) ? one : most),
    { snapshotId: null, target: null, goroutines: null, concentrations: [], sites: [] },
  );
}

/** null: it has none that can be read. */
async function sitesOf(
  snapshot: Snapshot,
  store: SessionStore,
  jobs: JobRunner,
  signal: AbortSignal,
): Promise<Pick<Findings, 'goroutines' | 'concentrations' | 'sites'> | null> {
  for (const capture of goroutineCaptures(snapshot).filter(isAbsolute)) {
    try {
      return await jobs.run('sites', { path: await store.capturePath(capture.id) }, signal);
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
  return null;
}

export const isAbsolute = (capture: Capture): boolean => capture.facts.delta === null;

/** The profile before the dump. */
const goroutineCaptures = (snapshot: Snapshot): Capture[] =>
  ['goroutine', 'goroutine-dump'].flatMap((kind) => snapshot.captures.filter((c) => c.facts.kind === kind));
