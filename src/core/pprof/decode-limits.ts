// How much a profile may hold. A file of half a megabyte unpacks to a thousand times as much, and two bytes of that can be a row:
// unbounded, one answer of a target would take all memory there is. Each number is far beyond what the largest
// programs write (two million samples of 32 frames), and no table at its limit takes more than some 500 MB.

export interface DecodeLimits {
  readonly sampleTypes: number;
  readonly comments: number;
  readonly strings: number;
  /** Bytes of all strings: one that is no UTF-8 takes several times as much in memory. */
  readonly stringBytes: number;
  readonly mappings: number;
  readonly functions: number;
  readonly locations: number;
  readonly lines: number;
  readonly samples: number;
  /** Samples times sample types. */
  readonly values: number;
  /** Locations of all stacks, each as often as it is there. */
  readonly frames: number;
  readonly labels: number;
  /** Samples of a text, which take longer to read. */
  readonly records: number;
  /** Of a text, empty ones too. */
  readonly textLines: number;
}

export const DECODE_LIMITS: DecodeLimits = {
  sampleTypes: 256,
  comments: 1_000_000,
  strings: 4_000_000,
  stringBytes: 128 * 1024 * 1024,
  mappings: 200_000,
  functions: 2_000_000,
  locations: 4_000_000,
  lines: 8_000_000,
  samples: 8_000_000,
  values: 32_000_000,
  frames: 64_000_000,
  labels: 16_000_000,
  records: 2_000_000,
  textLines: 12_000_000,
};

const WORDS: Readonly<Record<keyof DecodeLimits, string>> = {
  sampleTypes: 'sample types',
  comments: 'comments',
  strings: 'strings',
  stringBytes: 'bytes of names and other strings',
  mappings: 'mappings',
  functions: 'functions',
  locations: 'locations',
  lines: 'lines of locations',
  samples: 'samples',
  values: 'values of samples',
  frames: 'frames in its stacks',
  labels: 'labels',
  records: 'records',
  textLines: 'lines of text',
};

export const tooMany = (limits: DecodeLimits, what: keyof DecodeLimits): string =>
  `more than ${limits[what].toLocaleString('en')} ${WORDS[what]}`;
