// Wall time and timers, injected so that tests live through days in a moment.

export interface Clock {
  /** UTC milliseconds since 1970. */
  now(): number;
  /**
   * Calls back once, after as much time has elapsed as `atMs` is ahead of now. A later step of the wall clock, or a
   * sleep of the machine, does not move it: whoever waits for long looks at the clock again from time to time.
   */
  setTimer(atMs: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (atMs, callback) => {
    const timer = setTimeout(callback, Math.min(Math.max(0, atMs - Date.now()), 0x7fffffff));
    return () => clearTimeout(timer);
  },
};
