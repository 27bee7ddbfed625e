import { describe, expect, it } from 'vitest';
import { FlameBuilder } from '../../../core/pprof/flame-tree';
import { toldBoxes } from './flame-told';

describe('toldBoxes', () => {
  it('are the root, the callers, the box and its callees, each with its place', () => {
    const builder = new FlameBuilder(false);
    for (const [frames, value] of [
      [[0, 1], 5],
      [[0, 2], 4],
      [[3], 3],
    ] as const) {
      builder.add(frames, frames.length, value, 0);
    }
    expect(toldBoxes(builder.finish(99), 1)).toEqual([
      { box: 0, level: 1, place: 1, of: 1, hasCallees: true },
      { box: 1, level: 2, place: 1, of: 2, hasCallees: true },
      { box: 3, level: 3, place: 1, of: 2, hasCallees: false },
      { box: 4, level: 3, place: 2, of: 2, hasCallees: false },
    ]);
  });

  it('are few, however deep a stack is and however many callees a box has', () => {
    const builder = new FlameBuilder(false);
    const deep = new Uint32Array(20_000);
    builder.add(deep, deep.length, 1, 0);
    for (let frame = 1; frame < 5000; frame++) builder.add([frame], 1, 1, 0);
    const tree = builder.finish(1e9);
    expect(toldBoxes(tree, tree.length - 1).length).toBeLessThan(110);
    expect(toldBoxes(tree, 0).length).toBeLessThan(110);
    expect(toldBoxes(tree, tree.length)).toEqual([]);
  });
});
