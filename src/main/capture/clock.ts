// Wall time, elapsed time and timers, injected so that tests live through days in a moment.
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

export interface Clock {
  /** UTC milliseconds since 1970. Anybody may set it, at any time. */
  now(): number;
  /**
   * Milliseconds since the machine was started, its sleep included, whatever is done to the wall clock. As coarse as the
   * system has it: 10 ms on Linux, a second on macOS.
   */
  elapsed(): number;
  /** Of which start `elapsed` counts; null where the system does not say. */
  readonly boot: string | null;
  /**
   * Calls back once, after as much time has elapsed as `atMs` is ahead of now. A later step of the wall clock, or a
   * sleep of the machine, does not move it: whoever waits for long looks at the clock again from time to time.
   */
  setTimer(atMs: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  // Not performance.now(), which stands still while a laptop sleeps (Linux, macOS): a sleep would look like a step.
  elapsed: () => uptime() * 1000,
  boot: bootId(),
  setTimer: (atMs, callback) => {
    const timer = setTimeout(callback, Math.min(Math.max(0, atMs - Date.now()), 0x7fffffff));
    return () => clearTimeout(timer);
  },
};

function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null; // not Linux
    throw error;
  }
}
