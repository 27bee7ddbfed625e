// The goroutines of one moment as columns, whatever they were read from: a goroutine profile (debug=0), its text
// (debug=1), a dump (debug=2, SIGQUIT, a panic) or an execution trace. One row stands for `count` goroutines that the source does not
// tell apart; in a dump whose stacks are read each row is one goroutine. What repeats (stacks, creators, states, label
// sets) is interned.
import type { Frame, Stack } from '../base/frame';
import { intern } from '../base/intern';
import { inferOwnCode, type OwnCode } from '../base/own-code';

export type GoroutineSource = 'profile' | 'counts' | 'dump' | 'trace';
export type Labels = Readonly<Record<string, string>>;

export const GOROUTINE_FLAGS = {
  /** LockOSThread holds. */
  locked: 1,
  /** The runtime's leak detection found it unreachable. */
  leaked: 2,
  /** Blocked for good but for others in its synctest bubble. */
  durable: 4,
  /** The runtime has parked it; what it waits for is unknown. Only where `state` is. */
  parked: 8,
} as const;

export interface Goroutines {
  readonly source: GoroutineSource;
  /** True where `state` was inferred from the frames, since the source has none. */
  readonly statesInferred: boolean;
  /** The end of the source is missing; what was read is right as far as it goes. */
  readonly truncated: boolean;
  /** Goroutines read: the sum of `count`. */
  readonly total: number;
  /** What the source says there are, where it does (debug=1); else null. */
  readonly declaredTotal: number | null;
  /** Distinct stacks, leaf first. May be empty: `stack unavailable`. */
  readonly stacks: readonly Stack[];
  readonly states: readonly string[];
  readonly creators: readonly Frame[];
  readonly labelSets: readonly Labels[];
  /** Rows in use; the columns are exactly this long. */
  readonly length: number;
  /** Row of `stacks`. */
  readonly stack: Uint32Array;
  readonly count: Float64Array;
  /** Row of `states`; −1 unknown. */
  readonly state: Int32Array;
  /** Whole minutes of the present wait, a lower bound; −1 unknown, which includes less than one. */
  readonly waitMinutes: Int32Array;
  /** Row of `creators`; −1 unknown. */
  readonly creator: Int32Array;
  /** Row of `labelSets`; −1 none. */
  readonly labels: Int32Array;
  /** Bits of GOROUTINE_FLAGS. */
  readonly flags: Uint8Array;
  /** Only of a dump or a trace, else empty. Goids are unique within one process life. */
  readonly goid: Float64Array;
  /** The goid of the creator, 0 unknown (before Go 1.21). Only of a dump or a trace, else empty. */
  readonly creatorGoid: Float64Array;
}

/** One row, in the terms of the columns of Goroutines. */
export interface GoroutineRow {
  stack: number;
  count: number;
  state: number;
  waitMinutes: number;
  creator: number;
  labels: number;
  flags: number;
  goid: number;
  creatorGoid: number;
}

/** Grows the columns while a source is read. */
export class GoroutineBuilder {
  readonly stacks: Stack[] = [];
  readonly states: string[] = [];
  readonly creators: Frame[] = [];
  readonly labelSets: Labels[] = [];
  #length = 0;
  #capacity = 0;
  #total = 0;
  #stack = new Uint32Array();
  #count = new Float64Array();
  #state = new Int32Array();
  #waitMinutes = new Int32Array();
  #creator = new Int32Array();
  #labels = new Int32Array();
  #flags = new Uint8Array();
  #goid = new Float64Array();
  #creatorGoid = new Float64Array();
  readonly #stateRows = new Map<string, number>();
  readonly #labelRows = new Map<string, number>();

  readonly #hasIds: boolean;

  constructor(readonly source: GoroutineSource) {
    this.#hasIds = source === 'dump' || source === 'trace';
  }

  get length(): number {
    return this.#length;
  }

  stateRow(state: string | null): number {
    return state === null ? -1 : intern(this.#stateRows, state, () => this.states.push(state) - 1);
  }

  /** Label sets are equal where they hold the same pairs, in whatever order the source gives them. */
  labelRow(pairs: readonly (readonly [string, string])[]): number {
    if (pairs.length === 0) return -1;
    const sorted = [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    // fromEntries defines own properties, so a key `__proto__` is only a key.
    return intern(
      this.#labelRows,
      JSON.stringify(sorted),
      () => this.labelSets.push(Object.fromEntries(sorted)) - 1,
    );
  }

  /** Copies the row, so that the caller may use one object for all. Goids are kept where the source has them. */
  add(row: Readonly<GoroutineRow>): void {
    if (this.#length === this.#capacity) this.#grow();
    const i = this.#length++;
    this.#stack[i] = row.stack;
    this.#count[i] = row.count;
    this.#state[i] = row.state;
    this.#waitMinutes[i] = row.waitMinutes;
    this.#creator[i] = row.creator;
    this.#labels[i] = row.labels;
    this.#flags[i] = row.flags;
    if (this.#hasIds) {
      this.#goid[i] = row.goid;
      this.#creatorGoid[i] = row.creatorGoid;
    }
    this.#total += row.count;
  }

  #grow(): void {
    const capacity = Math.max(64, this.#capacity * 2);
    const longer = <T extends { set(from: T): void }>(to: T, from: T): T => (to.set(from), to);
    this.#stack = longer(new Uint32Array(capacity), this.#stack);
    this.#count = longer(new Float64Array(capacity), this.#count);
    this.#state = longer(new Int32Array(capacity), this.#state);
    this.#waitMinutes = longer(new Int32Array(capacity), this.#waitMinutes);
    this.#creator = longer(new Int32Array(capacity), this.#creator);
    this.#labels = longer(new Int32Array(capacity), this.#labels);
    this.#flags = longer(new Uint8Array(capacity), this.#flags);
    if (this.#hasIds) {
      this.#goid = longer(new Float64Array(capacity), this.#goid);
      this.#creatorGoid = longer(new Float64Array(capacity), this.#creatorGoid);
    }
    this.#capacity = capacity;
  }

  finish(of: { statesInferred: boolean; truncated: boolean; declaredTotal: number | null }): Goroutines {
    const n = this.#length;
    return {
      source: this.source,
      ...of,
      total: this.#total,
      stacks: this.stacks,
      states: this.states,
      creators: this.creators,
      labelSets: this.labelSets,
      length: n,
      stack: this.#stack.slice(0, n),
      count: this.#count.slice(0, n),
      state: this.#state.slice(0, n),
      waitMinutes: this.#waitMinutes.slice(0, n),
      creator: this.#creator.slice(0, n),
      labels: this.#labels.slice(0, n),
      flags: this.#flags.slice(0, n),
      goid: this.#goid.slice(0, n),
      creatorGoid: this.#creatorGoid.slice(0, n),
    };
  }
}

/** Which frames are the program's own, judged from its stacks and from who created its goroutines. */
export const ownCodeOf = (g: Goroutines): OwnCode =>
  inferOwnCode([...g.stacks, ...g.creators.map((frame) => [frame])]);
