import { exactAt, magnitude64, type Int64, type Int64Column } from '../../base/int64-column';
import { scale, scaledLabel } from '../measurement';
import type { Aggregate } from '../aggregate';
import type { ReportContext } from './context';

/** What a report shows, by its rows in sums over nodes. */
export interface ShownNodes {
  readonly shown: readonly number[];
  readonly sums: Aggregate;
}

/** Values as a report prints them: in the unit that it has chosen, divided on request. */
export class ValueFormat {
  constructor(
    private readonly unit: string,
    private readonly outputUnit: string,
    private readonly ratio: number,
  ) {}

  /** Each value in the unit asked for; where that is `minimum`, in its own. */
  static plain({ unit, options }: ReportContext): ValueFormat {
    return new ValueFormat(unit, options.unit, ratioOf(options.divideBy));
  }

  /** `minimum` becomes the one unit in which the smallest value shown is at least 0.01 and the largest not needlessly long. */
  static ofGraph(context: ReportContext, graph: ShownNodes): ValueFormat {
    const { unit, options } = context;
    if (options.unit !== 'minimum' || graph.shown.length === 0) return ValueFormat.plain(context);
    const ratio = ratioOf(options.divideBy);
    return new ValueFormat(unit, selectUnit(context, graph, ratio), ratio);
  }

  text(value: Int64): string {
    return scaledLabel(divided(value, this.ratio), this.unit, this.outputUnit);
  }
}

const ratioOf = (divideBy: number): number => 1 / divideBy;

const divided = (value: Int64, ratio: number): Int64 =>
  ratio > 0 && ratio !== 1 ? truncateToInt64(Number(value) * ratio) : value;

/** Go's conversion; what no int64 can hold becomes its least value, as amd64 has it. */
export const truncateToInt64 = (value: number): Int64 =>
  Math.abs(value) < 2 ** 63 ? Math.trunc(value) + 0 : -(1n << 63n);

/** In bigints, since pprof's products wrap around. */
function selectUnit({ unit, total }: ReportContext, { shown, sums }: ShownNodes, ratio: number): string {
  const magnitude = (column: Int64Column, row: number): bigint => magnitude64(exactAt(column, row));
  let smallest = 0n;
  for (const node of shown) {
    const value = magnitude(sums.shownFlat, node) || magnitude(sums.shownCum, node);
    if (value > 0n && (smallest === 0n || value < smallest)) smallest = value;
  }
  const least = BigInt(divided(smallest === 0n ? BigInt(total) : smallest, ratio));
  const most = BigInt(divided(BigInt(total), ratio));
  const lowest = scale(least, unit, 'minimum').unit;
  const highest = scale(most, unit, 'minimum').unit;
  const hundredfold = BigInt.asIntN(64, 100n * least);
  const isWide = lowest !== highest && hundredfold < most;
  return (isWide ? scale(hundredfold, unit, 'minimum').unit : lowest) || unit;
}
