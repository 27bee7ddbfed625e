// Where each of two traces stands on the axis that they share. Pure.
import type { Extent } from './time-view';

export type Align = 'start' | 'gc' | 'clock';

/** What is known of a trace's beginning. */
export interface Beginning {
  readonly durationNs: number;
  /** By the clock of its process; null: it does not say. */
  readonly startMs: number | null;
  /** The first GC that began in it, of the trace's time; null: none did. */
  readonly firstGcNs: number | null;
}

/** What is added to the time of each to have that of the axis. */
export interface Offsets {
  readonly a: number;
  readonly b: number;
}

/** What can be aligned by. */
export const canAlign = (by: Align, a: Beginning, b: Beginning): boolean =>
  by === 'start' || [a, b].every((one) => (by === 'gc' ? one.firstGcNs : one.startMs) !== null);

/** By the start where `by` is not to be had. A null: there is B alone. */
export function offsetsOf(by: Align, a: Beginning | null, b: Beginning): Offsets {
  if (a === null || !canAlign(by, a, b)) return { a: 0, b: 0 };
  switch (by) {
    case 'start':
      return { a: 0, b: 0 };
    case 'gc': {
      // Their first GCs at one place, and nothing before 0.
      const [gcA, gcB] = [a.firstGcNs ?? 0, b.firstGcNs ?? 0];
      const at = Math.max(gcA, gcB);
      return { a: at - gcA, b: at - gcB };
    }
    case 'clock': {
      const apartNs = Math.round(((b.startMs ?? 0) - (a.startMs ?? 0)) * 1e6);
      return { a: Math.max(0, -apartNs), b: Math.max(0, apartNs) };
    }
  }
}

export function extentOf(offsets: Offsets, a: Beginning | null, b: Beginning): Extent {
  const parts = [{ from: offsets.b, to: offsets.b + b.durationNs }];
  if (a !== null) parts.push({ from: offsets.a, to: offsets.a + a.durationNs });
  return {
    from: Math.min(...parts.map(({ from }) => from)),
    to: Math.max(1, ...parts.map(({ to }) => to)),
  };
}
