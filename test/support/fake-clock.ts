// A clock under the test's hand. Elapsed time, wall time and timers are apart, as on a real machine: `advance` moves them
// all, `step` the wall clock alone (someone set it), `sleep` both clocks while no timer runs (the lid was shut).
import type { Clock } from '../../src/main/capture/clock';

export interface FakeClock extends Clock {
  /** Runs every timer that falls due, in order, letting promises settle in between. */
  advance(ms: number): Promise<void>;
  step(ms: number): void;
  sleep(ms: number): void;
  /** Timers that are set. */
  timers(): number;
}

export function createFakeClock(startMs: number, boot = 'boot-1'): FakeClock {
  let elapsed = 0;
  let slept = 0;
  let wall = startMs;
  let next = 0;
  const timers = new Map<number, { at: number; callback: () => void }>();
  return {
    now: () => wall,
    elapsed: () => elapsed + slept,
    boot,
    setTimer: (atMs, callback) => {
      const id = next++;
      timers.set(id, { at: elapsed + Math.max(0, atMs - wall), callback });
      return () => void timers.delete(id);
    },
    advance: async (ms) => {
      const end = elapsed + ms;
      for (;;) {
        let first: [number, { at: number; callback: () => void }] | null = null;
        for (const entry of timers) if (first === null || entry[1].at < first[1].at) first = entry;
        if (first === null || first[1].at > end) break;
        timers.delete(first[0]);
        const passed = first[1].at - elapsed;
        elapsed += passed;
        wall += passed;
        first[1].callback();
        await settle();
      }
      wall += end - elapsed;
      elapsed = end;
      await settle();
    },
    step: (ms) => void (wall += ms),
    sleep: (ms) => {
      wall += ms;
      slept += ms;
    },
    timers: () => timers.size,
  };
}

/** Lets every promise that can settle do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
