// How many goroutines of each group in view are in which state, column by column. A worker counts them; what was counted for
// another part of the axis is drawn, moved and stretched, until the new counts are there.
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import type { LaneGroup, SheetName } from '../../workers/trace-answers';
import type { TracePort } from '../../workers/trace-port';

export interface Density {
  /** Of the trace. */
  readonly from: number;
  readonly nsPerColumn: number;
  readonly columns: number;
  /** Averages: state s in column c at s × columns + c. */
  readonly counts: Float32Array;
}

export interface WantedDensities {
  readonly port: TracePort;
  readonly sheet: SheetName;
  readonly groups: readonly LaneGroup[];
  /** Of the trace. */
  readonly from: number;
  readonly nsPerColumn: number;
  readonly columns: number;
}

/** So much beside what is in view is counted too, as a share of it: a short move needs no new counts. */
const BESIDE = 0.5;

/** By the name of its group. One question runs at a time; of those that come meanwhile the last is asked next. */
export function useDensities(wanted: () => WantedDensities): ShallowRef<ReadonlyMap<string, Density>> {
  const densities = shallowRef<ReadonlyMap<string, Density>>(new Map());
  let asking = false;
  let isStale = false;
  let isOver = false;

  function isThere({ from, nsPerColumn, columns, groups }: WantedDensities): boolean {
    return groups.every(({ name, lanes }) => {
      const known = densities.value.get(name);
      return (
        known !== undefined &&
        counted.get(known) === lanes &&
        known.nsPerColumn === nsPerColumn &&
        known.from <= from &&
        known.from + known.columns * nsPerColumn >= from + columns * nsPerColumn
      );
    });
  }
  const counted = new WeakMap<Density, Uint32Array>();

  async function ask(): Promise<void> {
    if (asking) {
      isStale = true;
      return;
    }
    const now = wanted();
    if (now.groups.length === 0 || now.columns <= 0 || isThere(now)) return;
    asking = true;
    isStale = false;
    const beside = Math.ceil(now.columns * BESIDE);
    const columns = now.columns + 2 * beside;
    const from = now.from - beside * now.nsPerColumn;
    try {
      const counts = await now.port.ask('densities', {
        sheet: now.sheet,
        groups: now.groups.map(({ lanes }) => lanes),
        from,
        nsPerColumn: now.nsPerColumn,
        columns,
      });
      if (isOver) return;
      const next = new Map(densities.value);
      now.groups.forEach(({ name, lanes }, i) => {
        const density = { from, nsPerColumn: now.nsPerColumn, columns, counts: counts[i]! };
        counted.set(density, lanes);
        next.set(name, density);
      });
      densities.value = next;
    } finally {
      asking = false;
      if (isStale && !isOver) void ask();
    }
  }
  watch(wanted, () => void ask(), { immediate: true });
  onScopeDispose(() => {
    isOver = true;
  });
  return densities;
}
