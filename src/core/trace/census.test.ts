import { beforeAll, describe, expect, it } from 'vitest';
import { readInPieces } from '../../../test/support/damaged-traces';
import { expectOk } from '../../../test/support/expect-ok';
import { traceBytes } from '../../../test/support/go-trace';
import { inferOwnCode } from '../base/own-code';
import { groupGoroutines } from '../goroutine/group';
import { censusAt, type Census } from './census';
import { censusRows } from './census-rows';
import { EV, GO_STATE } from './event-types';
import { goroutineChangedBy, laneEventAt, lanesOf, stateAfter, type Lanes } from './lanes';
import { NONE, type Trace } from './trace';

interface Read {
  readonly trace: Trace;
  readonly lanes: Lanes;
}
const read = async (file: string): Promise<Read> => {
  const trace = expectOk(await readInPieces(traceBytes(file)));
  return { trace, lanes: lanesOf(trace) };
};
const end = ({ events }: Trace): number => events.time[events.length - 1]!;
const rowsAt = ({ trace, lanes }: Read, time: number) =>
  censusRows(trace, lanes, censusAt(trace, lanes, time));

describe('lanes', () => {
  let http: Read;
  beforeAll(async () => {
    http = await read('go1.26/http.trace.gz');
  });

  it('hold every event that changes a goroutine, each once and by time', () => {
    const { trace, lanes } = http;
    let changes = 0;
    for (let i = 0; i < trace.events.length; i++) if (goroutineChangedBy(trace, i) !== NONE) changes++;
    expect(lanes.event).toHaveLength(changes);
    expect(new Set(lanes.event).size).toBe(changes);
    for (let g = 0; g < trace.goroutines.length; g++) {
      const own = lanes.event.subarray(lanes.start[g], lanes.start[g + 1]);
      expect(own.every((event) => goroutineChangedBy(trace, event) === g)).toBe(true);
      expect(own.every((event, i) => i === 0 || event > own[i - 1]!)).toBe(true);
    }
  });

  it('find the event that a moment stands behind', () => {
    const { trace, lanes } = http;
    const [first, last] = [lanes.start[3]!, lanes.start[4]! - 1];
    const timeOf = (at: number): number => trace.events.time[lanes.event[at]!]!;
    expect(laneEventAt(trace, lanes, 3, timeOf(first) - 1)).toBe(NONE);
    expect(laneEventAt(trace, lanes, 3, timeOf(first))).toBe(first);
    expect(laneEventAt(trace, lanes, 3, timeOf(first + 1) - 1)).toBe(first);
    expect(laneEventAt(trace, lanes, 3, Infinity)).toBe(last);
  });

  it('begin where a goroutine was created, and say in which function it began', () => {
    const { trace, lanes } = http;
    let created = 0;
    for (let g = 0; g < trace.goroutines.length; g++) {
      const creation = lanes.creation[g]!;
      if (creation === NONE) continue;
      created++;
      expect(lanes.event[lanes.start[g]!]).toBe(creation);
      expect(stateAfter(trace, creation)).toBe(GO_STATE.runnable);
      expect(lanes.startFrame[g]).not.toBe(NONE);
    }
    expect(created).toBeGreaterThan(100);
  });
});

describe('the census of a moment', () => {
  it('names where goroutines have waited since before the trace', async () => {
    const parked = await read('go1.26/parked.trace.gz');
    const [first, second, third] = rowsAt(parked, end(parked.trace));
    expect(
      [first, second].map((row) => [row?.count, row?.state, row?.site?.function, row?.startFunction]),
    ).toEqual(
      [
        'internal/pkg/config.(*appConfigLoaderRainbowImpl).Watch.func1',
        'trpc-config-rainbow.(*KV).Watch.func1',
      ].map((name) => [10_000, 'chan receive', `example.org/collect/${name}`, `example.org/collect/${name}`]),
    );
    expect(third?.count).toBeLessThan(10);
  });

  it('counts those that are there: since before the trace, or created, and not yet gone', async () => {
    const http = await read('go1.26/http.trace.gz');
    const { trace, lanes } = http;
    const alive = new Set<number>();
    for (let g = 0; g < trace.goroutines.length; g++) {
      if (trace.events.type[lanes.event[lanes.start[g]!]!] !== EV.goCreate) alive.add(g);
    }
    const checks = [0.2, 0.5, 0.9].map((part) => Math.floor(trace.events.length * part));
    for (let i = 0; i < trace.events.length; i++) {
      const goroutine = goroutineChangedBy(trace, i);
      if (goroutine !== NONE) {
        if (stateAfter(trace, i) === GO_STATE.none) alive.delete(goroutine);
        else alive.add(goroutine);
      }
      if (!checks.includes(i)) continue;
      const { rows } = censusAt(trace, lanes, trace.events.time[i]!);
      expect([...rows].sort((a, b) => a - b)).toEqual([...alive].sort((a, b) => a - b));
    }
  });

  it('says states in the words of dumps, by what the trace says or by the stack', async () => {
    const sync = await read('go1.26/sync.trace.gz');
    const states = (census: Census): string[] => [...new Set(census.goroutines.states)].sort();
    const seen = new Set<string>();
    for (let part = 1; part <= 40; part++)
      states(censusAt(sync.trace, sync.lanes, (end(sync.trace) * part) / 40)).forEach((state) =>
        seen.add(state),
      );
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...['chan receive', 'chan send', 'select', 'select (no cases)', 'sleep', 'running', 'runnable'],
        ...[
          'sync.Mutex.Lock',
          'sync.RWMutex.RLock',
          'sync.Cond.Wait',
          'sync.WaitGroup.Wait',
          'GC scavenge wait',
        ],
      ]),
    );
    expect(seen).not.toContain('sync');
  });

  it('groups as a dump does, with goids, creators and where they were created', async () => {
    const { trace, lanes } = await read('go1.26/http.trace.gz');
    const { goroutines } = censusAt(trace, lanes, end(trace) / 2);
    expect(goroutines.goid).toHaveLength(goroutines.length);
    const groups = groupGoroutines(goroutines, 'creator', inferOwnCode(goroutines.stacks));
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(goroutines.total);
    const created = groups.find(({ createdBy }) => createdBy?.function === 'net/http.(*Server).Serve');
    expect(created?.createdBy?.file).toMatch(/server\.go$/);
    expect(goroutines.creatorGoid.some((goid) => goid > 0)).toBe(true);
  });

  it('knows no place of what waited before a trace of Go 1.22', async () => {
    const parked = await read('go1.22/parked.trace.gz');
    const [first] = rowsAt(parked, end(parked.trace));
    expect(first).toMatchObject({ state: 'waiting', site: null, startFunction: null });
    expect(first?.count).toBeGreaterThan(19_999);
  });

  it('is of no one before the trace begins', async () => {
    const { trace, lanes } = await read('go1.26/tasks.trace.gz');
    expect(censusAt(trace, lanes, -1).goroutines.total).toBe(0);
    expect(trace.events.type[0]).toBe(EV.sync);
  });
});
