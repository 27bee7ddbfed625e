/** The kinds of capture, by the names that files, CLI and UI use. A custom profile has its own name. */
export const KNOWN_KINDS = [
  'goroutine',
  'goroutine-dump',
  'heap',
  'allocs',
  'goroutineleak',
  'block',
  'mutex',
  'threadcreate',
  'profile',
  'trace',
] as const;
export type KnownKind = (typeof KNOWN_KINDS)[number];

/** `proto`: profile.proto or a binary trace. `text`: what debug=1 or debug=2 print. */
export type Encoding = 'proto' | 'text';
