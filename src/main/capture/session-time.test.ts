import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock';
import { startSessionTime } from './session-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2025, 3, 28, 11, 36, 6);

describe('times through steps of the clock', () => {
  it.each([
    ['back by an hour', -HOUR],
    ['forward by an hour', HOUR],
    ['back by a year', -365 * 24 * HOUR],
  ])('stay true where it is set %s, and say so once', async (_what, stepMs) => {
    const clock = createFakeClock(START);
    const time = startSessionTime(clock, null, null);
    await clock.advance(10 * MINUTE);
    clock.step(stepMs);
    await clock.advance(10 * MINUTE);
    expect(time.now()).toEqual({ timeMs: START + 20 * MINUTE, wallMs: START + 20 * MINUTE + stepMs });
    expect(time.takeSteps()).toMatchObject([{ stepMs, measured: true, clock: { correctionMs: -stepMs } }]);
    await clock.advance(HOUR);
    expect(time.now().timeMs).toBe(START + 20 * MINUTE + HOUR);
    expect(time.takeSteps()).toEqual([]);
  });

  it('are the wall clock’s again when that is set right', async () => {
    const clock = createFakeClock(START);
    const time = startSessionTime(clock, null, null);
    clock.step(-HOUR);
    time.now();
    await clock.advance(MINUTE);
    clock.step(HOUR + 300);
    expect(time.now()).toEqual({ timeMs: START + MINUTE + 300, wallMs: START + MINUTE + 300 });
    expect(time.takeSteps().map((step) => step.stepMs)).toEqual([-HOUR, HOUR + 300]);
    expect(time.anchor.correctionMs).toBe(0);
  });

  it('take a sleep of 9 h for what it is', async () => {
    const clock = createFakeClock(START);
    const time = startSessionTime(clock, null, null);
    await clock.advance(MINUTE);
    clock.sleep(9 * HOUR);
    expect(time.now().timeMs).toBe(START + MINUTE + 9 * HOUR);
    expect(time.takeSteps()).toEqual([]);
  });

  it('follow small corrections', () => {
    const clock = createFakeClock(START);
    const time = startSessionTime(clock, null, null);
    clock.step(-400);
    expect(time.now().timeMs).toBe(START - 400);
    expect(time.takeSteps()).toEqual([]);
  });

  it.each([
    ['two seconds are a correction', 2_000, []],
    ['more than two are a step', 2_001, [2_001]],
    ['so are they back', -2_001, [-2_001]],
  ])('draw the line: %s', (_what, stepMs, steps) => {
    const clock = createFakeClock(START);
    const time = startSessionTime(clock, null, null);
    clock.step(stepMs);
    expect(time.now().timeMs).toBe(START + (steps.length === 0 ? stepMs : 0));
    expect(time.takeSteps().map((step) => step.stepMs)).toEqual(steps);
  });

  it('know nothing of summer time: UTC has none', async () => {
    const clock = createFakeClock(Date.UTC(2025, 2, 30, 0, 59));
    const time = startSessionTime(clock, null, null);
    await clock.advance(2 * MINUTE); // 02:00 becomes 03:00 in Berlin
    expect(time.now().timeMs).toBe(Date.UTC(2025, 2, 30, 1, 1));
    expect(time.takeSteps()).toEqual([]);
  });
});

describe('times of a later run', () => {
  it('measure what the clock was set by while nothing ran', async () => {
    const clock = createFakeClock(START);
    const first = startSessionTime(clock, null, null).anchor;
    await clock.advance(30 * MINUTE);
    clock.step(-HOUR);
    const time = startSessionTime(clock, first, START + 20 * MINUTE);
    expect(time.now().timeMs).toBe(START + 30 * MINUTE);
    expect(time.takeSteps()).toMatchObject([{ stepMs: -HOUR, measured: true }]);
  });

  it('go on with the correction of the one before', async () => {
    const clock = createFakeClock(START);
    const before = startSessionTime(clock, null, null);
    clock.step(-HOUR);
    before.now();
    await clock.advance(MINUTE);
    const time = startSessionTime(clock, before.anchor, START);
    expect(time.now().timeMs).toBe(START + MINUTE);
    expect(time.takeSteps()).toEqual([]);
  });

  it('come after the last snapshot where the machine was started anew with its clock behind', () => {
    const before = startSessionTime(createFakeClock(START, 'boot-1'), null, null);
    const clock = createFakeClock(START - HOUR, 'boot-2');
    const time = startSessionTime(clock, before.anchor, START + 5 * MINUTE);
    expect(time.now().timeMs).toBe(START + 5 * MINUTE + 1);
    expect(time.takeSteps()).toMatchObject([{ measured: false, stepMs: -HOUR - 5 * MINUTE - 1 }]);
  });

  it('believe the clock of a machine that was started anew and is ahead', () => {
    const before = startSessionTime(createFakeClock(START, 'boot-1'), null, null);
    const time = startSessionTime(createFakeClock(START + 2 * HOUR, 'boot-2'), before.anchor, START);
    expect(time.now().timeMs).toBe(START + 2 * HOUR);
    expect(time.takeSteps()).toEqual([]);
  });
});
