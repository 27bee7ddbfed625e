// The chart's option, from what lines.ts and marks.ts say. The gutters hold text, which the component draws.
import { TIME_LABELS, type ChartOption } from '../../ui/chart-option';
import type { Line } from './lines';
import type { Shape } from './marks';
import type { TimeWindow } from './window';

export const LEFT = 104;
export const RIGHT = 88;

/** Tops and bottoms in pixels from the top of the timeline. */
export interface Rows {
  readonly plot: readonly [number, number];
  readonly goroutines: readonly [number, number];
  readonly memory: readonly [number, number] | null;
  readonly marks: readonly [number, number] | null;
}

/** Of marks of notes above the lines. */
export const NOTES_ROW = 18;

export function rowsOf(height: number, folded: boolean, noted: boolean): Rows {
  if (folded) {
    const top = noted ? 18 + NOTES_ROW : 10;
    return { plot: [6, height - 16], goroutines: [top, height - 20], memory: null, marks: null };
  }
  return {
    plot: [18, height - 18],
    goroutines: [22 + (noted ? NOTES_ROW : 0), height - 90],
    memory: [height - 82, height - 46],
    marks: [height - 40, height - 18],
  };
}

interface Content {
  readonly window: TimeWindow;
  readonly rows: Rows;
  readonly height: number;
  readonly goroutines: readonly Line[];
  readonly memory: readonly Line[];
  readonly topGoroutines: number;
  readonly topMemory: number;
  readonly marks: Readonly<Record<Shape, readonly number[]>>;
}

const SHADES = ['var(--series-1)', 'var(--series-2)'] as const;

function drawLine(line: Line, axis: number, color: string, width: number, area: boolean): ChartOption {
  return {
    type: 'line',
    xAxisIndex: axis,
    yAxisIndex: axis,
    data: line.points,
    showSymbol: line.dotted || line.points.length === 1,
    symbol: 'circle',
    symbolSize: 4,
    itemStyle: { color },
    lineStyle: { color, width, join: 'round' },
    ...(area ? { areaStyle: { color: 'var(--series-fill)' } } : {}),
    sampling: 'lttb',
    connectNulls: false,
    silent: true,
  };
}

/** RSS is the darkest; of several targets only their RSS or their heap could be told apart, so one is shown. */
function memoryShade(line: Line): string {
  return line.quantity === 'rssBytes' ? SHADES[0] : SHADES[1];
}

const markSeries = (
  times: readonly number[],
  y: number,
  axis: number,
  symbol: string,
  size: number | readonly number[],
  itemStyle: ChartOption,
): ChartOption => ({
  type: 'scatter',
  xAxisIndex: axis,
  yAxisIndex: axis,
  data: times.map((at) => [at, y]),
  symbol,
  symbolSize: size,
  itemStyle: { opacity: 1, ...itemStyle },
  silent: true,
});

export function chartOption(content: Content): ChartOption {
  const { window, rows, height } = content;
  const bands = [rows.plot, rows.goroutines, rows.memory, rows.marks].filter((band) => band !== null);
  const tops = [1, content.topGoroutines, content.topMemory, 1];
  const xAxis = bands.map((_, i) => ({
    type: 'time',
    gridIndex: i,
    min: window.fromMs,
    max: window.toMs,
    show: i === 0 || (i < 3 && rows.marks !== null) || i === 1,
    axisTick: { show: false },
    axisPointer: { show: false },
    axisLine: { show: i === 1 || i === 2, lineStyle: { color: 'var(--line-2)' } },
    splitLine: { show: i === 0, lineStyle: { color: 'var(--line-1)' } },
    axisLabel: {
      show: i === 0,
      fontSize: 10,
      color: 'var(--text-3)',
      margin: 4,
      hideOverlap: true,
      formatter: TIME_LABELS,
    },
    splitNumber: 10,
  }));
  const yAxis = bands.map((_, i) => ({
    type: 'value',
    gridIndex: i,
    min: 0,
    max: tops[i],
    show: false,
  }));
  const series: ChartOption[] = [
    // Below the line that is shown in full, those of other targets: told apart by choosing one.
    ...content.goroutines.slice(1).map((line) => drawLine(line, 1, 'var(--line-3)', 1, false)),
    ...content.goroutines
      .slice(0, 1)
      .map((line) => drawLine(line, 1, SHADES[0], 1.5, content.goroutines.length === 1)),
  ];
  if (rows.memory !== null) {
    series.push(
      ...content.memory.map((line) =>
        drawLine(line, 2, memoryShade(line), 1.25, line.quantity === 'liveHeapBytes'),
      ),
    );
  }
  if (rows.marks !== null) {
    const { marks } = content;
    const ink = { color: 'var(--series-1)' };
    series.push(
      markSeries(marks.tick, 0.78, 3, 'rect', [1, 7], { color: 'var(--series-3)' }),
      markSeries(marks.delta, 0.28, 3, 'triangle', [8, 7], {
        color: 'transparent',
        borderColor: 'var(--series-2)',
        borderWidth: 1.2,
      }),
      markSeries(marks.trace, 0.28, 3, 'rect', [10, 5], ink),
      markSeries(marks.dump, 0.28, 3, 'diamond', 8, ink),
      markSeries(marks.failed, 0.28, 3, 'path://M0 0L7 7M7 0L0 7', 7, {
        color: 'transparent',
        borderColor: 'var(--note)',
        borderWidth: 1.8,
      }),
    );
  }
  return {
    grid: bands.map(([top, bottom]) => ({
      left: LEFT,
      right: RIGHT,
      top,
      bottom: height - bottom,
      outerBoundsMode: 'none',
    })),
    xAxis,
    yAxis,
    series,
    tooltip: { show: false },
  };
}
