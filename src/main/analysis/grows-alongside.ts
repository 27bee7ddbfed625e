// What grows in the heap with a stack of goroutines: what each of them holds, or what is kept for it elsewhere.
import type { Alongside } from '../../contract/growth';
import { ownSiteOf } from '../../core/base/own-code';
import { siteOf } from '../../core/base/site';
import { NO_STACK } from '../../core/goroutine/sites';
import type { StackGrowth } from '../../core/growth/analyse';
import { heapOfGoroutines } from '../../core/growth/attribute';
import { moveTogether, type Togetherness } from '../../core/growth/move-together';
import { fillSeries } from '../../core/growth/series';
import type { Judged } from './growth-data';

const MOST = 5;
/** A correlation whose interval begins below says nothing. */
const LEAST_R = 0.2;

/** Of the heap's suspects and candidates of the same process, those of the same code or that move at the same moments; the surest first. */
export function growsAlongside(goroutines: Judged, { stack: row }: StackGrowth, heap: Judged): Alongside[] {
  const rows = [...heap.result.suspects, ...heap.result.candidates];
  const stacks = rows.map((heapRow) => heap.stacks[heapRow] ?? []);
  const sameCode = new Set(heapOfGoroutines(stacks, [goroutines.stacks[row] ?? []], goroutines.own));
  const shared = sharedTimes(goroutines, heap);
  const mine = pick(goroutines, row, shared.a);
  return rows
    .map((heapRow, i): Alongside => {
      const stack = stacks[i] ?? [];
      const growth = heap.result.stacks[heapRow];
      return {
        site: siteOf(stack) ?? NO_STACK,
        ownSite: ownSiteOf(stack, heap.own),
        slopePerHour: growth?.slopePerHour ?? 0,
        correlation: toWire(moveTogether(mine, pick(heap, heapRow, shared.b))),
        sameCode: sameCode.has(i),
      };
    })
    .filter(({ correlation, sameCode: same }) => same || (correlation?.interval[0] ?? 0) > LEAST_R)
    .sort(
      (a, b) =>
        Number(b.sameCode) - Number(a.sameCode) ||
        (b.correlation?.interval[0] ?? -1) - (a.correlation?.interval[0] ?? -1) ||
        b.slopePerHour - a.slopePerHour,
    )
    .slice(0, MOST);
}

const toWire = (together: Togetherness | null): Alongside['correlation'] =>
  together === null ? null : { r: together.r, interval: [...together.interval] };

/** Indexes of the observations that both have: captures of one snapshot have one time. */
function sharedTimes(a: Judged, b: Judged): { a: number[]; b: number[] } {
  const places = new Map(Array.from(b.series.times, (time, i) => [time, i]));
  const shared = { a: [] as number[], b: [] as number[] };
  a.series.times.forEach((time, i) => {
    const j = places.get(time);
    if (j === undefined) return;
    shared.a.push(i);
    shared.b.push(j);
  });
  return shared;
}

function pick({ series }: Judged, row: number, at: readonly number[]): Float64Array {
  const all = fillSeries(series, row, new Float64Array(series.times.length));
  return Float64Array.from(at, (i) => all[i] ?? 0);
}
