import { describe, expect, it } from 'vitest';
import { makeLife } from '../../../test/support/lives';
import type { Snapshot } from '../../contract/domain';
import { accountOfSnapshots } from './life-account';

const snapshot = (timeMs: number, rssBytes: number | null): Snapshot => ({
  id: `s${timeMs}`,
  targetId: 't1',
  timeMs,
  timeSource: 'fetch-clock',
  captures: [],
  memory: rssBytes === null ? null : { source: 'metrics', rssBytes },
  failures: [],
});
const TAKEN = [snapshot(1, 5), snapshot(2, null), snapshot(3, 7)];

describe('the account of a life', () => {
  it('is of the snapshots that know anything of its memory', () => {
    const { timeMs, rss } = accountOfSnapshots(makeLife({ fromMs: 1, toMs: 3 }), TAKEN);
    expect([...timeMs]).toEqual([1, 3]);
    expect([...rss]).toEqual([5, 7]);
  });

  it('is of none where several processes answered by turns', () => {
    const mixed = makeLife({ fromMs: 1, toMs: 3, mixed: true });
    expect(accountOfSnapshots(mixed, TAKEN).timeMs).toHaveLength(0);
  });
});
