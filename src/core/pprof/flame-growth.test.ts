import { describe, expect, it } from 'vitest';
import { captureBytes } from '../../../test/support/go-pprof';
import { expectOk } from '../../../test/support/expect-ok';
import { viewed } from '../../../test/support/viewed';
import { decodeProfile } from './decode';
import { flameOf, type Flame, type FlameOptions } from './flame';
import { growthOfBoxes, type GrowingStack } from './flame-growth';
import { stacksOf } from './stacks';

const profile = expectOk(decodeProfile(captureBytes('go1.26', 'heap-2.pb.gz')));
const whole: FlameOptions = { order: 'callees', pivot: null, limit: 1e9 };
/** As many as there are stacks, each with a rate of its own that no sum of others gives. */
const growing: GrowingStack[] = stacksOf(profile, 0)
  .stacks.slice(0, 20)
  .map((stack, i) => ({ stack, slopePerHour: 2 ** i }));
const growthOf = (flame: Flame, options: FlameOptions, stacks = growing): Float64Array =>
  growthOfBoxes(flame.tree, flame.frames, options, stacks);
const total = growing.reduce((sum, { slopePerHour }) => sum + slopePerHour, 0);

describe('growth on a flame graph', () => {
  it.each(['callees', 'callers'] as const)('is summed up box by box, as the values are: %s', (order) => {
    const options = { ...whole, order };
    const flame = flameOf(viewed(profile), 0, options);
    const growth = growthOf(flame, options);
    expect(growth[0]).toBe(total);
    const { tree } = flame;
    for (let box = 0; box < tree.length; box++) {
      let below = 0;
      for (let child = tree.childStart[box] ?? 0; child < (tree.childStart[box + 1] ?? 0); child++)
        below += growth[child] ?? 0;
      expect(below).toBeLessThanOrEqual(growth[box] ?? 0);
    }
    const names = new Set(growing.flatMap(({ stack }) => stack.map((frame) => frame.function)));
    for (const name of names) {
      const through = growing.filter(({ stack }) => stack.some((frame) => frame.function === name));
      const outermost = Array.from(tree.frame, (frame, box) => {
        const isIt = flame.frames[frame]?.function === name;
        for (let up = tree.parent[box] ?? 0; isIt && up > 0; up = tree.parent[up] ?? 0)
          if (flame.frames[tree.frame[up] ?? 0]?.function === name) return 0;
        return isIt ? (growth[box] ?? 0) : 0;
      });
      expect(outermost.reduce((sum, n) => sum + n, 0)).toBe(
        through.reduce((sum, { slopePerHour }) => sum + slopePerHour, 0),
      );
    }
  });

  it('around a function is that of the stacks that hold it', () => {
    const pivot = growing[3]?.stack[1]?.function ?? '';
    const through = growing.filter(({ stack }) => stack.some((frame) => frame.function === pivot));
    const sum = through.reduce((all, { slopePerHour }) => all + slopePerHour, 0);
    for (const order of ['callees', 'callers'] as const) {
      const options = { ...whole, order, pivot };
      const growth = growthOf(flameOf(viewed(profile), 0, options), options);
      expect([growth[0], growth[1]]).toEqual([sum, sum]);
    }
  });

  it('passes over what is hidden, and counts no stack that is not there', () => {
    const flame = flameOf(viewed(profile), 0, whole);
    const [first] = growing;
    if (first === undefined) throw new Error('no stack');
    const hidden = {
      ...first,
      stack: [{ function: 'hidden.one' }, ...first.stack, { function: 'hidden.two' }],
    };
    expect(growthOf(flame, whole, [hidden])).toEqual(growthOf(flame, whole, [first]));
    // Its frames are there, but not in this order.
    const turned = { ...first, stack: first.stack.toReversed() };
    expect(growthOf(flame, whole, [turned]).every((n) => n === 0)).toBe(true);
    expect(growthOf(flame, whole, [{ stack: [], slopePerHour: 1 }])[0]).toBe(0);
  });
});
