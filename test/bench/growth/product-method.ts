// The product's own analysis, by its public functions, on the captures that it would have had of a simulated session.
import { analyseGrowth, type GrowthResult } from '../../../src/core/growth/analyse';
import {
  buildCountSeries,
  buildHeapSeries,
  sampledObjectSize,
  type Observation,
  type Series,
} from '../../../src/core/growth/series';
import { SAMPLING_PERIOD, type Innocent, type Leak, type Session } from './session';

const HOUR_MS = 3_600_000;

export type Stack = Pick<Innocent | Leak, 'events' | 'objectBytes'>;

/** What one event adds, as the product counts: a goroutine, or a sampled object's scaled size in bytes. */
export const unitOf = ({ objectBytes }: Pick<Stack, 'objectBytes'>): number =>
  objectBytes === null ? 1 : sampledObjectSize(objectBytes, SAMPLING_PERIOD);

/** What was captured of the innocents, with room for one leak: made once, judged as often as it is wanted. */
export class Captures {
  /** Per snapshot, of the innocents and then the leak. */
  private readonly values: readonly Float64Array[];
  private readonly indexes: Int32Array;

  constructor(
    private readonly session: Session,
    private readonly innocents: readonly Stack[],
  ) {
    this.values = Array.from(session.hours, () => new Float64Array(innocents.length + 1));
    this.indexes = Int32Array.from({ length: innocents.length + 1 }, (_, s) => s);
    innocents.forEach((stack, s) => this.fill(stack, s));
  }

  /** The innocents alone, after the first `looks` snapshots. */
  judge(looks: number): Judgement {
    return this.analyse(looks, this.innocents);
  }

  /** Among the innocents, at the end; it is the last stack of the result. */
  judgeWith(leak: Stack): Judgement {
    this.fill(leak, this.innocents.length);
    return this.analyse(this.session.hours.length, [...this.innocents, leak]);
  }

  private fill(stack: Stack, index: number): void {
    const unit = unitOf(stack);
    for (let i = 0; i < this.values.length; i++) {
      const events = stack.events[this.session.shows[i] ?? 0] ?? 0;
      const values = this.values[i];
      // A profile holds whole bytes.
      if (values !== undefined) values[index] = Math.trunc(events * unit);
    }
  }

  private analyse(looks: number, stacks: readonly Stack[]): Judgement {
    const { hours, shows } = this.session;
    const indexes = this.indexes.subarray(0, stacks.length);
    const observations = this.values.slice(0, looks).map((values, i) => ({
      timeMs: (hours[i] ?? 0) * HOUR_MS,
      stacks: indexes,
      values: values.subarray(0, stacks.length),
      numGc: (shows[i] ?? 0) + 1,
    }));
    const series = seriesOf(observations, stacks);
    const began = performance.now();
    const result = analyseGrowth(series);
    return { result, ms: performance.now() - began };
  }
}

export interface Judgement {
  readonly result: GrowthResult;
  /** Of the analysis, its series made. */
  readonly ms: number;
}

function seriesOf(observations: readonly Observation[], stacks: readonly Stack[]): Series {
  if (stacks[0]?.objectBytes === null) return buildCountSeries(observations, stacks.length);
  const sizes = Float64Array.from({ length: stacks.length }, (_, s) => stacks[s]?.objectBytes ?? 0);
  return buildHeapSeries(observations, stacks.length, sizes, SAMPLING_PERIOD);
}
