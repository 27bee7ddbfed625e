// A decoded pprof profile as columns: one typed array per field, an explicit length per table, ids already turned
// into row numbers. The format is google/pprof's proto/profile.proto. Nothing here is written to after decoding.
//
// Strings are row numbers of `strings`, where row 0 is always '' and stands for "not given".

import type { Int64Column } from '../base/int64-column';

export type { Int64Column };

/** What a value counts, and in which unit: `inuse_space` in `bytes`. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/** Functions, in file order. */
export interface FunctionTable {
  readonly length: number;
  /** String row: the name as shown; 0 where the file has none. */
  readonly name: Uint32Array;
  /** String row: the linker's name; equal to `name` in what Go writes. */
  readonly systemName: Uint32Array;
  /** String row: source file; 0 unknown. */
  readonly filename: Uint32Array;
  /** Line at which the function begins; 0 unknown. Beyond 2^53 rounded. */
  readonly startLine: Float64Array;
}

/** Mapped binaries, in file order; the first is the main program. */
export interface MappingTable {
  readonly length: number;
  /** Ids of the file, as `raw` prints them; null where each is its row + 1, as in what Go writes. */
  readonly id: BigUint64Array | null;
  readonly start: BigUint64Array;
  readonly limit: BigUint64Array;
  readonly offset: BigUint64Array;
  /** String row: path of the binary; 0 unknown. */
  readonly filename: Uint32Array;
  /** String row: build id in hex; 0 unknown. */
  readonly buildId: Uint32Array;
  /** Bits of MAPPING_FLAGS. */
  readonly flags: Uint8Array;
}

export const MAPPING_FLAGS = {
  hasFunctions: 1,
  hasFilenames: 2,
  hasLineNumbers: 4,
  hasInlineFrames: 8,
} as const;

/** Program counters, in file order, each with its source lines. */
export interface LocationTable {
  readonly length: number;
  /** As the ids of mappings. */
  readonly id: BigUint64Array | null;
  /** Row of `mappings`; −1 where there is none. */
  readonly mapping: Int32Array;
  /** Address in the process; 0 unknown. */
  readonly address: BigUint64Array;
  /** 1 where the linker folded identical functions, so that the name may be that of a twin. */
  readonly isFolded: Uint8Array;
  /**
   * `length + 1` offsets into `lines`: location i has rows lineStart[i] … lineStart[i+1]−1, the inlined callee first,
   * the function that holds the machine code last. None: not symbolised.
   */
  readonly lineStart: Uint32Array;
}

export interface LineTable {
  readonly length: number;
  /** Row of `functions`. */
  readonly function: Uint32Array;
  /** Source line; 0 unknown. Beyond 2^53 rounded. */
  readonly line: Float64Array;
  /** Source column; 0 unknown, as always in what Go writes. */
  readonly column: Float64Array;
}

/** Samples, in file order. */
export interface SampleTable {
  readonly length: number;
  /** `length + 1` offsets into `stackLocation`. */
  readonly stackStart: Uint32Array;
  /** Rows of `locations`, the leaf first. */
  readonly stackLocation: Uint32Array;
  /** One column per sample type, each `length` long. */
  readonly values: readonly Int64Column[];
  /** `length + 1` offsets into `labels`. */
  readonly labelStart: Uint32Array;
}

/** A label is a string (`str` ≠ 0) or a number (`str` = 0). One key may come several times in a sample. */
export interface LabelTable {
  readonly length: number;
  /** String row. */
  readonly key: Uint32Array;
  /** String row of the value; 0: the value is `num`. */
  readonly str: Uint32Array;
  /** 0 where the label is a string. */
  readonly num: Int64Column;
  /** String row of the unit of `num`; 0: none given. */
  readonly numUnit: Uint32Array;
}

export interface Profile {
  readonly sampleTypes: readonly ValueType[];
  /** Type that the file asks to be shown by default; '' where unset, and then pprof takes the last. */
  readonly defaultSampleType: string;
  /** What one sampled event is; both '' where unset. */
  readonly periodType: ValueType;
  /** Events between two samples, in units of periodType: MemProfileRate for a heap, ns for CPU. 0 unknown. */
  readonly period: bigint;
  /** UTC nanoseconds since 1970; 0 unknown. */
  readonly timeNanos: bigint;
  /** 0: none given. Go gives one only for CPU and for deltas. */
  readonly durationNanos: bigint;
  readonly comments: readonly string[];
  /** Regular expressions (RE2, to match in full) of frames to hide and to keep all the same; '' where unset. */
  readonly dropFrames: string;
  readonly keepFrames: string;
  readonly docUrl: string;
  readonly strings: readonly string[];
  readonly functions: FunctionTable;
  readonly mappings: MappingTable;
  readonly locations: LocationTable;
  readonly lines: LineTable;
  readonly samples: SampleTable;
  readonly labels: LabelTable;
}

/** A row of a table is in bounds by the decoder's word; this says so to the compiler, and catches a defect of ours. */
export function at<T>(column: ArrayLike<T>, row: number): T {
  const value = column[row];
  if (value === undefined) throw new RangeError(`row ${row} of a table of ${column.length}`);
  return value;
}
