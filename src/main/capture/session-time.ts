// The times that snapshots of one session get. They are the wall clock's, and stay in order and true to each other when
// somebody sets that: a step shows as wall time that did not pass, and from then on is taken back from every reading,
// until the wall clock is where it was. See docs/decisions/0004-times-through-clock-steps.md.
import type { ClockAnchor } from '../workspace/journal-entry';
import type { Clock } from './clock';

/** Less is no step but the coarseness of the clocks, or their correction over the network. */
const MIN_STEP_MS = 2_000;

export interface Moment {
  /** What a snapshot's time is told in. */
  readonly timeMs: number;
  /** The machine's clock, as its other programs see it. */
  readonly wallMs: number;
}

export interface ClockStep {
  /** Forward; negative: back. */
  readonly stepMs: number;
  /** False: only that it stands behind the last snapshot is known. */
  readonly measured: boolean;
  readonly clock: ClockAnchor;
}

export interface SessionTime {
  now(): Moment;
  readonly anchor: ClockAnchor;
  /** Steps that were seen since the last call, each once. */
  takeSteps(): readonly ClockStep[];
}

/**
 * @param last how the clocks stood when the session was last captured; null: not known
 * @param lastTakenMs time of the session's last taken snapshot
 */
export function startSessionTime(
  clock: Clock,
  last: ClockAnchor | null,
  lastTakenMs: number | null,
): SessionTime {
  const steps: ClockStep[] = [];
  const sameBoot = last !== null && last.boot !== null && last.boot === clock.boot;
  let originMs = sameBoot ? last.originMs : origin(clock);
  let correctionMs = sameBoot ? last.correctionMs : 0;

  const anchor = (): ClockAnchor => ({ boot: clock.boot, originMs, correctionMs });
  const note = (stepMs: number, measured: boolean): void =>
    void steps.push({ stepMs, measured, clock: anchor() });
  const follow = (): void => {
    const found = origin(clock);
    const stepMs = found - originMs;
    originMs = found;
    if (Math.abs(stepMs) <= MIN_STEP_MS) return;
    const wanted = correctionMs - stepMs;
    correctionMs = Math.abs(wanted) <= MIN_STEP_MS ? 0 : wanted;
    note(stepMs, true);
  };

  follow();
  if (lastTakenMs !== null && clock.now() + correctionMs <= lastTakenMs) {
    const behindMs = Math.floor(lastTakenMs - correctionMs - clock.now()) + 1;
    correctionMs += behindMs;
    note(-behindMs, false);
  }
  return {
    now() {
      follow();
      const wallMs = clock.now();
      return { wallMs, timeMs: wallMs + correctionMs };
    },
    get anchor() {
      return anchor();
    },
    takeSteps: () => steps.splice(0),
  };
}

const origin = (clock: Clock): number => Math.round(clock.now() - clock.elapsed());
