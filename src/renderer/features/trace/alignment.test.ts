import { describe, expect, it } from 'vitest';
import { canAlign, extentOf, offsetsOf } from './alignment';

const a = { durationNs: 8e9, startMs: 1_000_000, firstGcNs: 2e9 };
const b = { durationNs: 5e9, startMs: 1_003_000, firstGcNs: 0.5e9 };
const old = { durationNs: 1e9, startMs: null, firstGcNs: null };

describe('two traces on one axis', () => {
  it('begin together, have their first GC together, or stand where the clock had them', () => {
    expect(offsetsOf('start', a, b)).toEqual({ a: 0, b: 0 });
    expect(offsetsOf('gc', a, b)).toEqual({ a: 0, b: 1.5e9 });
    expect(offsetsOf('gc', b, a)).toEqual({ a: 1.5e9, b: 0 });
    expect(offsetsOf('clock', a, b)).toEqual({ a: 0, b: 3e9 });
    expect(offsetsOf('clock', b, a)).toEqual({ a: 3e9, b: 0 });
  });
  it('begin together where one of them does not say', () => {
    expect(['start', 'gc', 'clock'].map((by) => canAlign(by as 'gc', a, old))).toEqual([true, false, false]);
    expect(offsetsOf('clock', a, old)).toEqual({ a: 0, b: 0 });
    expect(offsetsOf('gc', null, b)).toEqual({ a: 0, b: 0 });
  });
  it('take all the room of both', () => {
    expect(extentOf(offsetsOf('clock', a, b), a, b)).toEqual({ from: 0, to: 8e9 });
    expect(extentOf(offsetsOf('clock', b, a), b, a)).toEqual({ from: 0, to: 8e9 });
    expect(extentOf({ a: 0, b: 0 }, null, b)).toEqual({ from: 0, to: 5e9 });
  });
});
