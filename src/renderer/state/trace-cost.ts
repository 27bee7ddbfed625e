// How large a trace will be, before it is taken: as the last one of the same target was, else by what was measured on a
// Go service (docs/guide/traces.md has the table).

/** Of a service that rests. */
const RESTING_BYTES_PER_SECOND = 6_000;
/** Go writes the state of every goroutine once a second. */
const BYTES_PER_GOROUTINE_SECOND = 17;

export interface KnownTrace {
  readonly bytes: number;
  readonly seconds: number;
}

export interface TraceSize {
  readonly bytes: number;
  readonly bytesPerSecond: number;
  /** `goroutines`: what the service does comes on top. */
  readonly by: 'last-trace' | 'goroutines';
}

/** null where nothing is known of the target. */
export function expectedTrace(
  seconds: number,
  last: KnownTrace | null,
  goroutines: number | null,
): TraceSize | null {
  if (last !== null && last.seconds > 0) {
    const bytesPerSecond = last.bytes / last.seconds;
    return { bytes: bytesPerSecond * seconds, bytesPerSecond, by: 'last-trace' };
  }
  if (goroutines === null) return null;
  const bytesPerSecond = RESTING_BYTES_PER_SECOND + goroutines * BYTES_PER_GOROUTINE_SECOND;
  return { bytes: bytesPerSecond * seconds, bytesPerSecond, by: 'goroutines' };
}
