import { describe, expect, it } from 'vitest';
import type { CaptureFacts } from '../../contract/domain';
import { AT, capture, gz, openSessionForEach, snapshot } from '../../../test/support/open-session';
import { capturesToSum } from './captures-to-sum';

const at = openSessionForEach();

describe('what is added up', () => {
  it('is of one kind and one encoding, and deltas are not added to what is there', async () => {
    const delta = { seconds: 30 };
    const kept = [];
    const various: readonly Partial<CaptureFacts>[] = [{}, { encoding: 'text' }, { delta }, {}];
    for (const [i, more] of various.entries())
      kept.push(await at.session.addSnapshot(snapshot(AT + i * 1000, [capture('heap', gz(`${i}`), more)])));
    const ids = kept.map(({ captures }) => captures[0]?.id ?? '');
    const sum = { with: kept.map(({ id }) => id) };
    const counts = ids.map((id) => capturesToSum(at.session, id, sum).length);
    expect(counts).toEqual([2, 1, 1, 2]);
  });
});
