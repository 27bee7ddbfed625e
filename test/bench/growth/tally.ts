// What many sessions of one cell come to.
import {
  FILLING,
  INTERVALS,
  METHODS,
  type IntervalOf,
  type LeakOutcome,
  type Method,
  type Outcome,
} from './run-session';
import { countPerSession, pairedDifference, proportion, Sums, type Estimate } from './statistics';

export interface TypeSummary {
  readonly stacks: number;
  /** Share of the type's stacks that were accused. */
  readonly accused: Readonly<Record<Method, Estimate>>;
  readonly accusedLast: Readonly<Record<Method, Estimate>>;
}

export interface LeakSummary {
  readonly found: Readonly<Record<Method, Estimate>>;
  /** Product less the reference. */
  readonly difference: Estimate;
  readonly intervals: Readonly<Partial<Record<IntervalOf, { coverage: Estimate; relativeWidth: number }>>>;
}

export interface CellSummary {
  readonly cell: string;
  readonly sessions: number;
  /** Settled innocents that were accused, per session: at any look, and at the last. */
  readonly falseSuspects: Readonly<Record<Method, Estimate>>;
  readonly falseSuspectsLast: Readonly<Record<Method, Estimate>>;
  /** Product less the reference. */
  readonly difference: Estimate;
  readonly types: Readonly<Record<string, TypeSummary>>;
  readonly leaks: Readonly<Record<string, LeakSummary>>;
  /** Mean milliseconds of one analysis. */
  readonly ms: Readonly<Record<'product' | 'reference', number>>;
}

const perMethod = <T>(of: (method: Method) => T): Record<Method, T> =>
  Object.fromEntries(METHODS.map((method) => [method, of(method)])) as Record<Method, T>;

type Counts = Record<string, number>;
const addTo = (counts: Counts, key: string, by: number): void => {
  counts[key] = (counts[key] ?? 0) + by;
};
const settledOf = (counts: Readonly<Counts>): number =>
  Object.entries(counts).reduce((sum, [type, n]) => sum + (type.endsWith(FILLING) ? 0 : n), 0);

class LeakTally {
  private sessions = 0;
  private readonly found = perMethod(() => 0);
  private onlyProduct = 0;
  private onlyReference = 0;
  private readonly covered: Counts = {};
  private readonly widths = new Map<IntervalOf, Sums>();

  add({ found, intervals }: LeakOutcome): void {
    this.sessions++;
    for (const method of METHODS) if (found[method]) this.found[method]++;
    if (found.product && !found.reference) this.onlyProduct++;
    if (found.reference && !found.product) this.onlyReference++;
    for (const of of INTERVALS) {
      const interval = intervals[of];
      if (interval === undefined) continue;
      if (interval.covers) addTo(this.covered, of, 1);
      const sums = this.widths.get(of) ?? new Sums();
      this.widths.set(of, sums);
      sums.add(interval.relativeWidth);
    }
  }

  summary(): LeakSummary {
    const { sessions } = this;
    const intervals: [IntervalOf, { coverage: Estimate; relativeWidth: number }][] = [...this.widths].map(
      ([of, sums]) => [
        of,
        { coverage: proportion(this.covered[of] ?? 0, sums.count), relativeWidth: sums.mean().value },
      ],
    );
    return {
      found: perMethod((method) => proportion(this.found[method], sessions)),
      difference: pairedDifference(this.onlyProduct, this.onlyReference, sessions),
      intervals: Object.fromEntries(intervals),
    };
  }
}

export class CellTally {
  private sessions = 0;
  private readonly stacks: Counts = {};
  private readonly accused = perMethod((): Counts => ({}));
  private readonly accusedLast = perMethod((): Counts => ({}));
  private readonly difference = new Sums();
  private readonly leaks = new Map<string, LeakTally>();
  private readonly ms = { product: new Sums(), reference: new Sums() };

  constructor(private readonly cell: string) {}

  add(outcome: Outcome): void {
    this.sessions++;
    for (const [type, n] of Object.entries(outcome.stacks)) addTo(this.stacks, type, n);
    for (const method of METHODS) {
      for (const [type, n] of Object.entries(outcome.accused[method])) addTo(this.accused[method], type, n);
      for (const [type, n] of Object.entries(outcome.accusedLast[method]))
        addTo(this.accusedLast[method], type, n);
    }
    this.difference.add(settledOf(outcome.accused.product) - settledOf(outcome.accused.reference));
    for (const [name, leak] of Object.entries(outcome.leaks)) {
      const tally = this.leaks.get(name) ?? new LeakTally();
      this.leaks.set(name, tally);
      tally.add(leak);
    }
    this.ms.product.add(outcome.ms.product);
    this.ms.reference.add(outcome.ms.reference);
  }

  summary(): CellSummary {
    const { sessions } = this;
    const shares = (accused: Record<Method, Counts>, type: string): Record<Method, Estimate> =>
      perMethod((method) => proportion(accused[method][type] ?? 0, this.stacks[type] ?? 0));
    const types = Object.entries(this.stacks).map(([type, stacks]): [string, TypeSummary] => [
      type,
      { stacks, accused: shares(this.accused, type), accusedLast: shares(this.accusedLast, type) },
    ]);
    return {
      cell: this.cell,
      sessions,
      falseSuspects: perMethod((method) => countPerSession(settledOf(this.accused[method]), sessions)),
      falseSuspectsLast: perMethod((method) =>
        countPerSession(settledOf(this.accusedLast[method]), sessions),
      ),
      difference: this.difference.mean(),
      types: Object.fromEntries(types),
      leaks: Object.fromEntries([...this.leaks].map(([name, tally]) => [name, tally.summary()])),
      ms: { product: this.ms.product.mean().value, reference: this.ms.reference.mean().value },
    };
  }
}
