// How much a trace may hold. An event takes two bytes of a file at least and some 30 of memory, a name of a few bytes its
// rows in several tables: what a hostile file could ask for has a bound, far beyond what real ones need.

export interface TraceLimits {
  readonly events: number;
  readonly strings: number;
  readonly stringBytes: number;
  readonly frames: number;
  readonly stacks: number;
  /** Frames of all stacks, each as often as it is there. */
  readonly stackFrames: number;
  /** Their rows, and those of Ps, are 16-bit numbers. */
  readonly threads: number;
  readonly procs: number;
  readonly goroutines: number;
  /** Of a generation, or of a whole trace in the old format. */
  readonly generationBytes: number;
}

export const TRACE_LIMITS: TraceLimits = {
  events: 100_000_000,
  strings: 2_000_000,
  stringBytes: 128 * 1024 * 1024,
  frames: 4_000_000,
  stacks: 4_000_000,
  stackFrames: 64_000_000,
  threads: 32_000,
  procs: 32_000,
  goroutines: 30_000_000,
  generationBytes: 1024 * 1024 * 1024,
};

const WORDS: Readonly<Record<keyof TraceLimits, string>> = {
  events: 'events',
  strings: 'strings',
  stringBytes: 'bytes of names and other strings',
  frames: 'places in code',
  stacks: 'stacks',
  stackFrames: 'frames in its stacks',
  threads: 'threads',
  procs: 'Ps',
  goroutines: 'goroutines',
  generationBytes: 'bytes that must be read at once',
};

export const tooMany = (limits: TraceLimits, what: keyof TraceLimits): string =>
  `more than ${limits[what].toLocaleString('en')} ${WORDS[what]}`;

/** The largest trace that is read, unpacked. Its columns take some five times as much. */
export const MOST_TRACE_BYTES = 1024 * 1024 * 1024;
