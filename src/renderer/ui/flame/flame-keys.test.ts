import { describe, expect, it } from 'vitest';
import { layOutFlame } from '../../../core/layout/flame-layout';
import { FlameBuilder } from '../../../core/pprof/flame-tree';
import { FLAME_KEYS, flameAction, stackOf, stepFrom } from './flame-keys';

const builder = new FlameBuilder(false);
for (const [frames, value] of [
  [[0, 1], 5],
  [[0, 2], 4],
  [[3, 1], 3],
] as const) {
  builder.add(frames, 2, value, 0);
}
// 0 root · 1 = [0], 2 = [3] · 3 = [0, 1], 4 = [0, 2], 5 = [3, 1]
const layout = layOutFlame(builder.finish(99));
const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
  flameAction({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

describe('keys of a flame graph', () => {
  it('are what the list says', () => {
    for (const [name, action] of Object.entries(FLAME_KEYS)) {
      const key = name.split('+').at(-1) || '+';
      const held = { ctrlKey: name.startsWith('Mod+'), shiftKey: name.includes('Shift+') };
      expect([name, press(key, held)]).toEqual([name, action]);
    }
    expect(press('+', { shiftKey: true })).toBe('zoomIn');
    expect(press('W')).toBe('zoomIn');
    expect(press('ArrowDown', { altKey: true })).toBe(null);
    expect(press('x')).toBe(null);
    expect(press('a', { ctrlKey: true })).toBe(null);
  });
});

describe('stepFrom', () => {
  it('goes to callers, to the heaviest callee, and along a line', () => {
    expect(stepFrom(layout, 0, 'callee')).toBe(1);
    expect(stepFrom(layout, 1, 'callee')).toBe(3);
    expect(stepFrom(layout, 3, 'callee')).toBe(3);
    expect(stepFrom(layout, 5, 'caller')).toBe(2);
    expect(stepFrom(layout, 0, 'caller')).toBe(0);
    expect(stepFrom(layout, 4, 'next')).toBe(5);
    expect(stepFrom(layout, 5, 'next')).toBe(5);
    expect(stepFrom(layout, 3, 'previous')).toBe(3);
    expect(stepFrom(layout, 2, 'previous')).toBe(1);
    expect(stepFrom(layout, 5, 'first')).toBe(0);
    expect(stepFrom(layout, 5, 'copyName')).toBe(5);
  });
});

describe('stackOf', () => {
  it('goes from a box to the outermost, without the root', () => {
    expect(stackOf(layout.tree, 5)).toEqual([5, 2]);
    expect(stackOf(layout.tree, 0)).toEqual([]);
  });
});
