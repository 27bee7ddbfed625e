import type { OnProgress, Progress } from '../contract/progress';

/** More often than this an eye sees no difference, and the messages would cost more than the work they tell of. */
const EVERY_MS = 100;

/**
 * Hands on the first report of each step at once, then one in `EVERY_MS`; those between are dropped, never kept for
 * later, so that nothing is told after the work.
 */
export function paced(report: OnProgress, now: () => number = () => performance.now()): OnProgress {
  let step: Progress['step'] | null = null;
  let last = -Infinity;
  return (progress) => {
    const at = now();
    if (progress.step === step && at - last < EVERY_MS) return;
    step = progress.step;
    last = at;
    report(progress);
  };
}
