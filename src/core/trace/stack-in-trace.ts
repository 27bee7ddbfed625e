// What an execution trace shows of the goroutines with one stack: who of them is there at its end, and who came during it.
import type { Stack } from '../base/frame';
import { packageOf } from '../base/go-symbol';
import { appearanceIn, rowsWithStack, type Appearance } from '../goroutine/same-stack';
import { censusAtEnd } from './census';
import { lanesOf, type Lanes } from './lanes';
import { NONE, frameOf, type Trace } from './trace';

export interface TraceAppearance {
  /** At its end; null: none is. */
  readonly there: Omit<Appearance, 'waitMinutes'> | null;
  /** What they began with; null: not known. */
  readonly startFunction: string | null;
  /** Began with that function while it was recorded, wherever they are now. */
  readonly started: number;
}

export function stackInTrace(trace: Trace, stack: Stack): TraceAppearance {
  const lanes = lanesOf(trace);
  const { goroutines, rows: ofTrace } = censusAtEnd(trace, lanes);
  const rows = rowsWithStack(goroutines, stack);
  const appearance = appearanceIn(goroutines, rows);
  const first = rows[0] === undefined ? null : startOf(trace, lanes, ofTrace[rows[0]]!);
  // A site alone says nothing of where a goroutine began.
  const startFunction = first ?? (stack.length > 1 ? outermost(stack) : null);
  return { there: appearance, startFunction, started: countStarted(trace, lanes, startFunction) };
}

function outermost(stack: Stack): string | null {
  return stack.findLast((frame) => packageOf(frame.function) !== 'runtime')?.function ?? null;
}

function startOf(trace: Trace, lanes: Lanes, goroutine: number): string | null {
  const frame = lanes.startFrame[goroutine]!;
  return frame === NONE ? null : frameOf(trace, frame).function;
}

function countStarted(trace: Trace, lanes: Lanes, startFunction: string | null): number {
  if (startFunction === null) return 0;
  let started = 0;
  for (let goroutine = 0; goroutine < trace.goroutines.length; goroutine++)
    if (lanes.creation[goroutine] !== NONE && startOf(trace, lanes, goroutine) === startFunction) started++;
  return started;
}
