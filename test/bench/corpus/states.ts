// Wait states that are inferred from the frames of a profile, against those that a dump of the same snapshot has.
import type { Client } from '../../../src/contract/client';

export interface StateAgreement {
  /** Goroutines in the same state, by the counts of each: those that change between the two fetches count as different. */
  readonly agreed: number;
  readonly of: number;
}

export async function compareStates(client: Client, sessionId: string): Promise<StateAgreement> {
  const { snapshotId: ids, kinds } = await client.call('timeline.get', { sessionId });
  let [agreed, of] = [0, 0];
  for (const [i, snapshotId] of ids.entries()) {
    const held = new Set(kinds[i]?.split(','));
    if (!held.has('goroutine') || !held.has('goroutine-dump')) continue;
    const countsFrom = async (from: 'dump' | 'profile'): Promise<Map<string | null, number>> => {
      const { groups } = await client.call('goroutines.group', { sessionId, snapshotId, by: 'state', from });
      return new Map(groups.map(({ state, count }) => [state, count]));
    };
    const [dump, profile] = [await countsFrom('dump'), await countsFrom('profile')];
    const total = (counts: ReadonlyMap<string | null, number>): number =>
      [...counts.values()].reduce((sum, count) => sum + count, 0);
    of += Math.min(total(dump), total(profile));
    for (const [state, count] of dump) agreed += Math.min(count, profile.get(state) ?? 0);
  }
  return { agreed, of };
}
