import { describe, expect, it } from 'vitest';
import { layOutFlame } from '../../core/layout/flame-layout';
import { FlameBuilder } from '../../core/pprof/flame-tree';
import { pixelOfHex } from './colour';
import type { FlamePalette } from './flame-colours';
import { FlamePainter, type FlameScene, type PainterCanvas } from './flame-painter';
import { WHOLE } from './flame-window';

const [background, rest] = [pixelOfHex('#ffffff'), pixelOfHex('#777777')];
const palette: FlamePalette = {
  isDark: false,
  background,
  rest,
  same: 0,
  grow: [],
  shrink: [],
  ink: '#000000',
};

/** A canvas that draws nothing and remembers what it was asked for. */
function recorder(): { canvas: PainterCanvas; calls: unknown[][]; pixels: () => Uint32Array } {
  const calls: unknown[][] = [];
  let pixels = new Uint32Array();
  const note =
    (name: string) =>
    (...args: unknown[]): void => {
      calls.push([name, ...args]);
    };
  const context = {
    fillRect: note('fillRect'),
    drawImage: note('drawImage'),
    fillText: note('fillText'),
    measureText: (text: string) => {
      calls.push(['measureText', text]);
      return { width: 7 };
    },
    createImageData: (width: number, height: number) => {
      const data = new Uint8ClampedArray(width * height * 4);
      return { width, height, data };
    },
    putImageData: (image: { data: Uint8ClampedArray }) => {
      calls.push(['putImageData']);
      pixels = Uint32Array.from(new Uint32Array(image.data.buffer));
    },
    set fillStyle(value: string) {
      calls.push(['fillStyle', value]);
    },
  };
  const canvas: PainterCanvas = {
    width: 0,
    height: 0,
    getContext: () => context as unknown as CanvasRenderingContext2D,
  };
  return { canvas, calls, pixels: () => pixels };
}

function scene(children: number, windowed = WHOLE): FlameScene {
  const builder = new FlameBuilder(false);
  for (let frame = 0; frame < children; frame++) {
    builder.add([frame], 1, 1, 0);
    builder.add([frame, frame + children], 2, 1, 0);
  }
  const layout = layOutFlame(builder.finish(1e9));
  const pixels = Uint32Array.from({ length: layout.tree.length }, (_, box) => 0xff000000 + box);
  return {
    layout,
    colours: pixels,
    palette,
    window: windowed,
    label: (box, cells) => `${box}:${cells}`,
  };
}

function painted(one: FlameScene, width: number, height: number, ratio = 1) {
  const [shown, hidden] = [recorder(), recorder()];
  const painter = new FlamePainter(shown.canvas, hidden.canvas, {
    row: 20,
    seam: 1,
    font: '11.5px monospace',
  });
  painter.resize(width, height, ratio);
  shown.calls.length = 0;
  painter.paint(one);
  return { calls: shown.calls, hidden: hidden.calls, pixels: hidden.pixels() };
}
const count = (calls: readonly unknown[][], name: string): number => calls.filter(([n]) => n === name).length;

describe('FlamePainter', () => {
  it('puts one row of pixels per line, boxes with a gap at their end', () => {
    const { pixels } = painted(scene(4), 40, 60);
    const row = (line: number): number[] => Array.from(pixels.subarray(line * 40, line * 40 + 40));
    const box = (n: number, length: number): number[] => [
      ...Array<number>(length - 1).fill(0xff000000 + n),
      background,
    ];
    expect(row(0)).toEqual(box(0, 40));
    expect(row(1)).toEqual([...box(1, 10), ...box(2, 10), ...box(3, 10), ...box(4, 10)]);
    // Half of each box ends there.
    const half = (n: number): number[] => [...box(n, 5), ...Array<number>(5).fill(background)];
    expect(row(2)).toEqual([...half(5), ...half(6), ...half(7), ...half(8)]);
  });

  it('costs a few calls, whatever is in view', () => {
    const { calls, hidden } = painted(scene(100_000), 2560, 800);
    expect(count(calls, 'drawImage')).toBe(1);
    expect(count(hidden, 'putImageData')).toBe(1);
    expect(count(calls, 'measureText')).toBe(0);
    expect(calls.length).toBeLessThan(60);
  });

  it('labels what is wide enough, at most a thousand boxes', () => {
    const { calls } = painted(scene(4), 400, 60);
    expect(calls.filter(([name]) => name === 'fillText').map(([, text]) => text)).toEqual([
      '0:56',
      '1:13',
      '2:13',
      '3:13',
      '4:13',
      '5:6',
      '6:6',
      '7:6',
      '8:6',
    ]);
    expect(count(painted(scene(4), 60, 60).calls, 'fillText')).toBe(1);
    expect(count(painted(scene(600), 60_000, 60).calls, 'fillText')).toBe(1000);
  });

  it('moves the picture and changes nothing in it where the window moves by whole pixels', () => {
    const base = scene(997);
    const span = 0.25;
    const at = (pixel: number): Uint32Array =>
      painted(
        { ...base, window: { from: 0.3 + (pixel * span) / 500, to: 0.55 + (pixel * span) / 500, top: 0 } },
        500,
        40,
      ).pixels.subarray(500, 1000);
    const [first, moved] = [at(0), at(7)];
    expect(Array.from(moved.subarray(0, 490))).toEqual(Array.from(first.subarray(7, 497)));
  });

  it('draws at the resolution of the device', () => {
    const { calls, pixels } = painted(scene(1), 30, 60, 2);
    expect(pixels.length).toBe(60 * 3);
    expect(calls.find(([name]) => name === 'drawImage')?.slice(2)).toEqual([0, 0, 60, 3, 0, 0, 60, 120]);
  });
});
