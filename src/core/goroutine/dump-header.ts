// What stands in a dump's header behind `goroutine ID [gp=… m=… mp=…]`, over all versions of Go (runtime/traceback.go,
// goroutineheader):
//
//   [STATE{ (scan)|(leaked)|(durable)}{, N minutes}{, locked to thread}{, synctest group|bubble N}{ labels:{…}}]{ {…}}:
//
// Labels stand inside the bracket in Go 1.26 (GODEBUG=tracebacklabels=1) and behind it from 1.27, and may hold `]`.
import { GOROUTINE_FLAGS } from './goroutines';
import { readLabels } from './go-quote';

export interface DumpHeader {
  readonly state: string;
  /** −1 where the header names none. */
  readonly waitMinutes: number;
  /** Bits of GOROUTINE_FLAGS. */
  readonly flags: number;
  readonly labels: readonly (readonly [string, string])[];
}

const MARKS: readonly (readonly [string, number])[] = [
  [' (scan)', 0],
  [' (leaked)', GOROUTINE_FLAGS.leaked],
  [' (durable)', GOROUTINE_FLAGS.durable],
];

/** Reads a header from its `[` on, without the line's end; null where it is none. */
export const parseDumpHeader = (tail: string): DumpHeader | null => {
  if (!tail.startsWith('[')) return null;
  let labels: DumpHeader['labels'] = [];
  const inside = tail.indexOf(' labels:{');
  const bracket = tail.indexOf(']');
  let inner: string;
  let rest: string;
  if (inside >= 0 && inside < bracket) {
    const read = readLabels(tail, inside + ' labels:'.length);
    if (read === null || tail[read.end] !== ']') return null;
    labels = read.pairs;
    inner = tail.slice(1, inside);
    rest = tail.slice(read.end + 1);
  } else {
    if (bracket < 0) return null;
    inner = tail.slice(1, bracket);
    rest = tail.slice(bracket + 1);
    const brace = /^ ?(?:labels:)?\{/.exec(rest);
    if (brace !== null) {
      const read = readLabels(rest, brace[0].length - 1);
      if (read === null) return null;
      labels = read.pairs;
      rest = rest.slice(read.end);
    }
  }
  if (rest.trimEnd() !== ':') return null;
  const [status = '', ...details] = inner.split(', ');
  let state = status;
  let flags = 0;
  // The order of these marks is not fixed; a reason may hold parentheses of its own, `chan receive (nil chan)`.
  for (;;) {
    const mark = MARKS.find(([text]) => state.endsWith(text));
    if (mark === undefined) break;
    flags |= mark[1];
    state = state.slice(0, -mark[0].length);
  }
  if (state === '') return null;
  let waitMinutes = -1;
  for (const detail of details) {
    const minutes = /^(\d{1,9}) minutes?$/.exec(detail);
    if (minutes !== null) waitMinutes = Number(minutes[1]);
    else if (detail === 'locked to thread') flags |= GOROUTINE_FLAGS.locked;
  }
  return { state, waitMinutes, flags, labels };
};
