import { describe, expect, it } from 'vitest';
import { fixture } from '../../../../test/support/pprof-answers';
import { graphNodes } from '../graph-nodes';
import type { Profile } from '../profile';
import { addLabelFrames } from './label-frames';

const stacksOf = (profile: Profile): string[][] => {
  const { name, start, nodeOfLocation } = graphNodes(profile);
  const { samples } = profile;
  return Array.from({ length: samples.length }, (_, sample) =>
    [...samples.stackLocation.subarray(samples.stackStart[sample], samples.stackStart[sample + 1])].flatMap(
      (location) =>
        [...nodeOfLocation.subarray(start[location], start[location + 1])].map((node) => name[node] ?? ''),
    ),
  );
};

describe('addLabelFrames', () => {
  const source = fixture('go1.26/goroutine-2.pb.gz');

  it('puts the first key outermost, the last innermost', () => {
    const { profile, idle } = addLabelFrames(source, {
      tagRoot: 'job,shard',
      tagLeaf: 'shard',
      unit: 'minimum',
    });
    expect(idle).toEqual([]);
    const [before, after] = [stacksOf(source), stacksOf(profile)];
    const row = after.findIndex((stack) => stack.at(-1) === 'config');
    expect(after[row]?.at(-2)).toMatch(/^[01]$/);
    expect(after[row]?.slice(1, -2)).toEqual(before[row]);
    expect(after[row]?.[0]).toBe(after[row]?.at(-2));
    // Where a sample has no such label its frame has no name.
    expect(after.some((stack) => stack.at(-1) === '<unknown>')).toBe(true);
  });

  it('says which option found no label', () => {
    expect(addLabelFrames(source, { tagRoot: 'nothing', tagLeaf: '', unit: 'minimum' }).idle).toEqual([
      'tagroot',
    ]);
  });
});
