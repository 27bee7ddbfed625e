import { describe, expect, it } from 'vitest';
import { makeTimeline } from '../../../../test/support/timeline';
import { isGrowth, placeVerdicts, verdictAt, type VerdictChange } from './verdict-marks';

const change = (timeMs: number, verdict: VerdictChange['verdict'] = 'growing'): VerdictChange => ({
  ...{ snapshotId: `s${timeMs}`, timeMs, verdict, before: null },
  sentence: { message: 'Grows.' },
});
const window = { fromMs: 1000, toMs: 2000 };

describe('placeVerdicts', () => {
  it('places those in view', () => {
    const marks = placeVerdicts([change(500), change(1000), change(1500), change(2500)], window, 1000);
    expect(marks.map(({ x }) => x)).toEqual([0, 500]);
  });

  it('shows the last of several at one place', () => {
    const marks = placeVerdicts([change(1100), change(1105), change(1110), change(1900)], window, 1000);
    expect(marks.map(({ change: { timeMs } }) => timeMs)).toEqual([1110, 1900]);
  });

  it('is said of the snapshot that it stood on', () => {
    const timeline = {
      ...makeTimeline([
        { id: 's1000', at: 1000 },
        { id: 's1100', at: 1100 },
      ]),
      verdicts: [change(1100), change(1100, 'goroutine-leak')],
    };
    expect(verdictAt(timeline, 0)).toBeNull();
    expect(verdictAt(timeline, 1)?.verdict).toBe('goroutine-leak');
  });

  it('is growth but for what clears a session or knows too little', () => {
    expect(isGrowth('gc-headroom')).toBe(true);
    expect(isGrowth('no-leak')).toBe(false);
    expect(isGrowth('not-enough-data')).toBe(false);
  });
});
