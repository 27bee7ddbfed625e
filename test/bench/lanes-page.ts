// What runs in the page: lanes of very many spans, moved along a path that a hand might take. Bundled by bench-lanes.ts.
import { LaneFiller, densityOf } from '../../src/core/layout/lane-layout';
import { marksOf } from '../../src/core/layout/lane-mips';
import { pixelOfHex } from '../../src/renderer/canvas/colour';
import { LanesPainter } from '../../src/renderer/canvas/lanes-painter';
import { lanePalette } from '../../src/renderer/canvas/lanes-palette';
import type { LanesRow, LanesWindow } from '../../src/renderer/canvas/lanes-scene';
import { randomFrom } from '../support/random';
import { randomLanes, type LaneShape } from '../support/random-lanes';

export interface LanesTimes {
  readonly spans: number;
  /** Per frame, in ms: until the last call is issued, and from one animation frame to the next. */
  readonly script: number[];
  readonly frame: number[];
}

const FRAMES = 40;
const LANES = 2000;
const DURATION = 60e9;
const [WIDTH, HEIGHT] = [1280, 800];
const background = pixelOfHex('#ffffff');
const HUES = ['#1e8651', '#1e8651', '#2a68ad', '#cb9428', '#cb9428', '#6d3377', '#2a68ad'];

/** Heavy-tailed: the busiest lanes, on top, hold most of the spans. */
function shapesOf(spans: number, isBursty: boolean): LaneShape[] {
  const weights = Array.from({ length: LANES }, (_, i) => 1 / (i + 8));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => ({
    spans: Math.max(1, Math.round((spans * weight) / sum)),
    from: 0,
    to: DURATION,
    isBursty,
  }));
}

/** The path: over the whole, in by 40,000, sideways there, and back out. */
function* windows(): Generator<{ window: LanesWindow; top: number }> {
  let [from, nsPerPx, top] = [0, DURATION / WIDTH, 0];
  const zoom = (place: number, factor: number): void => {
    from += place * WIDTH * nsPerPx * (1 - factor);
    nsPerPx *= factor;
  };
  for (let i = 0; i < FRAMES; i++)
    yield { window: { from: from + i * 5 * nsPerPx, nsPerPx }, top: (top += 5) };
  top = 0;
  for (let i = 0; i < FRAMES; i++) {
    zoom(0.37, 40_000 ** (-1 / FRAMES));
    yield { window: { from, nsPerPx }, top };
  }
  for (let i = 0; i < FRAMES; i++) yield { window: { from: (from += 0.02 * WIDTH * nsPerPx), nsPerPx }, top };
  for (let i = 0; i < FRAMES; i++) {
    zoom(0.6, 40_000 ** (1 / FRAMES));
    yield { window: { from, nsPerPx }, top };
  }
}

export async function run(spansAsked: number, isBursty: boolean, ratio: number): Promise<LanesTimes> {
  const spans = randomLanes(shapesOf(spansAsked, isBursty), randomFrom(7));
  const { states } = spans;
  const palette = lanePalette(states, (state) => ({
    strong: pixelOfHex(HUES[states.indexOf(state)] ?? '#000000'),
    soft: pixelOfHex('#ecd293'),
    texture: state === 'runnable' || state === 'IO wait' ? 'hatch' : state === 'select' ? 'dots' : 'plain',
  }));
  const filler = new LaneFiller(spans, marksOf(states));
  const all = Array.from({ length: LANES }, (_, lane) => lane);
  const values = densityOf(spans, all, 0, DURATION / WIDTH, WIDTH);
  const band = { kind: 'density', palette, values, from: 0, nsPerColumn: DURATION / WIDTH } as const;
  const rows: LanesRow[] = [{ ...band, columns: WIDTH, full: LANES, top: 0, height: 60 }];
  const label = (span: number, cells: number): string => (states[spans.state[span]!] ?? '').slice(0, cells);
  for (let lane = 0; lane < LANES; lane++)
    rows.push({ kind: 'spans', filler, lane, palette, label, top: 60 + lane * 20, height: 20 });
  const canvas = document.body.appendChild(document.createElement('canvas'));
  canvas.style.cssText = `position:fixed;inset:0;width:${WIDTH}px;height:${HEIGHT}px`;
  const hidden = (): HTMLCanvasElement => document.createElement('canvas');
  const painter = new LanesPainter(canvas, hidden(), hidden(), '11px monospace');
  painter.resize(WIDTH, HEIGHT, ratio);
  const colours = {
    background,
    highlighted: background,
    selected: background,
    ink: '#1b1a1e',
    inkOnBars: '#ffffff',
  };
  const times: LanesTimes = { spans: spans.from.length, script: [], frame: [] };
  const nextFrame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
  // The first round warms up what compiles code as it runs, and builds what lanes need.
  for (const isMeasured of [false, true]) {
    let last = await nextFrame();
    for (const { window, top } of windows()) {
      const began = performance.now();
      painter.paint({ rows, window, top, colours });
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
    runLanes: typeof run;
  }
}
window.runLanes = run;
