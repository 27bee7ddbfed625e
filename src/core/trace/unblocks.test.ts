import { describe, expect, it } from 'vitest';
import { readInPieces } from '../../../test/support/damaged-traces';
import { expectOk } from '../../../test/support/expect-ok';
import { traceBytes } from '../../../test/support/go-trace';
import { traceLines } from '../../../test/support/trace-lines';
import { EV } from './event-types';
import { lanesOf } from './lanes';
import { NOT_THERE, goroutineSpans } from './spans';
import { NONE, durationOf, stackOf, type Trace } from './trace';
import { unblockLatency, unblockThatEnded, unblocksBy, unblocksOf } from './unblocks';

const read = async (file: string): Promise<Trace> => expectOk(await readInPieces(traceBytes(file)));
const FILES = [
  'go1.19/sync',
  'go1.21/http',
  'go1.22/sync',
  'go1.26/http',
  'go1.26/sync',
  'go1.27/generations',
];

/** What Go's reader says: who was woken when, and by whom. */
function* wakings(trace: Trace) {
  for (const line of traceLines(trace)) {
    const [time, kind, , , by, resource, from, to] = line.split('\t');
    const id = /^Goroutine\((\d+)\)$/.exec(resource ?? '')?.[1];
    if (kind !== 'StateTransition' || id === undefined) continue;
    yield { time: Number(BigInt(time!) - BigInt(trace.originNs)), by: Number(by), id: Number(id), from, to };
  }
}

describe('who woke whom', () => {
  it.each(FILES)('is as Go says: %s', async (name) => {
    const trace = await read(`${name}.trace.gz`);
    const lanes = lanesOf(trace);
    const spans = goroutineSpans(trace, lanes);
    const unblocks = unblocksOf(trace);
    const told = [...wakings(trace)].filter(({ from, to }) => from === 'Waiting' && to === 'Runnable');
    expect(unblocks.event).toHaveLength(told.length);
    const idOf = (row: number): number => (row === NONE ? -1 : trace.goroutines[row]!);
    // Of each waker, all of the trace, half of it, and from one waking to another.
    const duration = durationOf(trace);
    const [early, late] = [0.3, 0.7].map((share) => told[Math.floor(told.length * share)]!.time);
    for (let g = 0; g < trace.goroutines.length; g++) {
      for (const [from, to] of [
        [0, Infinity],
        [duration / 4, (duration * 3) / 4],
        [early!, late!],
      ] as const) {
        const ours = [...unblocksBy(trace, unblocks, g, from, to)];
        const theirs = told.filter((one) => one.by === idOf(g) && one.time >= from && one.time < to);
        expect(ours.map((event) => [trace.events.time[event], idOf(trace.events.a[event]!)])).toEqual(
          theirs.map((one) => [one.time, one.id]),
        );
      }
    }
    // And each wait that ended.
    const byTime = new Map(told.map((one) => [one.time, one]));
    let found = 0;
    for (let lane = 0; lane < trace.goroutines.length; lane++) {
      for (let span = spans.start[lane]!; span < spans.start[lane + 1]!; span++) {
        const event = unblockThatEnded(trace, lanes, spans, lane, span);
        if (event === NONE) continue;
        found++;
        const theirs = byTime.get(trace.events.time[event]!);
        expect([idOf(lane), idOf(trace.events.goroutine[event]!)]).toEqual([theirs?.id, theirs?.by]);
        expect(spans.state[span]).not.toBe(NOT_THERE);
      }
    }
    expect(found).toBe(told.length);
  });

  it('says where: the stack of the one that did it', async () => {
    const trace = await read('go1.26/sync.trace.gz');
    const { event } = unblocksOf(trace);
    const leaves = new Set([...event].map((row) => stackOf(trace, trace.events.stack[row]!)[0]?.function));
    expect(leaves).toContain('runtime.chansend1');
    expect([...leaves].some((leaf) => leaf?.startsWith('sync.('))).toBe(true);
  });
});

describe('the latency from being woken to running', () => {
  it.each(FILES)('has the quantiles of what Go says: %s', async (name) => {
    const trace = await read(`${name}.trace.gz`);
    const woken = new Map<number, number>();
    const latencies: number[] = [];
    for (const { time, id, from, to } of wakings(trace)) {
      if (from === 'Waiting' && to === 'Runnable') woken.set(id, time);
      if (from === 'Runnable' && to === 'Running' && woken.has(id)) latencies.push(time - woken.get(id)!);
      if (to === 'Running') woken.delete(id);
    }
    const sorted = latencies.sort((a, b) => a - b);
    const got = unblockLatency(trace);
    expect([got.count, got.max]).toEqual([sorted.length, sorted.at(-1) ?? 0]);
    for (const [share, value] of [
      [0.5, got.p50],
      [0.95, got.p95],
      [0.99, got.p99],
    ] as const)
      expect(value).toBe(sorted.find((_, i) => (i + 1) / sorted.length >= share - 1e-12) ?? 0);
  });

  it('leaves out coroutines, which hand over at once', async () => {
    const trace = await read('go1.26/coroutines.trace.gz');
    const countOf = (...types: readonly number[]): number =>
      trace.events.type.reduce((sum, type) => sum + (types.includes(type) ? 1 : 0), 0);
    const latency = unblockLatency(trace);
    expect(countOf(EV.goSwitch, EV.goSwitchDestroy)).toBeGreaterThan(1000);
    expect(latency.count).toBeLessThanOrEqual(countOf(EV.goUnblock));
    expect(latency.p50).toBeGreaterThan(1);
  });
});
