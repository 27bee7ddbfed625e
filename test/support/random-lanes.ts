import { NOT_THERE, type Spans } from '../../src/core/trace/spans';

const STATES = ['runnable', 'running', 'syscall', 'chan receive', 'select', 'sync.Mutex.Lock', 'IO wait'];

export interface LaneShape {
  readonly spans: number;
  readonly from: number;
  readonly to: number;
  /** Long waits between bursts, or spans of about one length. */
  readonly isBursty?: boolean;
  /** A share of spans in which there is nothing. */
  readonly gaps?: number;
}

/** Lanes of spans whose ends are whole nanoseconds, each at least one. */
export function randomLanes(shapes: readonly LaneShape[], random: () => number): Spans {
  const length = shapes.reduce((sum, { spans }) => sum + spans, 0);
  const start = new Uint32Array(shapes.length + 1);
  const from = new Float64Array(length);
  const state = new Uint8Array(length);
  const end = new Float64Array(shapes.length);
  let row = 0;
  shapes.forEach((shape, lane) => {
    const weights = new Float64Array(shape.spans);
    let sum = 0;
    for (let i = 0; i < shape.spans; i++) {
      const isLong = shape.isBursty === true && random() < 0.02;
      sum += weights[i] = (isLong ? 300 : 1) * -Math.log(1 - random());
    }
    const scale = (shape.to - shape.from - shape.spans) / sum;
    let at = 0;
    let before = NOT_THERE;
    for (let i = 0; i < shape.spans; i++, row++) {
      from[row] = shape.from + Math.floor(at * scale) + i;
      at += weights[i]!;
      let now = Math.floor(random() * STATES.length);
      if (now === before) now = (now + 1) % STATES.length;
      state[row] = before !== NOT_THERE && random() < (shape.gaps ?? 0) ? NOT_THERE : now;
      before = state[row]!;
    }
    start[lane + 1] = row;
    end[lane] = shape.spans === 0 ? 0 : shape.to;
  });
  return { states: STATES, start, from, state, end };
}
