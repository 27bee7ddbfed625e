import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../test/support/random';
import { BatchCursor, Frontier } from './batch-cursor';
import { EV } from './event-types';
import { Generation } from './generation';
import { TraceBuilder } from './trace-builder';
import { TRACE_LIMITS } from './trace-limits';

function generation(): Generation {
  const of = new Generation(1, 26, new TraceBuilder(26, TRACE_LIMITS));
  of.nanosecondsPerTick = 1;
  return of;
}

/** Of a thread whose events are so many ticks apart: LEB128 of up to ten bytes each. */
function cursorOf(steps: readonly bigint[], of = generation()): BatchCursor {
  const data: number[] = [];
  for (const step of steps) {
    data.push(EV.procStop);
    let rest = step;
    for (; rest >= 0x80n; rest >>= 7n) data.push(Number(rest & 0x7fn) | 0x80);
    data.push(Number(rest));
  }
  const cursor = new BatchCursor(0);
  cursor.begin([{ generation: 1, thread: 0, time: 0, experiment: 0, data: Uint8Array.from(data) }], of, 0);
  return cursor;
}

describe('a cursor', () => {
  it('reads numbers of any length, up to the end of the batch', () => {
    const steps = [0n, 0x7fn, 0x80n, 0x3fffn, 0x4000n, 0x1f_ffffn, 0x20_0000n, 2n ** 35n, 1n, 0x80n];
    const cursor = cursorOf(steps);
    let time = 0n;
    for (const step of steps) {
      time += step;
      expect(cursor.advance()).toBe(1);
      expect(cursor.time).toBe(Number(time));
    }
    expect(cursor.advance()).toBe(0);
  });

  it.each([
    ['back, of 2^63 ticks and more', 2n ** 64n - 1n],
    ['beyond what a clock shows', 2n ** 60n],
  ])('ends in words at a step %s', (_, step) => {
    const of = generation();
    const cursor = cursorOf([1n, step], of);
    expect([cursor.advance(), cursor.advance()]).toEqual([1, -1]);
    expect(of.error?.message).toBe('a time beyond what a clock shows');
  });
});

describe('the frontier', () => {
  it('has the earliest of hundreds of threads first, whatever is put in, goes on or ends', () => {
    const random = randomFrom(3);
    const frontier = new Frontier();
    const expected: number[] = [];
    for (let thread = 0; thread < 300; thread++) {
      const steps = Array.from({ length: 20 }, () => BigInt(1 + Math.floor(random() * 1000)));
      let time = 0;
      for (const step of steps) expected.push((time += Number(step)));
      const cursor = cursorOf(steps);
      cursor.advance();
      frontier.insert(cursor);
    }
    const times: number[] = [];
    while (frontier.cursors.length > 0) {
      const [first] = frontier.cursors;
      times.push(first!.time);
      if (first!.advance() > 0) frontier.update(0);
      else frontier.remove(0);
      if (times.length % 500 === 0) frontier.sort();
    }
    expect(times).toEqual(expected.sort((a, b) => a - b));
  });
});
