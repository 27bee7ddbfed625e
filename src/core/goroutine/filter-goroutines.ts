// Goroutines of a dump or a text, filtered as a profile is: each row becomes a sample, and what stays of it is a row again,
// with the state, creator and wait that it had. No binary is known, so nothing is found by its name.
import { ok, type FormatError, type Result } from '../base/result';
import type { ReportOptions } from '../pprof/options';
import { at, type Profile } from '../pprof/profile';
import { foldStacks } from '../pprof/stacks';
import { viewOf, type View } from '../pprof/view';
import type { Goroutines } from './goroutines';

/** Fails where a filter cannot be read. */
export function filterGoroutines(
  goroutines: Goroutines,
  options: ReportOptions,
): Result<{ readonly goroutines: Goroutines; readonly view: View }, FormatError> {
  const viewed = viewOf(asProfile(goroutines), options);
  if (!viewed.ok) return viewed;
  const view = viewed.value;
  const { stacks, rowOfSample } = foldStacks(view.profile);
  const rows = view.origin ?? Uint32Array.from({ length: goroutines.length }, (_, row) => row);
  const floats = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => at(column, row));
  const integers = (column: Int32Array): Int32Array => Int32Array.from(rows, (row) => at(column, row));
  const count = floats(goroutines.count);
  const isDump = goroutines.source === 'dump' && goroutines.goid.length === goroutines.length;
  return ok({
    view,
    goroutines: {
      ...goroutines,
      total: count.reduce((sum, n) => sum + n, 0),
      stacks,
      length: rows.length,
      stack: rowOfSample,
      count,
      state: integers(goroutines.state),
      waitMinutes: integers(goroutines.waitMinutes),
      creator: integers(goroutines.creator),
      labels: integers(goroutines.labels),
      flags: Uint8Array.from(rows, (row) => at(goroutines.flags, row)),
      goid: isDump ? floats(goroutines.goid) : goroutines.goid,
      creatorGoid: isDump ? floats(goroutines.creatorGoid) : goroutines.creatorGoid,
    },
  });
}

const NO_TYPE = { type: '', unit: '' };
const NO_MAPPINGS: Profile['mappings'] = {
  length: 0,
  id: null,
  start: new BigUint64Array(),
  limit: new BigUint64Array(),
  offset: new BigUint64Array(),
  filename: new Uint32Array(),
  buildId: new Uint32Array(),
  flags: new Uint8Array(),
};

/** A function and a location for each distinct frame, a sample for each row. */
function asProfile(goroutines: Goroutines): Profile {
  const texts = new Rows<string>(['']);
  const frames = new Rows<{ readonly name: number; readonly file: number; readonly line: number }>();
  const stacks = goroutines.stacks.map((stack) =>
    stack.map((frame) => {
      const [name, file] = [texts.of(frame.function, frame.function), texts.of(frame.file, frame.file)];
      return frames.of(`${name} ${file} ${frame.line}`, { name, file, line: frame.line });
    }),
  );
  const { length, count } = goroutines;
  const stackStart = new Uint32Array(length + 1);
  const labelStart = new Uint32Array(length + 1);
  const labels: [key: number, value: number][] = [];
  const stackLocation: number[][] = [];
  for (let row = 0; row < length; row++) {
    const stack = at(stacks, at(goroutines.stack, row));
    stackLocation.push(stack);
    stackStart[row + 1] = stackStart[row]! + stack.length;
    const set = at(goroutines.labels, row);
    for (const [key, value] of set < 0 ? [] : Object.entries(at(goroutines.labelSets, set)))
      labels.push([texts.of(key, key), texts.of(value, value)]);
    labelStart[row + 1] = labels.length;
  }
  const all = frames.list;
  const rows = Uint32Array.from(all, (_, row) => row);
  const none = new Float64Array(all.length);
  return {
    sampleTypes: [{ type: 'goroutine', unit: 'count' }],
    defaultSampleType: '',
    periodType: NO_TYPE,
    period: 0n,
    timeNanos: 0n,
    durationNanos: 0n,
    comments: [],
    dropFrames: '',
    keepFrames: '',
    docUrl: '',
    strings: texts.list,
    mappings: NO_MAPPINGS,
    functions: {
      length: all.length,
      name: Uint32Array.from(all, ({ name }) => name),
      systemName: new Uint32Array(all.length),
      filename: Uint32Array.from(all, ({ file }) => file),
      startLine: none,
    },
    locations: {
      length: all.length,
      id: null,
      mapping: new Int32Array(all.length).fill(-1),
      address: new BigUint64Array(all.length),
      isFolded: new Uint8Array(all.length),
      lineStart: Uint32Array.from({ length: all.length + 1 }, (_, row) => row),
    },
    lines: {
      length: all.length,
      function: rows,
      line: Float64Array.from(all, ({ line }) => line),
      column: none,
    },
    samples: {
      length,
      stackStart,
      stackLocation: Uint32Array.from(stackLocation.flat()),
      values: [{ numbers: count, exact: null }],
      labelStart,
    },
    labels: {
      length: labels.length,
      key: Uint32Array.from(labels, ([key]) => key),
      str: Uint32Array.from(labels, ([, value]) => value),
      num: { numbers: new Float64Array(labels.length), exact: null },
      numUnit: new Uint32Array(labels.length),
    },
  };
}

/** Things numbered by a key. */
class Rows<T> {
  private readonly rows = new Map<string, number>();

  /** What is there at first has no key but ''. */
  constructor(readonly list: T[] = []) {
    if (list.length > 0) this.rows.set('', 0);
  }

  of(key: string, thing: T): number {
    let row = this.rows.get(key);
    if (row === undefined) this.rows.set(key, (row = this.list.push(thing) - 1));
    return row;
  }
}
