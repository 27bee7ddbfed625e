import { expect, it } from 'vitest';
import { goDuration } from './go-duration';

it.each([
  [0n, '0s'],
  [1n, '1ns'],
  [-7n, '-7ns'],
  [1_500n, '1.5µs'],
  [2_000_000n, '2ms'],
  [1_000_123_456n, '1.000123456s'],
  [90_500_000_000n, '1m30.5s'],
  [3_600_000_000_000n, '1h0m0s'],
])('a duration of %d ns is %s', (nanos, text) => {
  expect(goDuration(nanos)).toBe(text);
});
