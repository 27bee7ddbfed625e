import { describe, expect, it } from 'vitest';
import { FlameBuilder, type FlameTree } from '../../core/pprof/flame-tree';
import { mixPixels, pixelOfHex, pixelOfOklch, pixelOfRgb } from './colour';
import {
  coloursByChange,
  coloursByCode,
  coloursByGrowth,
  dimmed,
  hueOf,
  moduleOfPackage,
  type FlamePalette,
} from './flame-colours';
import { cssOf } from './flame-painter';

const palette: FlamePalette = {
  isDark: false,
  background: pixelOfHex('#ffffff'),
  rest: pixelOfHex('#111111'),
  same: pixelOfHex('#eeeeee'),
  grow: ['#fbe6e1', '#f6cabf', '#eda596', '#df7666'].map(pixelOfHex),
  shrink: ['#dff0f3', '#b9dfe6', '#86c5d1', '#46a3b5'].map(pixelOfHex),
  ink: '#000000',
};

function treeOf(values: readonly number[]): FlameTree {
  const builder = new FlameBuilder(false);
  for (const [frame, value] of values.entries()) builder.add([frame], 1, value, 0);
  return builder.finish(99);
}
const colourOf = (tree: FlameTree, pixels: Uint32Array, frame: number): number =>
  pixels[tree.frame.indexOf(frame)] ?? 0;

describe('pixels', () => {
  it('are what CSS calls them', () => {
    expect(cssOf(pixelOfHex('#1b2c3d'))).toBe('#1b2c3d');
    expect(cssOf(pixelOfHex('#abc'))).toBe('#aabbcc');
    expect(cssOf(pixelOfHex('nonsense'))).toBe('#000000');
    expect(cssOf(mixPixels(pixelOfRgb(0, 100, 200), pixelOfRgb(100, 100, 0), 0.5))).toBe('#326464');
    // As browsers turn oklch() into sRGB.
    expect(cssOf(pixelOfOklch(1, 0, 0))).toBe('#ffffff');
    expect(cssOf(pixelOfOklch(0, 0, 0))).toBe('#000000');
    expect(cssOf(pixelOfOklch(0.627955, 0.257683, 29.234))).toBe('#ff0000');
  });
});

describe('colours by code', () => {
  it('keep off the hues that say growth and shrinking', () => {
    for (let i = 0; i < 5000; i++) {
      const hue = hueOf(`example.com/team/service${i}/package`);
      expect(hue).toBeGreaterThanOrEqual(75);
      expect(hue).toBeLessThanOrEqual(320);
      expect(hue < 185 || hue >= 235).toBe(true);
    }
  });

  it('go by package, by module, or by whose code it is; the runtime stands back', () => {
    const frames = [
      { function: 'github.com/x/y/a.(*T).Do', own: false },
      { function: 'github.com/x/y/b.Do', own: false },
      { function: 'runtime.gopark', own: false },
      { function: 'main.main', own: true },
    ];
    const tree = treeOf([4, 3, 2, 1]);
    const of = (colouring: 'package' | 'module' | 'own'): number[] => {
      const pixels = coloursByCode(tree, frames, colouring, palette);
      return frames.map((_, frame) => colourOf(tree, pixels, frame));
    };
    const [packages, modules, own] = [of('package'), of('module'), of('own')];
    expect(packages[0]).not.toBe(packages[1]);
    expect(modules[0]).toBe(modules[1]);
    expect([packages[2], modules[2], own[2]]).toEqual([palette.same, palette.same, palette.same]);
    expect(own[0]).toBe(own[1]);
    expect(own[3]).not.toBe(own[0]);
    expect(moduleOfPackage('github.com/x/y/z')).toBe('github.com/x/y');
    expect(moduleOfPackage('net/http')).toBe('net');
  });
});

describe('colours by change', () => {
  it('are as strong as the change is one-sided, and neutral where it evens out', () => {
    const builder = new FlameBuilder(false);
    const stacks: [number[], number][] = [
      [[0, 5], 10],
      [[1, 5], -10],
      [[2, 5], 6],
      [[2, 6], -6],
      [[3, 5], 6],
      [[3, 6], -3],
    ];
    for (const [frames, value] of stacks) builder.add(frames, 2, value, 0);
    const tree = builder.finish(99);
    const pixels = coloursByChange(tree, palette);
    expect(colourOf(tree, pixels, 0)).toBe(palette.grow[3]);
    expect(colourOf(tree, pixels, 1)).toBe(palette.shrink[3]);
    expect(colourOf(tree, pixels, 2)).toBe(palette.same);
    expect(colourOf(tree, pixels, 3)).toBe(palette.grow[1]);
  });
});

describe('dimmed', () => {
  it('leaves what matches as it was', () => {
    const tree = treeOf([4, 3]);
    const colours = coloursByChange(tree, palette);
    const pixels = dimmed(colours, tree, Uint8Array.of(0, 1), palette);
    expect(colourOf(tree, pixels, 1)).toBe(colourOf(tree, colours, 1));
    expect(colourOf(tree, pixels, 0)).not.toBe(colourOf(tree, colours, 0));
  });
});

describe('colours by growth', () => {
  it('are stronger the more of all growth passes through, and neutral where none does', () => {
    const { grow, same } = palette;
    expect([...coloursByGrowth(Float64Array.of(8, 8, 5, 1, 0), palette)]).toEqual([
      ...[grow[3], grow[3], grow[2], grow[0], same],
    ]);
    expect([...coloursByGrowth(Float64Array.of(0, 0), palette)]).toEqual([same, same]);
  });
});
