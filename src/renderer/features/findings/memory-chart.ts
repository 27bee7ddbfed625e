// The memory account as a chart: its layers from bottom to top, RSS over them, a limit, and the line that leads there.
import type { MemoryGrowth } from '../../../contract/memory';
import { MEMORY_PARTS, type MemoryAccount, type MemoryPart } from '../../../core/memory/account';
import { joinFigure, formatQuantity } from '../../ui/format';
import { TIME_LABELS, type ChartOption } from '../../ui/chart-option';
import { niceTop } from '../../ui/nice-top';

/** A part, or live heap and headroom together where they are not told apart. */
export type Layer = MemoryPart | 'heap';

/** What is known of the life, from the bottom of the chart to its top. */
export function layersOf(account: MemoryAccount, growth: MemoryGrowth | null): Layer[] {
  const isKnown = (layer: Layer): boolean =>
    growth === null
      ? account[layer].some((value) => !Number.isNaN(value))
      : (layer === 'heap' ? growth.heap : growth.parts[layer]) !== null;
  const parts: Layer[] = MEMORY_PARTS.filter(isKnown);
  if (parts.includes('live') || !isKnown('heap')) return parts;
  const below: Layer[] = parts.filter((part) => part === 'runtime' || part === 'stacks');
  return [...below, 'heap', ...parts.filter((part) => !below.includes(part) && part !== 'headroom')];
}

/** Whether anything but the live heap is known: that alone is on the timeline already. */
export const hasAccount = (layers: readonly Layer[]): boolean => layers.some((layer) => layer !== 'live');

export const growthOf = (growth: MemoryGrowth | null, layer: Layer | 'rss'): MemoryGrowth['rss'] =>
  growth === null ? null : layer === 'rss' || layer === 'heap' ? growth[layer] : growth.parts[layer];

const GREYS: Readonly<Record<Layer, string>> = {
  runtime: 'var(--account-2)',
  stacks: 'var(--account-1)',
  live: 'var(--account-3)',
  heap: 'var(--account-3)',
  headroom: 'var(--account-4)',
  idle: 'var(--account-6)',
  outside: 'var(--account-5)',
};
const REDS = ['var(--account-live)', 'var(--account-stacks)', 'var(--account-headroom)'] as const;
const OWN_RED: Partial<Record<Layer, string>> = {
  live: REDS[0],
  heap: REDS[0],
  stacks: REDS[1],
  headroom: REDS[2],
};

/** Red is growth, and proven growth alone: its own red of a layer that has one, else one that is free. */
export function coloursOf(layers: readonly Layer[], growth: MemoryGrowth | null): Map<Layer, string> {
  const isProven = (layer: Layer): boolean => growthOf(growth, layer)?.proven === true;
  const growing = layers.filter(isProven);
  const taken = new Set(growing.map((layer) => OWN_RED[layer]));
  const free = REDS.filter((red) => !taken.has(red));
  return new Map(
    layers.map((layer) => [
      layer,
      isProven(layer) ? (OWN_RED[layer] ?? free.shift() ?? REDS[0]) : GREYS[layer],
    ]),
  );
}

/** As many as there are pixels for. */
const MOST_POINTS = 600;

/** Rows of the account that know all layers: evenly thinned, with the first and the last. */
export function rowsToDraw(account: MemoryAccount, layers: readonly Layer[]): number[] {
  const rows = [...account.timeMs.keys()].filter((row) =>
    layers.every((layer) => !Number.isNaN(account[layer][row] ?? NaN)),
  );
  if (rows.length <= MOST_POINTS) return rows;
  return Array.from(
    { length: MOST_POINTS },
    (_, i) => rows[Math.round((i * (rows.length - 1)) / (MOST_POINTS - 1))] ?? 0,
  );
}

/** The row at or nearest to a time. */
export function rowAt(account: MemoryAccount, rows: readonly number[], timeMs: number): number | null {
  return rows.reduce<number | null>((nearest, row) => {
    const off = (at: number): number => Math.abs((account.timeMs[at] ?? NaN) - timeMs);
    return nearest === null || off(row) < off(nearest) ? row : nearest;
  }, null);
}

type Gap = { readonly fromMs: number; readonly toMs: number };
type Point = [number, number];

export interface ChartContent {
  readonly account: MemoryAccount;
  readonly growth: MemoryGrowth | null;
  readonly layers: readonly Layer[];
  readonly rows: readonly number[];
  readonly colours: ReadonlyMap<Layer, string>;
  /** Silences of the target, in which nothing is drawn. */
  readonly gaps: readonly Gap[];
  /** That is read. */
  readonly cursorMs: number | null;
  readonly limitText: string;
}

/** A limit further above than this would press all below it flat: it is told in words. */
const LIMIT_IN_SIGHT = 2.5;

export interface Outlook {
  /** The right end of the chart. */
  readonly endMs: number;
  /** A limit that is drawn; null: none, or out of sight. */
  readonly limit: number | null;
  /** From the last value towards the limit; empty without a forecast. */
  readonly line: readonly Point[];
}

/** At most as far ahead as was watched. */
export function outlookOf(content: Pick<ChartContent, 'account' | 'growth' | 'rows'>): Outlook {
  const { account, growth, rows } = content;
  const timeOf = (row: number | undefined): number => account.timeMs[row ?? -1] ?? NaN;
  const [fromMs, toMs] = [timeOf(rows[0]), timeOf(rows.at(-1))];
  const top = Math.max(...rows.map((row) => totalAt(account, row)));
  const limit = growth?.limit ?? null;
  const shown = limit !== null && limit.bytes <= LIMIT_IN_SIGHT * top ? limit.bytes : null;
  const forecast = growth?.forecast ?? null;
  const last = totalAt(account, rows.at(-1) ?? -1);
  if (forecast?.of !== 'container' || shown === null || !(forecast.atMs > toMs))
    return { endMs: toMs, limit: shown, line: [] };
  const endMs = Math.min(forecast.atMs, 2 * toMs - fromMs);
  const part = (endMs - toMs) / (forecast.atMs - toMs);
  return {
    endMs,
    limit: shown,
    line: [
      [toMs, last],
      [endMs, last + part * (shown - last)],
    ],
  };
}

/** RSS; where it is not known, what Go holds. */
export function totalAt(account: MemoryAccount, row: number): number {
  const rss = account.rss[row] ?? NaN;
  return Number.isNaN(rss) ? (account.held[row] ?? NaN) : rss;
}

/** Of all that has no value in a gap, one point without one in its middle. */
function pointsOf(content: ChartContent, column: (row: number) => number): Point[] {
  const { account, rows, gaps } = content;
  return rows.flatMap((row, i): Point[] => {
    const at = account.timeMs[row] ?? NaN;
    const before = account.timeMs[rows[i - 1] ?? -1];
    const point: Point = [at, column(row)];
    const isCut = before !== undefined && gaps.some(({ fromMs }) => fromMs >= before && fromMs < at);
    return isCut ? [[(before + at) / 2, NaN], point] : [point];
  });
}

export function chartOption(content: ChartContent): ChartOption {
  const { account, layers, rows, colours, cursorMs, limitText } = content;
  const { endMs, limit, line } = outlookOf(content);
  const { min, max, ticks } = rangeOf(content, limit);
  const mark = (data: ChartOption[]): ChartOption => ({
    symbol: 'none',
    silent: true,
    animation: false,
    data,
  });
  const areaOf = (layer: Layer, side: 'memory' | 'below', value: (bytes: number) => number): ChartOption => ({
    id: side === 'below' ? `${layer}-below` : layer,
    type: 'line',
    stack: side,
    data: pointsOf(content, (row) => value(account[layer][row] ?? NaN)),
    showSymbol: rows.length === 1,
    symbolSize: 4,
    lineStyle: { width: 0.75, color: 'var(--surface-panel)' },
    itemStyle: { color: colours.get(layer) },
    areaStyle: { color: colours.get(layer), opacity: 1 },
    silent: true,
  });
  // What changes its sign from row to row would be drawn across all layers: each side of 0 has its own areas.
  const series = layers.flatMap((layer) => [
    areaOf(layer, 'memory', (bytes) => Math.max(0, bytes)),
    ...(rows.some((row) => (account[layer][row] ?? 0) < 0)
      ? [areaOf(layer, 'below', (bytes) => Math.min(0, bytes))]
      : []),
  ]);
  const lines = [
    ...(limit === null
      ? []
      : [
          {
            yAxis: limit,
            lineStyle: { color: 'var(--text-3)', type: 'dashed', width: 1 },
            label: {
              show: true,
              position: 'insideStartBottom',
              formatter: limitText,
              ...LIMIT_LABEL,
            },
          },
        ]),
    ...(cursorMs === null
      ? []
      : [{ xAxis: cursorMs, lineStyle: { color: 'var(--accent)', type: 'solid' }, label: { show: false } }]),
  ];
  return {
    // Half of a label of time stands to the left.
    grid: { left: 16, right: 52, top: 8, bottom: 18, outerBoundsMode: 'none' },
    xAxis: {
      type: 'time',
      min: account.timeMs[rows[0] ?? -1] ?? 'dataMin',
      max: endMs,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: 'var(--line-2)' } },
      axisLabel: {
        fontSize: 10,
        color: 'var(--text-3)',
        margin: 5,
        hideOverlap: true,
        formatter: TIME_LABELS,
      },
      splitLine: { show: false },
      splitNumber: 5,
    },
    yAxis: {
      type: 'value',
      position: 'right',
      min,
      max,
      axisTick: { show: false, customValues: ticks },
      splitLine: { lineStyle: { color: 'var(--line-1)' } },
      axisLabel: {
        fontSize: 10,
        color: 'var(--text-3)',
        customValues: ticks,
        formatter: (value: number) => joinFigure(formatQuantity(value, 'bytes')),
      },
    },
    series: [
      ...series,
      {
        id: 'total',
        type: 'line',
        data: pointsOf(content, (row) => totalAt(account, row)),
        showSymbol: false,
        lineStyle: { width: 1.25, color: 'var(--text-1)', join: 'round' },
        itemStyle: { color: 'var(--text-1)' },
        silent: true,
        markLine: mark(lines),
      },
      {
        id: 'outlook',
        type: 'line',
        data: line,
        showSymbol: false,
        lineStyle: { width: 1.25, color: 'var(--grow-line)', type: 'dashed' },
        itemStyle: { color: 'var(--grow-line)' },
        silent: true,
      },
    ],
    tooltip: { show: false },
  };
}

const DETAILS = ['unswept', 'fragmentation', 'filePages', 'released'] as const;

/** What the parts are made of at a row, as far as it is known. */
export const detailsAt = (
  account: MemoryAccount,
  row: number | null,
): { name: (typeof DETAILS)[number]; size: number }[] =>
  DETAILS.map((name) => ({ name, size: account[name][row ?? -1] ?? NaN })).filter(
    ({ size }) => !Number.isNaN(size),
  );

/** What the account cannot say, or is easily taken for. */
export function notesOn(
  account: MemoryAccount,
  growth: MemoryGrowth | null,
  layers: readonly Layer[],
  row: number | null,
): ('near' | 'negative' | 'noRss' | 'noLive' | 'sampled')[] {
  const isRssKnown = account.rss.some((value) => !Number.isNaN(value));
  return [
    ...(growth?.nearGomemlimit === true ? (['near'] as const) : []),
    ...((account.outside[row ?? -1] ?? 0) < 0 ? (['negative'] as const) : []),
    ...(isRssKnown ? [] : (['noRss'] as const)),
    ...(layers.includes('live') ? [] : (['noLive'] as const)),
    ...(layers.includes('live') && account.liveFrom === 'profile' ? (['sampled'] as const) : []),
  ];
}

/** Over whatever it crosses. */
const LIMIT_LABEL = {
  color: 'var(--text-2)',
  backgroundColor: 'var(--surface-panel)',
  padding: [1, 4],
};

const TICKS = 3;
/** So that the label of a limit stands within the chart. */
const OVER_LIMIT = 1.04;

/** From below 0 where a part is; ticks at round numbers of 1024s. */
function rangeOf(content: ChartContent, limit: number | null): { min: number; max: number; ticks: number[] } {
  const { account, rows } = content;
  const top = Math.max(limit ?? 0, ...rows.map((row) => totalAt(account, row)));
  const interval = niceTop(top / TICKS, true);
  const max = limit === null ? Math.ceil(top / interval) * interval : Math.max(top, limit * OVER_LIMIT);
  const ticks = Array.from({ length: Math.floor(max / interval) + 1 }, (_, i) => i * interval);
  return { min: lowestOf(content), max, ticks };
}

/** Of all that is below 0 at one row; 0 where nothing is. */
const lowestOf = ({ account, layers, rows }: ChartContent): number =>
  rows.reduce(
    (lowest, row) =>
      Math.min(
        lowest,
        layers.reduce((sum, layer) => sum + Math.min(0, account[layer][row] ?? 0), 0),
      ),
    0,
  );
