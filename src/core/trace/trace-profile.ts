// Profiles of what a trace holds, as columns of core/pprof, so that every view, filter and export of a profile is one of a
// trace as well.
import { GrowableUint32 } from '../base/growable';
import { intern } from '../base/intern';
import type { Int64Column } from '../base/int64-column';
import type { Profile, ValueType } from '../pprof/profile';
import type { Lanes } from './lanes';
import {
  TRACE_PROFILE_KINDS,
  weighStacks,
  type TraceProfileKind,
  type TraceSelection,
} from './stack-weights';
import type { Trace } from './trace';
import { commentOfBreak } from './trace-break';
import { TRACE_SAMPLE_TYPES } from './trace-sample-types';

interface Column extends ValueType {
  /** By place, see `StackWeights`. */
  readonly values: Float64Array;
}

/** One kind, with the sample types of `go tool trace -pprof`: contentions and delay; of `cpu` samples. */
export function traceProfile(
  trace: Trace,
  lanes: Lanes,
  kind: TraceProfileKind,
  selection: TraceSelection = {},
): Profile {
  const { count, ns } = weighStacks(trace, lanes, [kind], selection)[kind];
  const columns: Column[] =
    kind === 'cpu'
      ? [{ type: 'samples', unit: 'count', values: count }]
      : [
          { type: 'contentions', unit: 'count', values: count },
          { type: 'delay', unit: 'nanoseconds', values: ns },
        ];
  return profileOf(trace, columns, { defaultSampleType: '', periodType: 'trace' });
}

/**
 * All kinds side by side: `sync_contentions`, `sync_delay`, … and `cpu_samples`, as a heap profile has what is in use and what was
 * allocated. A stack that has nothing of one kind is 0 there, which pprof passes over.
 */
export function traceProfileOfAll(trace: Trace, lanes: Lanes): Profile {
  const weights = weighStacks(trace, lanes, TRACE_PROFILE_KINDS);
  const columns = TRACE_SAMPLE_TYPES.map((type): Column => {
    const [kind, what] = type.split('_') as [TraceProfileKind, string];
    const { count, ns } = weights[kind];
    return what === 'delay'
      ? { type, unit: 'nanoseconds', values: ns }
      : { type, unit: 'count', values: count };
  });
  return profileOf(trace, columns, { defaultSampleType: 'sync_delay', periodType: 'trace-profile' });
}

function profileOf(
  trace: Trace,
  columns: readonly Column[],
  about: { readonly defaultSampleType: string; readonly periodType: string },
): Profile {
  const tables = new ProfileTables(trace);
  const samples = Uint32Array.from(placesOf(columns));
  const stackStart = new Uint32Array(samples.length + 1);
  for (const [i, place] of samples.entries()) {
    tables.addStack(place);
    stackStart[i + 1] = tables.stackLocation.length;
  }
  const clocks = trace.syncs.find((known) => known !== null);
  return {
    sampleTypes: columns.map(({ type, unit }) => ({ type, unit })),
    defaultSampleType: about.defaultSampleType,
    periodType: { type: about.periodType, unit: 'count' },
    period: 1n,
    timeNanos: clocks === undefined ? 0n : clocks.wallNs - BigInt(Math.round(clocks.time)),
    // Go writes one into what is a difference over time, and readers take it for that.
    durationNanos: 0n,
    comments: trace.broken === null ? [] : [commentOfBreak(trace.broken)],
    dropFrames: '',
    keepFrames: '',
    docUrl: '',
    ...tables.finish(),
    samples: {
      length: samples.length,
      stackStart,
      stackLocation: tables.stackLocation.finish(),
      values: columns.map(({ values }) => integers(samples, values)),
      labelStart: new Uint32Array(samples.length + 1),
    },
    labels: {
      length: 0,
      key: new Uint32Array(0),
      str: new Uint32Array(0),
      num: { numbers: new Float64Array(0), exact: null },
      numUnit: new Uint32Array(0),
    },
  };
}

/** Those that have any weight. */
function placesOf(columns: readonly Column[]): number[] {
  const places: number[] = [];
  const all = columns[0]?.values.length ?? 0;
  for (let place = 0; place < all; place++)
    if (columns.some(({ values }) => values[place] !== 0)) places.push(place);
  return places;
}

/** The ends of a selection may lie between two nanoseconds. */
const integers = (rows: Uint32Array, values: Float64Array): Int64Column => ({
  numbers: Float64Array.from(rows, (row) => Math.round(values[row]!)),
  exact: null,
});

/** A location per frame, a function per name and file, as Go's tool has them; traces keep no addresses here. */
class ProfileTables {
  readonly stackLocation = new GrowableUint32(1024);
  readonly #frames: number[] = [];
  readonly #locations = new Map<number, number>();
  readonly #strings = new Map<number, number>();
  readonly #texts = [''];
  readonly #functions = new Map<string, number>();
  readonly #names: number[] = [];
  readonly #files: number[] = [];
  readonly #functionOf: number[] = [];

  constructor(private readonly trace: Trace) {
    this.#strings.set(0, 0);
  }

  addStack(place: number): void {
    const { length, start, frames } = this.trace.stacks;
    if (place >= length) return void this.stackLocation.push(this.#locationOf(place - length));
    for (let i = start[place]!; i < start[place + 1]!; i++)
      this.stackLocation.push(this.#locationOf(frames[i]!));
  }

  #locationOf(frame: number): number {
    return intern(this.#locations, frame, () => {
      this.#functionOf.push(this.#functionRow(frame));
      return this.#frames.push(frame) - 1;
    });
  }

  #functionRow(frame: number): number {
    const { function: name, file } = this.trace.stacks;
    return intern(this.#functions, `${name[frame]} ${file[frame]}`, () => {
      this.#files.push(this.#stringRow(file[frame]!));
      return this.#names.push(this.#stringRow(name[frame]!)) - 1;
    });
  }

  #stringRow(string: number): number {
    return intern(this.#strings, string, () => this.#texts.push(this.trace.strings[string]!) - 1);
  }

  finish(): Pick<Profile, 'strings' | 'functions' | 'mappings' | 'locations' | 'lines'> {
    const locations = this.#frames.length;
    const name = Uint32Array.from(this.#names);
    const none = new BigUint64Array(0);
    return {
      strings: this.#texts,
      functions: {
        length: name.length,
        name,
        systemName: name,
        filename: Uint32Array.from(this.#files),
        startLine: new Float64Array(name.length),
      },
      mappings: {
        length: 0,
        id: null,
        start: none,
        limit: none,
        offset: none,
        filename: new Uint32Array(0),
        buildId: new Uint32Array(0),
        flags: new Uint8Array(0),
      },
      locations: {
        length: locations,
        id: null,
        mapping: new Int32Array(locations).fill(-1),
        address: new BigUint64Array(locations),
        isFolded: new Uint8Array(locations),
        lineStart: Uint32Array.from({ length: locations + 1 }, (_, i) => i),
      },
      lines: {
        length: locations,
        function: Uint32Array.from(this.#functionOf),
        line: Float64Array.from(this.#frames, (frame) => this.trace.stacks.line[frame]!),
        column: new Float64Array(locations),
      },
    };
  }
}
