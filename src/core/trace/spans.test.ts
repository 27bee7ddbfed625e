import { describe, expect, it } from 'vitest';
import { readInPieces } from '../../../test/support/damaged-traces';
import { expectOk } from '../../../test/support/expect-ok';
import { traceAnswers, traceBytes } from '../../../test/support/go-trace';
import { madeTrace, told } from '../../../test/support/made-trace';
import { randomFrom } from '../../../test/support/random';
import { traceLines } from '../../../test/support/trace-lines';
import { censusAt } from './census';
import { EV, GO_STATE } from './event-types';
import { isStatus, lanesOf, type Lanes } from './lanes';
import { NOT_THERE, goroutineSpans, laneEventOfSpan, procSpans, type Spans } from './spans';
import { NONE, durationOf, type Trace } from './trace';

const files = Object.entries(traceAnswers().traces)
  .filter(([, { events }]) => events > 0 && events < 30_000)
  .map(([file]) => file);
const read = async (file: string): Promise<Trace> => expectOk(await readInPieces(traceBytes(file)));

/** The span of a lane at a time, by looking at each of them; NONE: none. */
function spanAt({ start, from, end }: Spans, lane: number, time: number): number {
  let found = NONE;
  for (let i = start[lane]!; i < start[lane + 1]! && from[i]! <= time; i++) found = i;
  return found !== NONE && time < end[lane]! ? found : NONE;
}

function eventOf(trace: Trace, lanes: Lanes, spans: Spans, lane: number, span: number): number {
  return lanes.event[laneEventOfSpan(trace, lanes, spans, lane, span)]!;
}

function expectWhole(spans: Spans, lanes: number, trace: Trace): void {
  expect(spans.start).toHaveLength(lanes + 1);
  expect(spans.start[lanes]).toBe(spans.from.length);
  for (let lane = 0; lane < lanes; lane++) {
    for (let i = spans.start[lane]!; i < spans.start[lane + 1]!; i++) {
      const end = i + 1 < spans.start[lane + 1]! ? spans.from[i + 1]! : spans.end[lane]!;
      if (!(spans.from[i]! <= end)) throw new Error(`lane ${lane}: span ${i} ends before it begins`);
      if (i + 1 < spans.start[lane + 1]! && spans.from[i] === end) throw new Error(`span ${i} is empty`);
      const state = spans.state[i]!;
      if (state !== NOT_THERE && state >= spans.states.length) throw new Error(`state ${state}`);
    }
    if (!(spans.end[lane]! <= durationOf(trace))) throw new Error(`lane ${lane} ends behind the trace`);
  }
}

const PLAIN: Readonly<Record<string, string>> = {
  Runnable: 'runnable',
  Running: 'running',
  Syscall: 'syscall',
};

interface Told {
  readonly time: number;
  readonly id: number;
  readonly from: string;
  readonly to: string;
}

/** What Go's reader says of goroutines, line by line. */
function* transitions(trace: Trace): Generator<Told> {
  for (const line of traceLines(trace)) {
    const [time, kind, , , , resource, from, to] = line.split('\t');
    const id = /^Goroutine\((\d+)\)$/.exec(resource ?? '')?.[1];
    if (kind !== 'StateTransition' || id === undefined) continue;
    yield { time: Number(BigInt(time!) - BigInt(trace.originNs)), id: Number(id), from: from!, to: to! };
  }
}

describe('spans of goroutines', () => {
  it.each(files)('are as Go says, at any time: %s', async (file) => {
    const trace = await read(file);
    const spans = goroutineSpans(trace, lanesOf(trace));
    expectWhole(spans, trace.goroutines.length, trace);
    const told = [...transitions(trace)];
    const random = randomFrom(files.indexOf(file));
    const duration = durationOf(trace);
    const times = Array.from({ length: 8 }, () => Math.floor(random() * duration)).sort((a, b) => a - b);
    // What is first told of as being in a state was in it since the beginning.
    const now = new Map<number, string>();
    const known = new Set<number>();
    for (const { id, from, to } of told) {
      if (!known.has(id) && from === 'Undetermined') now.set(id, to);
      known.add(id);
    }
    let next = 0;
    for (const time of times) {
      for (; next < told.length && told[next]!.time <= time; next++) now.set(told[next]!.id, told[next]!.to);
      trace.goroutines.forEach((id, lane) => {
        const span = spanAt(spans, lane, time);
        const state = span === NONE ? NOT_THERE : spans.state[span]!;
        const word = state === NOT_THERE ? 'NotExist' : spans.states[state]!;
        const theirs = now.get(id) ?? 'NotExist';
        const isSame = theirs === 'Waiting' ? state !== NOT_THERE : word === (PLAIN[theirs] ?? theirs);
        if (!isSame) throw new Error(`goroutine ${id} at ${time}: ${word}, Go says ${theirs}`);
      });
    }
  });

  it.each(files)('say what the census says, and where: %s', async (file) => {
    const trace = await read(file);
    const lanes = lanesOf(trace);
    const spans = goroutineSpans(trace, lanes);
    const random = randomFrom(1 + files.indexOf(file));
    for (let i = 0; i < 4; i++) {
      const time = Math.floor(random() * durationOf(trace));
      const { goroutines, rows } = censusAt(trace, lanes, time);
      const words = new Map<number, string>();
      for (let lane = 0; lane < trace.goroutines.length; lane++) {
        const span = spanAt(spans, lane, time);
        if (span !== NONE && spans.state[span] !== NOT_THERE)
          words.set(lane, spans.states[spans.state[span]!]!);
      }
      expect([...words]).toEqual([...rows].map((row, k) => [row, goroutines.states[goroutines.state[k]!]]));
    }
  });

  it('begin with the trace where a goroutine was there before, whenever Go tells of it', async () => {
    const trace = await read('go1.26/parked.trace.gz');
    const spans = goroutineSpans(trace, lanesOf(trace));
    const early = spans.start.subarray(0, -1).filter((first) => spans.from[first] === 0);
    expect(early.length).toBeGreaterThanOrEqual(20_000);
  });

  it('call no wait a coroutine before there were any', async () => {
    for (const version of ['1.19', '1.21', '1.26']) {
      const trace = await read(`go${version}/gc.trace.gz`);
      expect(goroutineSpans(trace, lanesOf(trace)).states, version).not.toContain('coroutine');
    }
    const switched = await read('go1.26/coroutines.trace.gz');
    expect(goroutineSpans(switched, lanesOf(switched)).states).toContain('coroutine');
  });

  it('are one where each generation tells the same again', async () => {
    const trace = await read('go1.26/generations.trace.gz');
    const lanes = lanesOf(trace);
    const spans = goroutineSpans(trace, lanes);
    expect(spans.from.length).toBeLessThan(lanes.event.length);
    for (let lane = 0; lane < trace.goroutines.length; lane++) {
      for (let i = spans.start[lane]! + 1; i < spans.start[lane + 1]!; i++) {
        const isAgain = isStatus(trace.events.type[eventOf(trace, lanes, spans, lane, i)]!);
        if (isAgain) expect(spans.state[i]).not.toBe(spans.state[i - 1]);
      }
    }
  });
});

describe('of what no recorded trace has', () => {
  const { undetermined, syscall, waiting } = GO_STATE;
  const spansOf = (trace: Trace) => goroutineSpans(trace, lanesOf(trace));

  it('a goroutine with the id of one that ended waits for a reason of its own', () => {
    const trace = madeTrace(
      [
        { type: EV.goCreate, a: 0 },
        { type: EV.goStart, a: 0 },
        { type: EV.goBlock, goroutine: 0, a: 1 },
        { type: EV.goUnblock, a: 0 },
        { type: EV.goStart, a: 0 },
        { type: EV.goDestroy, goroutine: 0 },
        { type: EV.goCreateBlocked, a: 0 },
      ],
      { goroutines: [7], strings: ['chan receive'] },
    );
    const { states, state } = spansOf(trace);
    const words = Array.from(state, (row) => states[row]);
    expect(words[2]).toBe('chan receive');
    const { goroutines } = censusAt(trace, lanesOf(trace), durationOf(trace));
    expect(words.at(-1)).toBe(goroutines.states[goroutines.state[0]!]);
    expect(words.at(-1)).not.toBe('chan receive');
  });

  it('the first to say where one stands is kept, and no later one', () => {
    const trace = madeTrace(
      [
        told(0, undetermined, syscall),
        told(1, undetermined, waiting),
        told(0, syscall, syscall),
        told(0, syscall, syscall, 1),
        told(1, waiting, waiting),
        told(0, syscall, syscall, 1),
      ],
      { goroutines: [7, 8], stacks: ['syscall.read'] },
    );
    const spans = spansOf(trace);
    expect([...spans.start]).toEqual([0, 2, 3]);
    const places = [
      [0, 0],
      [0, 1],
      [1, 2],
    ] as const;
    expect(places.map(([lane, span]) => eventOf(trace, lanesOf(trace), spans, lane, span))).toEqual([
      0, 3, 1,
    ]);
  });
});

describe('spans of Ps', () => {
  it.each(files)('say whom every event says that it happens in: %s', async (file) => {
    const trace = await read(file);
    const spans = procSpans(trace);
    expectWhole(spans, trace.procs.length, trace);
    const { events } = trace;
    const at = spans.start.slice(0, -1);
    let checked = 0;
    for (let i = 0; i < events.length; i++) {
      const type = events.type[i]!;
      const proc = events.proc[i]!;
      // Times are whole numbers: just before it.
      const time = events.time[i]! - 0.5;
      if (proc === NONE || time < 0 || trace.procs[proc]! >= FIRST_OF_FAKE_PROCS) continue;
      while (at[proc]! + 1 < spans.start[proc + 1]! && spans.from[at[proc]! + 1]! <= time) at[proc]!++;
      if (SAYS_NOT.has(type) || (trace.version < 22 && type === EV.goStart)) continue;
      checked++;
      const ours = at[proc]! < spans.start[proc + 1]! ? spans.goroutine[at[proc]!] : NONE;
      if (ours !== events.goroutine[i])
        throw new Error(`event ${i} of type ${type}: ${ours} for ${events.goroutine[i]}`);
    }
    if (events.length > 1000) expect(checked).toBeGreaterThan(20);
  });

  it.each(files)('hold a goroutine just as long as it runs: %s', async (file) => {
    const trace = await read(file);
    const procs = procSpans(trace);
    const goroutines = goroutineSpans(trace, lanesOf(trace));
    const sums = (spans: Spans, ofSpan: (span: number, lane: number) => number): Map<number, number> => {
      const sum = new Map<number, number>();
      for (let lane = 0; lane + 1 < spans.start.length; lane++) {
        for (let i = spans.start[lane]!; i < spans.start[lane + 1]!; i++) {
          if (spans.states[spans.state[i]!] !== 'running') continue;
          const end = i + 1 < spans.start[lane + 1]! ? spans.from[i + 1]! : spans.end[lane]!;
          sum.set(ofSpan(i, lane), (sum.get(ofSpan(i, lane)) ?? 0) + end - spans.from[i]!);
        }
      }
      return sum;
    };
    const ofProcs = sums(procs, (span) => procs.goroutine[span]!);
    const ofGoroutines = sums(goroutines, (_, lane) => lane);
    expect([...ofProcs].sort(byFirst)).toEqual([...ofGoroutines].sort(byFirst));
  });
});

const byFirst = ([a]: readonly [number, number], [b]: readonly [number, number]): number => a - b;

/** Timers, the network's and the like, in traces before Go 1.22. */
const FIRST_OF_FAKE_PROCS = 1_000_001;
/** Before these the goroutine is not known yet, is on its way back from a system call without the P, or has none to do with it. */
const SAYS_NOT = new Set<number>([
  ...[EV.procStart, EV.procStop, EV.procSteal, EV.procStatus],
  ...[EV.goStatus, EV.goStatusStack, EV.goSyscallEndBlocked, EV.goDestroySyscall],
]);
