// What goroutines do, in words: one row per word, found by why a goroutine waits and where it stands. What a moment's
// census says and what a lane shows are the same words, so both have them from here.
import { PairMap } from '../base/pair-map';
import { GO_STATE, type GoState } from './event-types';
import { NONE, frameOf, stackOf, type Trace } from './trace';
import { waitStateOfTrace } from './wait-reason';

/** State of a stretch in which there is nothing. */
export const NOT_THERE = 255;

export const RUNNABLE = 0;
export const RUNNING = 1;
export const IN_SYSCALL = 2;

export class LaneStates {
  /** By state: a word as dumps have it. Begins with those above. */
  readonly words: string[] = ['runnable', 'running', 'syscall'];
  readonly #pairs = new PairMap();
  /** By pair of reason and place. */
  readonly #states: number[] = [];

  constructor(private readonly trace: Trace) {}

  /** `reason` NONE: it has waited since before the trace began. `place` as placeOf. */
  of(state: GoState, reason: number, place: number): number {
    if (state === GO_STATE.runnable) return RUNNABLE;
    if (state === GO_STATE.running) return RUNNING;
    if (state === GO_STATE.syscall) return IN_SYSCALL;
    if (state !== GO_STATE.waiting) return NOT_THERE;
    const pair = this.#pairs.add(reason + 1, place);
    return (this.#states[pair] ??= this.#waiting(reason, place));
  }

  #waiting(reason: number, place: number): number {
    const said = reason === NONE ? null : this.trace.strings[reason]!;
    // A coroutine since 1.22; before, what the runtime parks of its own without a reason.
    const why = said === '' && this.trace.version < 22 ? 'waiting' : said;
    const word = waitStateOfTrace(why, stackOfPlace(this.trace, place));
    const known = this.words.indexOf(word);
    if (known !== -1) return known;
    // Go has some sixty words for waiting; what a damaged trace makes up shares the last row.
    return this.words.length < NOT_THERE ? this.words.push(word) - 1 : NOT_THERE - 1;
  }
}

/** Where a goroutine stands, as one number: a stack's row, or, behind all stacks, the function that it began with. */
export const placeOf = ({ stacks }: Trace, stack: number, startFrame: number): number =>
  stack !== 0 ? stack : stacks.length + startFrame + 1;

export function stackOfPlace(trace: Trace, place: number): ReturnType<typeof stackOf> {
  if (place < trace.stacks.length) return stackOf(trace, place);
  const frame = place - trace.stacks.length - 1;
  return frame === NONE ? [] : [frameOf(trace, frame)];
}
