import { expect, it } from 'vitest';
import { TraceBuilder } from './trace-builder';
import { TRACE_LIMITS } from './trace-limits';
import { startMsOf } from './trace';

const startAt = (wallNs: bigint, time = 0): number | null => {
  const builder = new TraceBuilder(26, TRACE_LIMITS);
  builder.sync(null);
  builder.sync({ time, monotonicNs: 0n, wallNs });
  return startMsOf(builder.soFar(0, null));
};

it('a trace began when its first clock says, less the time since, unless no clock shows that', () => {
  expect(startAt(1_747_000_000_000_000_000n, 5e6)).toBe(1_746_999_999_995);
  expect(startAt(253_402_300_799_000_000_000n)).toBe(253_402_300_799_000);
  expect(startAt(253_402_300_801_000_000_000n)).toBeNull();
  expect(startAt(1000n, 2e6)).toBeNull();
  expect(startMsOf(new TraceBuilder(23, TRACE_LIMITS).soFar(0, null))).toBeNull();
});
