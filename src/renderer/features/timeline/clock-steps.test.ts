import { describe, expect, it } from 'vitest';
import { makeTimeline } from '../../../../test/support/timeline';
import { placeSteps, stepBefore } from './clock-steps';

const step = (timeMs: number) => ({ timeMs, stepMs: -3_600_000, measured: true });
const timeline = {
  ...makeTimeline([{ at: 100 }, { at: 200 }, { at: 300 }]),
  clockSteps: [step(150), step(190), step(300)],
};

describe('steps of the clock', () => {
  it('belong to the snapshot that came next, the last of several', () => {
    expect([0, 1, 2, 3].map((row) => stepBefore(timeline, row)?.timeMs ?? null)).toEqual([
      null,
      190,
      300,
      null,
    ]);
    expect(stepBefore({ ...timeline, clockSteps: [step(50)] }, 0)?.timeMs).toBe(50);
  });

  it('are drawn where they are in view', () => {
    const [x = 0, ...others] = placeSteps(timeline.clockSteps, { fromMs: 160, toMs: 200 }, 400);
    expect([x, others]).toEqual([300, []]);
  });
});
