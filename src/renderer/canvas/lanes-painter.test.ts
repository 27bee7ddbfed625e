import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../test/support/random';
import { randomLanes } from '../../../test/support/random-lanes';
import { LaneFiller, densityOf } from '../../core/layout/lane-layout';
import { marksOf } from '../../core/layout/lane-mips';
import { layOutRanges } from '../../core/layout/range-layout';
import type { Spans } from '../../core/trace/spans';
import type { PainterCanvas } from './flame-painter';
import { LanesPainter } from './lanes-painter';
import { lanePalette } from './lanes-palette';
import type { LanesColours, LanesRow, LanesWindow, SpansRow } from './lanes-scene';

const STATES = ['runnable', 'running', 'syscall', 'chan receive', 'select', 'sync.Mutex.Lock', 'IO wait'];
const colours: LanesColours = {
  background: 0xff000000,
  highlighted: 0xff000001,
  selected: 0xff000002,
  ink: '#123456',
  inkOnBars: '#fedcba',
};
const strongOf = (state: string): number => 0xff100000 + STATES.indexOf(state);
const softOf = (state: string): number => 0xff200000 + STATES.indexOf(state);
const palette = lanePalette(STATES, (state) => ({
  strong: strongOf(state),
  soft: softOf(state),
  texture: state === 'runnable' || state === 'IO wait' ? 'hatch' : state === 'select' ? 'dots' : 'plain',
}));

/** A canvas that draws nothing and remembers what it was asked for. */
function recorder() {
  const calls: unknown[][] = [];
  let pixels: Uint32Array = new Uint32Array();
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
    createImageData: (width: number, height: number) => ({
      width,
      height,
      data: new Uint8ClampedArray(width * height * 4),
    }),
    putImageData: (image: { data: Uint8ClampedArray }) => {
      calls.push(['putImageData']);
      pixels = new Uint32Array(image.data.buffer);
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

function painterOf(width: number, height: number, ratio = 1) {
  const [shown, lanes, bands] = [recorder(), recorder(), recorder()];
  const painter = new LanesPainter(shown.canvas, lanes.canvas, bands.canvas, '11px monospace');
  painter.resize(width, height, ratio);
  const paint = (rows: readonly LanesRow[], window: LanesWindow, top = 0) => {
    for (const { calls } of [shown, lanes, bands]) calls.length = 0;
    painter.paint({ rows, window, top, colours });
    return {
      calls: [...shown.calls],
      hidden: [...lanes.calls, ...bands.calls],
      lanes: lanes.pixels(),
      bands: bands.pixels(),
    };
  };
  return paint;
}
const count = (calls: readonly unknown[][], name: string): number => calls.filter(([n]) => n === name).length;

const spansOf = (from: readonly number[], states: readonly string[], end: number): Spans => ({
  states: STATES,
  start: Uint32Array.of(0, from.length),
  from: Float64Array.from(from),
  state: Uint8Array.from(states, (state) => STATES.indexOf(state)),
  end: Float64Array.of(end),
});
const rowOf = (spans: Spans, lane = 0, more: Partial<SpansRow> = {}): SpansRow => ({
  kind: 'spans',
  filler: new LaneFiller(spans, marksOf(spans.states)),
  lane,
  palette,
  label: () => '',
  top: 0,
  height: 20,
  ...more,
});

describe('a lane', () => {
  const spans = spansOf([10, 20, 40], ['running', 'chan receive', 'runnable'], 50);

  it('tells by its height what runs, what could, and what waits', () => {
    const { lanes, calls } = painterOf(60, 20)([rowOf(spans)], { from: 0, nsPerPx: 1 });
    const column = (x: number): (string | number)[] =>
      Array.from({ length: 5 }, (_, y) => {
        const pixel = lanes[y * 60 + x]!;
        if (pixel === colours.background) return '';
        return STATES.find((state) => [strongOf(state), softOf(state)].includes(pixel)) ?? pixel;
      });
    expect(column(5)).toEqual(['', '', '', '', '']);
    expect(column(15)).toEqual(['', 'running', 'running', 'running', 'running']);
    expect(column(30)).toEqual(['', '', '', '', 'chan receive']);
    expect(column(45)).toEqual(['', '', '', 'runnable', 'runnable']);
    expect(column(55)).toEqual(['', '', '', '', '']);
    expect(calls.find(([name]) => name === 'drawImage')?.slice(2)).toEqual([0, 0, 60, 5, 0, 0, 60, 20]);
  });

  it('has the texture of a state where there is room for one', () => {
    const wide = spansOf([0, 40, 80, 84], ['IO wait', 'select', 'IO wait', 'select'], 88);
    const { lanes } = painterOf(100, 20)([rowOf(wide)], { from: 0, nsPerPx: 1 });
    const line = [...lanes.subarray(4 * 100, 5 * 100)];
    const isBoth = (from: number, to: number, state: string): boolean =>
      [strongOf(state), softOf(state)].every((pixel) => line.slice(from, to).includes(pixel));
    expect(isBoth(0, 40, 'IO wait')).toBe(true);
    expect(isBoth(40, 80, 'select')).toBe(true);
    expect(line.slice(80, 88)).toEqual([
      ...Array<number>(4).fill(strongOf('IO wait')),
      ...Array<number>(4).fill(strongOf('select')),
    ]);
  });

  it('shows what runs for a nanosecond of an hour', () => {
    const short = spansOf([0, 1.8e12, 1.8e12 + 1], ['chan receive', 'running', 'chan receive'], 3.6e12);
    const { lanes } = painterOf(100, 20)([rowOf(short)], { from: 0, nsPerPx: 3.6e10 });
    const strip = [...lanes.subarray(100, 200)];
    expect(strip.flatMap((pixel, x) => (pixel === strongOf('running') ? [x] : []))).toEqual([50]);
    expect(lanes[4 * 100 + 50]).toBe(strongOf('chan receive'));
  });

  it('shows what waits for a lock beside something else, and does not show it twice', () => {
    const short = spansOf(
      [0, 4000, 4001, 8000],
      ['select', 'sync.Mutex.Lock', 'select', 'sync.Mutex.Lock'],
      10_000,
    );
    const { lanes } = painterOf(100, 20)([rowOf(short)], { from: 0, nsPerPx: 100 });
    const line = [...lanes.subarray(200, 300)];
    expect(line.flatMap((pixel, x) => (pixel === strongOf('sync.Mutex.Lock') ? [x] : []))).toEqual([40]);
  });

  it('may stand out', () => {
    const at = { from: 0, nsPerPx: 1 };
    const lanes = (more: Partial<SpansRow>): Uint32Array =>
      painterOf(60, 20)([rowOf(spans, 0, more)], at).lanes;
    expect(lanes({ emphasis: 'selected' })[0]).toBe(colours.selected);
    expect(lanes({ emphasis: 'highlighted' })[0]).toBe(colours.highlighted);
  });

  it('has labels where they fit, each within its span', () => {
    const long = spansOf([0, 100, 130, 400], ['running', 'select', 'running', 'select'], 900);
    const label = (span: number, cells: number): string => `${span}:${cells}`;
    const { calls } = painterOf(600, 20)([rowOf(long, 0, { label })], { from: 0, nsPerPx: 1 });
    const ink: string[] = [];
    const told = calls.flatMap(([name, text, x, y]) => {
      if (name === 'fillStyle') ink.push(String(text));
      return name === 'fillText' ? [[text, x, y, ink.at(-1)]] : [];
    });
    expect(told).toEqual([
      ['3:27', 404, 8, '#123456'],
      ['0:13', 4, 12, '#fedcba'],
      ['2:37', 134, 12, '#fedcba'],
    ]);
  });

  it('has a label on each wide span of those that follow one another in one state', () => {
    const one = spansOf([0, 50, 52, 90, 200, 240], Array<string>(6).fill('running'), 300);
    const label = (span: number): string => String(span);
    for (const ratio of [1, 2]) {
      const { calls } = painterOf(600, 20, ratio)([rowOf(one, 0, { label })], { from: 0, nsPerPx: 1 });
      const told = calls.filter(([name]) => name === 'fillText').map(([, text, x]) => [text, x]);
      expect(told).toEqual([0, 90, 240].map((from, i) => [['0', '3', '5'][i], (from + 4) * ratio]));
    }
  });

  it('has its labels where it is when lanes are scrolled', () => {
    const rows = [0, 1, 2].map((i) =>
      rowOf(spansOf([0], ['running'], 300), 0, { top: 20 * i, label: () => `lane ${i}` }),
    );
    for (const ratio of [1, 2]) {
      const { calls } = painterOf(600, 40, ratio)(rows, { from: 0, nsPerPx: 1 }, 30);
      const told = calls.filter(([name]) => name === 'fillText').map(([, text, , y]) => [text, y]);
      expect(told).toEqual([
        ['lane 1', 2 * ratio],
        ['lane 2', 22 * ratio],
      ]);
    }
  });

  it('moves with the window and is the same', () => {
    const many = randomLanes([{ spans: 4000, from: 0, to: 4e6, isBursty: true }], randomFrom(4));
    const row = rowOf(many);
    const paint = painterOf(500, 20);
    for (const nsPerPx of [13.7, 900]) {
      const at = (by: number): Uint32Array =>
        Uint32Array.from(paint([row], { from: 1e6 + by * nsPerPx, nsPerPx }).lanes.subarray(0, 2500));
      const [first, moved] = [at(0), at(7)];
      for (let y = 0; y < 5; y++)
        expect(moved.subarray(y * 500, y * 500 + 493)).toEqual(first.subarray(y * 500 + 7, y * 500 + 500));
    }
  });

  it('is drawn at the resolution of the device', () => {
    const { calls } = painterOf(60, 40, 2)([rowOf(spans)], { from: 0, nsPerPx: 1 });
    expect(calls.find(([name]) => name === 'drawImage')?.slice(2)).toEqual([0, 0, 120, 5, 0, 0, 120, 40]);
  });
});

describe('a band of many goroutines', () => {
  const spans = randomLanes(
    Array.from({ length: 50 }, () => ({ spans: 20, from: 0, to: 6000 })),
    randomFrom(8),
  );
  const bandOf = (full: number, values = densityOf(spans, [...Array(50).keys()], 0, 100, 60)): LanesRow => ({
    ...{
      kind: 'density',
      palette,
      top: 0,
      height: 100,
      values,
      from: 0,
      nsPerColumn: 100,
      columns: 60,
      full,
    },
  });
  const stateAt = (bands: Uint32Array, x: number, y: number): number => {
    const pixel = bands[y * 60 + x]!;
    return STATES.findIndex((state) => pixel === strongOf(state) || pixel === softOf(state));
  };

  it('stacks states from the bottom, what runs first, each as high as it has goroutines', () => {
    const { bands } = painterOf(60, 100)([bandOf(50)], { from: 0, nsPerPx: 100 });
    const values = densityOf(spans, [...Array(50).keys()], 0, 100, 60);
    for (let x = 0; x < 60; x++) {
      const column = Array.from({ length: 100 }, (_, y) => stateAt(bands, x, 99 - y));
      const place = column.map((state) => palette.order.indexOf(state));
      expect(place).toEqual([...place].sort((a, b) => a - b));
      STATES.forEach((_, state) => {
        const height = column.filter((of) => of === state).length;
        expect(Math.abs(height - values[state * 60 + x]! * 2)).toBeLessThanOrEqual(1.01);
      });
    }
  });

  it('shows the one that runs among ten thousand', () => {
    const values = new Float32Array(STATES.length * 60);
    values[1 * 60 + 30] = 1;
    values.fill(9999, 3 * 60, 4 * 60);
    const { bands } = painterOf(60, 100)([bandOf(10_000, values)], { from: 0, nsPerPx: 100 });
    expect([29, 30, 31].map((x) => stateAt(bands, x, 99))).toEqual([3, 1, 3]);
  });

  it('is stretched where the window is another by now', () => {
    const { bands } = painterOf(60, 100)([bandOf(50)], { from: 3000, nsPerPx: 50 });
    const before = painterOf(60, 100)([bandOf(50)], { from: 0, nsPerPx: 100 }).bands;
    for (let x = 0; x < 60; x++)
      expect(stateAt(bands, x, 99)).toBe(stateAt(before, 30 + Math.floor(x / 2), 99));
  });
});

describe('ranges and series', () => {
  it('shows each range, at least a pixel wide, on a level of its own where they overlap', () => {
    const layout = layOutRanges(Float64Array.of(0, 10, 50, 70), Float64Array.of(30, 20, 50.001, 100));
    expect([...layout.level]).toEqual([0, 1, 0, 0]);
    const row: LanesRow = {
      ...{ kind: 'ranges', top: 0, height: 20, layout },
      colourOf: (i) => 0xff300000 + i,
    };
    const { bands } = painterOf(200, 20)([row], { from: -20, nsPerPx: 0.5 });
    const at = (x: number, y: number): number => bands[y * 200 + x]! - 0xff300000;
    expect([at(41, 0), at(65, 12), at(140, 0), at(141, 0)]).toEqual([
      0,
      1,
      2,
      colours.background - 0xff300000,
    ]);
  });

  it('finds a long range that began far before the view', () => {
    const from = Float64Array.from({ length: 1000 }, (_, i) => i);
    const to = from.map((time) => (time === 3 ? 5000 : time + 1));
    const layout = layOutRanges(from, to);
    const row: LanesRow = { ...{ kind: 'ranges', top: 0, height: 8, layout }, colourOf: () => 7 };
    const { bands } = painterOf(10, 8)([row], { from: 3000, nsPerPx: 1 });
    expect(bands.subarray(0, 80)).toContain(7);
  });

  it('draws a number by steps, until its end', () => {
    const row: LanesRow = {
      ...{ kind: 'series', top: 0, height: 11, full: 10, end: 40, line: 1, fill: 2 },
      time: Float64Array.of(10, 20, 20.2, 30),
      value: Float64Array.of(5, 10, 0, 2),
    };
    const { bands } = painterOf(50, 11)([row], { from: 0, nsPerPx: 1 });
    const column = (x: number): number[] =>
      Array.from({ length: 11 }, (_, y) => bands[(10 - y) * 50 + x]!).filter((p) => p !== colours.background);
    expect(column(5)).toEqual([]);
    expect(column(15)).toEqual([2, 2, 2, 2, 2, 1]);
    expect(column(20)).toEqual(Array(11).fill(1));
    expect(column(35)).toEqual([2, 2, 1]);
    expect(column(45)).toEqual([]);
  });
});

describe('a frame', () => {
  const spans = randomLanes(
    Array.from({ length: 400 }, (_, i) => ({ spans: 300, from: i, to: 1e9, isBursty: i % 2 === 0 })),
    randomFrom(5),
  );
  const filler = new LaneFiller(spans, marksOf(STATES));
  const rows: LanesRow[] = [];
  let top = 0;
  for (let lane = 0; lane < 400; lane++) {
    if (lane % 40 === 0) {
      rows.push({ kind: 'blank', top, height: 24, emphasis: 'selected' });
      top += 24;
    }
    rows.push({ ...rowOf(spans, lane, { label: (span) => String(span) }), filler, top });
    top += 20;
  }

  it('costs a few calls, whatever is in view', () => {
    const paint = painterOf(1280, 800, 2);
    let most = 0;
    for (let i = 0; i < 40; i++) {
      const nsPerPx = 1e6 / 1.6 ** i;
      const { calls, hidden } = paint(rows, { from: 5e8, nsPerPx }, i * 97);
      expect(count(hidden, 'putImageData')).toBe(1);
      expect(count(calls, 'drawImage')).toBeLessThanOrEqual(3);
      expect(count(calls, 'fillText')).toBeLessThanOrEqual(1000);
      expect(count([...calls, ...hidden], 'measureText')).toBe(0);
      expect(calls.filter(([name]) => name === 'fillText').every(({ length }) => length === 4)).toBe(true);
      most = Math.max(most, calls.length);
    }
    expect(most).toBeLessThan(1100);
  });

  it('has labels up to a bound', () => {
    const from = Array.from({ length: 60 }, (_, i) => i * 50);
    const lane = spansOf(from, Array<string>(60).fill('running'), 3000);
    const many = Array.from({ length: 60 }, (_, i) => rowOf(lane, 0, { top: 20 * i, label: () => 'f' }));
    const at = { from: 0, nsPerPx: 1 };
    expect(count(painterOf(3000, 200)(many, at).calls, 'fillText')).toBe(600);
    expect(count(painterOf(3000, 1200)(many, at).calls, 'fillText')).toBe(1000);
  });

  it('draws rows where they are', () => {
    const { calls } = painterOf(100, 100)(rows, { from: 0, nsPerPx: 1e7 }, 790);
    // Lane 38 from its ninth pixel on, lane 39; a heading; lanes 40 to 42.
    expect(calls.filter(([name]) => name === 'drawImage').map((call) => call.slice(3))).toEqual([
      [0, 100, 10, 0, -6, 100, 40],
      [10, 100, 15, 0, 58, 100, 60],
    ]);
    expect(calls.filter(([name]) => name === 'fillRect').at(-1)).toEqual(['fillRect', 0, 34, 100, 24]);
  });
});
