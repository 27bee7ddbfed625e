// What runs in the page: a flame graph of many boxes, moved along a path that a hand might take. Bundled by bench-flame.ts.
import { layOutFlame } from '../../src/core/layout/flame-layout';
import { FlameBuilder } from '../../src/core/pprof/flame-tree';
import { pixelOfHex } from '../../src/renderer/canvas/colour';
import { coloursByCode, type FlamePalette } from '../../src/renderer/canvas/flame-colours';
import { FlamePainter } from '../../src/renderer/canvas/flame-painter';
import { panBy, WHOLE, zoomAround, type FlameWindow } from '../../src/renderer/canvas/flame-window';
import { fitGoName } from '../../src/core/base/fit-go-name';
import { randomFrom } from '../support/random';

export interface FlameTimes {
  readonly boxes: number;
  /** Per frame, in ms: until the last call is issued, and from one animation frame to the next. */
  readonly script: number[];
  readonly frame: number[];
}

const FRAMES = 40;
const palette: FlamePalette = {
  isDark: false,
  background: pixelOfHex('#ffffff'),
  rest: pixelOfHex('#d9d6d1'),
  same: pixelOfHex('#e6e3de'),
  grow: [],
  shrink: [],
  ink: '#1b1a1e',
};

/** Heavy-tailed, as merged stacks are: few functions hold most, and very many a little. */
function treeOf(boxes: number) {
  const random = randomFrom(7);
  const builder = new FlameBuilder(false);
  const stack = new Uint32Array(100);
  let made = 0;
  while (made < boxes) {
    const depth = 8 + Math.floor(random() ** 2 * 90);
    // A stack leaves a common one at some depth, and is its own from there.
    const shared = Math.floor(random() * depth);
    for (let i = 0; i < depth; i++) {
      stack[i] = i < shared ? (i * 7) % 600 : Math.floor(random() ** 3 * 600);
    }
    made += depth - shared;
    builder.add(stack, depth, Math.ceil(1 / (random() + 1e-4)), 0);
  }
  return builder.finish(boxes);
}

/** The path: over the whole, in by 10,000, sideways there, and back out. */
function* windows(): Generator<FlameWindow> {
  for (let i = 0; i < FRAMES; i++) yield { ...WHOLE, top: i * 3 };
  let at: FlameWindow = WHOLE;
  for (let i = 0; i < FRAMES; i++) yield (at = zoomAround(at, 0.37, 10_000 ** (-1 / FRAMES)));
  for (let i = 0; i < FRAMES; i++) yield (at = panBy(at, 0.02));
  for (let i = 0; i < FRAMES; i++) yield (at = zoomAround(at, 0.6, 10_000 ** (1 / FRAMES)));
}

export async function run(boxes: number, ratio: number): Promise<FlameTimes> {
  const tree = treeOf(boxes);
  const layout = layOutFlame(tree);
  const names = Array.from(
    { length: 600 },
    (_, i) => `example.org/team/service${i % 40}/internal/pkg${i}.(*handler${i}).Serve.func${i % 5}`,
  );
  const frames = names.map((name, i) => ({ function: name, own: i % 3 === 0 }));
  const colours = coloursByCode(tree, frames, 'package', palette);
  const label = (box: number, cells: number): string => {
    const { path, name } = fitGoName(names[tree.frame[box] ?? 0] ?? 'all', cells);
    return path + name;
  };
  const canvas = document.body.appendChild(document.createElement('canvas'));
  canvas.style.cssText = 'position:fixed;inset:0;width:1280px;height:800px';
  const lines = { row: 20, seam: 1, font: '11.5px monospace' };
  const painter = new FlamePainter(canvas, document.createElement('canvas'), lines);
  painter.resize(1280, 800, ratio);
  const times: FlameTimes = { boxes: tree.length, script: [], frame: [] };
  const nextFrame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
  // The first round warms up what compiles code as it runs.
  for (const isMeasured of [false, true]) {
    let last = await nextFrame();
    for (const window of windows()) {
      const began = performance.now();
      painter.paint({ layout, colours, palette, window, label });
      const script = performance.now() - began;
      const now = await nextFrame();
      if (isMeasured) {
        times.script.push(script);
        times.frame.push(now - last);
      }
      last = now;
    }
  }
  canvas.remove();
  return times;
}

declare global {
  interface Window {
    runFlame: typeof run;
  }
}
window.runFlame = run;
