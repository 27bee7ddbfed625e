import { describe, expect, it } from 'vitest';
import { defaultPlan, emptyTarget, parseInterval, planOf, splitInterval, targetOf } from './drafts';

describe('targetOf', () => {
  it('leaves rows without a name out, and names the field that is wrong', () => {
    const draft = { ...emptyTarget(), url: ' http://h:6060 ', headers: [{ name: '', value: 'x' }] };
    expect(targetOf(draft)).toEqual({
      ok: true,
      target: {
        url: 'http://h:6060',
        headers: [],
        metricsUrl: null,
        insecureTls: false,
        label: null,
        paused: false,
      },
    });
    expect(targetOf({ ...draft, url: 'ftp://h' })).toEqual({ ok: false, field: 'url' });
    expect(targetOf({ ...draft, metricsUrl: 'x' })).toEqual({ ok: false, field: 'metricsUrl' });
    expect(targetOf({ ...draft, headers: [{ name: 'A', value: 'x\ny' }] })).toEqual({
      ok: false,
      field: 'headers',
    });
  });
});

describe('plan', () => {
  it('takes 1 s to 24 h', () => {
    expect(parseInterval('1', 's')).toBe(1000);
    expect(parseInterval('0.5', 's')).toBeNull();
    expect(parseInterval('1,5', 'min')).toBe(90_000);
    expect(parseInterval('24', 'h')).toBe(86_400_000);
    expect(parseInterval('25', 'h')).toBeNull();
    expect(parseInterval('', 'h')).toBeNull();
    expect(parseInterval('-1', 'h')).toBeNull();
  });
  it('shows an interval in the largest unit that needs no fraction', () => {
    expect(splitInterval(600_000)).toEqual({ count: '10', unit: 'min' });
    expect(splitInterval(90_000)).toEqual({ count: '90', unit: 's' });
    expect(splitInterval(86_400_000)).toEqual({ count: '24', unit: 'h' });
    expect(splitInterval(1_500)).toEqual({ count: '1.5', unit: 's' });
  });
  it('is none without kinds', () => {
    expect(planOf(defaultPlan())?.everyMs).toBe(600_000);
    expect(planOf({ ...defaultPlan(), kinds: [] })).toBeNull();
  });
});
