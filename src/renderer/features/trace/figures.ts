// Figures of two traces side by side: time per state, and what the runtime did. Pure.
import type { TextKey } from '../../state/text';
import type { RuntimeFigures } from '../../workers/runtime-figures';

export interface Figures {
  readonly facts: { readonly durationNs: number; readonly events: number };
  readonly states: readonly string[];
  /** By state: nanoseconds of all goroutines. */
  readonly stateNs: ArrayLike<number>;
  readonly runtime: RuntimeFigures;
}

export type FigureUnit = 'nanoseconds' | 'bytes' | 'count' | 'share';

export interface FigureRow {
  readonly key: string;
  /** A state's word where there is none of the catalogue. */
  readonly label: TextKey | null;
  readonly unit: FigureUnit;
  /** null: not said by the trace. */
  readonly a: number | null;
  readonly b: number | null;
}

/** How many goroutines were in each state on average; the largest difference first. */
export function stateRows(a: Figures, b: Figures): FigureRow[] {
  const words = new Set([...a.states, ...b.states]);
  const average = ({ states, stateNs, facts }: Figures, word: string): number =>
    (stateNs[states.indexOf(word)] ?? 0) / Math.max(1, facts.durationNs);
  return [...words]
    .map((key) => ({
      key,
      label: null,
      unit: 'count' as const,
      a: average(a, key),
      b: average(b, key),
    }))
    .filter((row) => row.a > 0 || row.b > 0)
    .sort((x, y) => Math.abs(y.b - y.a) - Math.abs(x.b - x.a));
}

const FIGURES: readonly (readonly [
  Exclude<keyof RuntimeFigures, 'gcNs'> | 'duration' | 'events' | 'gcShare',
  FigureUnit,
])[] = [
  ['duration', 'nanoseconds'],
  ['events', 'count'],
  ['created', 'count'],
  ['ended', 'count'],
  ['goroutinesMost', 'count'],
  ['gcs', 'count'],
  ['gcShare', 'share'],
  ['stws', 'count'],
  ['stwTotal', 'nanoseconds'],
  ['stwLongest', 'nanoseconds'],
  ['heapFirst', 'bytes'],
  ['heapLast', 'bytes'],
  ['heapMost', 'bytes'],
  ['unblocks', 'count'],
  ['latency50', 'nanoseconds'],
  ['latency99', 'nanoseconds'],
  ['latencyMost', 'nanoseconds'],
];

export function figureRows(a: Figures, b: Figures): FigureRow[] {
  const of = ({ facts, runtime }: Figures, key: (typeof FIGURES)[number][0]): number | null => {
    if (key === 'duration') return facts.durationNs;
    if (key === 'events') return facts.events;
    if (key === 'gcShare') return runtime.gcNs / Math.max(1, facts.durationNs);
    return runtime[key];
  };
  return FIGURES.map(([key, unit]) => ({
    key,
    label: `trace.runtime.${key}`,
    unit,
    a: of(a, key),
    b: of(b, key),
  }));
}
