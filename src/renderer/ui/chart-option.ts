/**
 * What EChart.vue takes and gives, without the chart library's own types: nothing else may import it. A string
 * `var(--token)` anywhere in an option is resolved to the token's colour, again whenever the theme changes.
 */
export type ChartOption = Record<string, unknown>;

/** Of a time axis, by the unit of a tick. */
export const TIME_LABELS = {
  year: '{yyyy}',
  month: '{MM}-{dd}',
  day: '{MM}-{dd}',
  hour: '{HH}:{mm}',
  minute: '{HH}:{mm}',
  second: '{HH}:{mm}:{ss}',
  millisecond: '{HH}:{mm}:{ss}',
  none: '{MM}-{dd} {HH}:{mm}',
};

/** Pixels from the chart's top left corner. */
export interface ChartPointer {
  readonly x: number;
  readonly y: number;
  readonly shiftKey: boolean;
  readonly modKey: boolean;
  readonly button: number;
}

export interface ChartClick {
  readonly seriesId: string | undefined;
  readonly seriesName: string | undefined;
  readonly dataIndex: number;
  readonly value: unknown;
}

/** Fractions 0–1 of the first x axis' whole extent. */
export interface ChartZoom {
  readonly from: number;
  readonly to: number;
}

export interface ChartHandle {
  /** Value on the x axis at a pixel, or null outside the grid. */
  xAt(pixel: number, gridIndex?: number): number | null;
  /** Pixel of a value on the x axis. */
  pixelOf(x: number, gridIndex?: number): number | null;
  dispatch(action: Record<string, unknown>): void;
  size(): { width: number; height: number };
}

const TOKEN = /^var\((--[a-z0-9-]+)\)$/;

/** Large columns (typed arrays, arrays of numbers) are passed on as they are, so a live chart costs no copy. */
export function resolveTokens<T>(value: T, look: (token: string) => string): T {
  const walk = (node: unknown): unknown => {
    if (typeof node === 'string') {
      const token = TOKEN.exec(node)?.[1];
      return token === undefined ? node : look(token);
    }
    if (Array.isArray(node)) {
      const first: unknown = node[0];
      const isColumn = typeof first === 'number' || (Array.isArray(first) && typeof first[0] === 'number');
      return isColumn ? node : node.map(walk);
    }
    if (node !== null && typeof node === 'object' && Object.getPrototypeOf(node) === Object.prototype) {
      return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, walk(inner)]));
    }
    return node;
  };
  return walk(value) as T;
}
