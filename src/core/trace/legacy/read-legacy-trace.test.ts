import { describe, expect, it } from 'vitest';
import { traceAnswers, traceBytes } from '../../../../test/support/go-trace';
import { LegacyTraceWriter } from '../../../../test/support/legacy-trace';
import { randomFrom } from '../../../../test/support/random';
import { traceDigest, traceLines } from '../../../../test/support/trace-lines';
import type { Trace } from '../trace';
import { TraceBuilder } from '../trace-builder';
import { TRACE_LIMITS, type TraceLimits } from '../trace-limits';
import { OLD } from './event-types';
import { readLegacyTrace } from './read-legacy-trace';

const answered = Object.entries(traceAnswers().traces).filter(([file]) =>
  /^(go1\.(19|21)|go-testdata\/v1)\//.test(file),
);

function read(bytes: Uint8Array, limits: TraceLimits = TRACE_LIMITS): Trace {
  const version = Number(String.fromCharCode(bytes[5]!, bytes[6]!));
  const builder = new TraceBuilder(version, limits);
  const { originNs, broken } = readLegacyTrace(bytes, version, builder);
  return builder.soFar(originNs, broken);
}

/** Events without their times and stacks, and without the sync at the start. */
const told = (bytes: Uint8Array): string[] =>
  [...traceLines(read(bytes))]
    .filter((line) => !line.startsWith('stack\t'))
    .slice(1, -1)
    .map((line) => line.split('\t').slice(1).join(' '));

const small = (): LegacyTraceWriter =>
  new LegacyTraceWriter()
    .batch(0)
    .event(OLD.gomaxprocs, 1, [2])
    .event(OLD.procStart, 1, [7])
    .event(OLD.goCreate, 1, [1, 0])
    .event(OLD.goStart, 1, [1, 1]);

describe('events of a trace of Go 1.11 to 1.21', () => {
  it.each(answered)('are those of the reader of Go, one by one: %s', (file, answer) => {
    const trace = read(traceBytes(file));
    expect(trace.broken === null).toBe(answer.error === null);
    expectWhole(trace);
    // Of a file that is wrong anywhere that reader gives nothing.
    if (answer.error === null) expect(traceDigest(trace)).toEqual(answer);
  });

  it('are kept up to where they contradict one another', () => {
    const { broken, events } = read(traceBytes('go1.19/cgo.trace.gz'));
    expect(broken?.message).toMatch(/each would have to come before another/);
    expect(events.length).toBeGreaterThan(100);
  });

  it('say how all stood when the trace began', () => {
    const bytes = new LegacyTraceWriter()
      .batch(1)
      .event(OLD.procStart, 0, [3])
      .event(OLD.goCreate, 0, [9, 0])
      .event(OLD.goCreate, 0, [5, 0])
      .event(OLD.goCreate, 0, [6, 0])
      .event(OLD.goWaiting, 0, [6])
      .event(OLD.goCreate, 0, [7, 0])
      .event(OLD.goInSyscall, 0, [7])
      .event(OLD.goCreate, 0, [4, 0])
      .event(OLD.goStartLocal, 0, [4])
      .event(OLD.gomaxprocs, 0, [2])
      .event(OLD.gomaxprocs, 5, [3])
      .end();
    expect(told(bytes)).toEqual([
      'StateTransition 3 1 -1 Proc(1) Undetermined Running "" 0 0',
      'StateTransition 3 1 6 Goroutine(6) Undetermined Waiting "" 0 0',
      'StateTransition 3 1 7 Goroutine(7) Undetermined Syscall "" 0 0',
      'StateTransition 3 1 4 Goroutine(4) Undetermined Running "" 0 0',
      'StateTransition -1 -1 -1 Goroutine(5) Undetermined Runnable "" 0 0',
      'StateTransition -1 -1 -1 Goroutine(9) Undetermined Runnable "" 0 0',
      'Metric 3 1 4 "/sched/gomaxprocs:threads" 3 0',
      'Sync -1 -1 -1 2 0',
    ]);
  });

  it('have a duration where a system call blocked, and one nanosecond where not', () => {
    const bytes = small()
      .event(OLD.goSysCall, 10)
      .event(OLD.goSysCall, 10)
      .event(OLD.goSysBlock, 0)
      .event(OLD.goCreate, 30, [2, 0])
      // It ended at 40 on the trace's clock, long before it was said.
      .event(OLD.goSysExit, 100, [1, 2, 100 + 40])
      .end();
    const lines = [...traceLines(read(bytes))].filter((line) => /Syscall/.test(line));
    expect(lines.map((line) => line.split('\t').slice(0, 8).join(' '))).toEqual([
      '13 StateTransition 7 0 1 Goroutine(1) Running Syscall',
      '14 StateTransition 7 0 1 Goroutine(1) Syscall Running',
      '23 StateTransition 7 0 1 Goroutine(1) Running Syscall',
      '39 StateTransition -1 1000003 1 Goroutine(1) Syscall Runnable',
    ]);
    expect(traceDigest(read(bytes)).events).toBe(10);
  });

  it('are merged across Ps by what has to come first, and of one time by the id of the P', () => {
    const bytes = new LegacyTraceWriter()
      .batch(5, 90)
      .event(OLD.procStart, 0, [15])
      .event(OLD.goStart, 60, [1, 1])
      .batch(2, 100)
      .event(OLD.procStart, 0, [12])
      .event(OLD.gomaxprocs, 1, [2])
      .event(OLD.goCreate, 49, [1, 0])
      .batch(1, 100)
      .event(OLD.procStart, 0, [11])
      .end();
    expect(told(bytes).map((line) => line.split(' ').slice(0, 5).join(' '))).toEqual([
      'StateTransition 15 5 -1 Proc(5)',
      'StateTransition 11 1 -1 Proc(1)',
      'StateTransition 12 2 -1 Proc(2)',
      'StateTransition 12 2 -1 Goroutine(1)',
      'StateTransition 15 5 1 Goroutine(1)',
      'Sync -1 -1 -1 2',
    ]);
  });

  it('name tasks, regions, logs and labels', () => {
    const bytes = small()
      .string(1, 'outer')
      .string(2, 'inner')
      .event(OLD.userTaskCreate, 1, [1, 0, 1])
      .event(OLD.userTaskCreate, 1, [2, 1, 2])
      .event(OLD.userRegion, 1, [2, 0, 2])
      .log(1, 2, 1, 'one\u2028two')
      .log(1, 2, 0, '')
      .event(OLD.userRegion, 1, [2, 1, 2])
      .event(OLD.userRegion, 1, [2, 1, 1])
      .event(OLD.userTaskEnd, 1, [2])
      .event(OLD.userTaskEnd, 1, [1])
      .event(OLD.userTaskEnd, 1, [3])
      .event(OLD.goSched, 1)
      .event(OLD.goStartLabel, 1, [1, 2, 2])
      .end();
    expect(told(bytes).slice(3)).toEqual([
      'TaskBegin 7 0 1 1 18446744073709551615 "outer" 0',
      'TaskBegin 7 0 1 2 1 "inner" 0',
      'RegionBegin 7 0 1 2 "inner" 0',
      'Log 7 0 1 2 "outer" "one\\u2028two" 0',
      'Log 7 0 1 2 "" "" 0',
      'RegionEnd 7 0 1 2 "inner" 0',
      'RegionEnd 7 0 1 2 "outer" 0',
      'TaskEnd 7 0 1 2 1 "inner" 0',
      'TaskEnd 7 0 1 1 0 "outer" 0',
      'TaskEnd 7 0 1 3 18446744073709551615 "" 0',
      'StateTransition 7 0 1 Goroutine(1) Running Runnable "runtime.Gosched" 0 0',
      'StateTransition 7 0 1 Goroutine(1) Runnable Running "" 0 0',
      'Label 7 0 1 "inner" Goroutine(1) 0',
      'Sync -1 -1 -1 2 0',
    ]);
  });

  it.each([
    [11, 0, 'GC mark termination'],
    [19, 1, 'GC sweep termination'],
    [19, 2, ''],
    [21, 0, ''],
    [21, 16, 'ResetDebugLog (test)'],
    [21, 17, ''],
  ])('of version %i say why the world was stopped: %i', (version, kind, words) => {
    const bytes = new LegacyTraceWriter(version)
      .batch(0)
      .event(OLD.stwStart, 0, [kind])
      .event(OLD.stwDone, 0)
      .end();
    const name = JSON.stringify(`stop-the-world (${words})`);
    expect(told(bytes).slice(0, 2)).toEqual([
      `RangeBegin -1 0 -1 ${name} Goroutine(-1) 0`,
      `RangeEnd -1 0 -1 ${name} Goroutine(-1) 0`,
    ]);
  });

  it('have their stacks, which stand behind them; of an address what was said first', () => {
    const bytes = small()
      .event(OLD.goBlockRecv, 1, [], 3)
      .batch(0, 500)
      .stack(3, 1, 2, 10, 11)
      .stack(4, 2, 2, 10, 12)
      .string(1, 'main.f')
      .string(2, '/f.go')
      .end();
    const { stacks, strings, events } = read(bytes);
    const [start, stop] = [stacks.start[events.stack[4]!]!, stacks.start[events.stack[4]! + 1]!];
    const frames = [...stacks.frames.subarray(start, stop)];
    expect(frames.map((f) => [strings[stacks.function[f]!], stacks.line[f]])).toEqual([
      ['main.f', 10],
      ['main.f', 11],
    ]);
  });

  it('come at the times of a clock that has run for very long', () => {
    const late = (time: bigint): Uint8Array =>
      new LegacyTraceWriter().batch(0, Number(time)).event(OLD.gcStart, 3, [0]).end(1e9);
    expect([...read(late(2n ** 60n)).events.time]).toEqual([-1, 0, 1]);
  });

  it('may be none', () => {
    expect(told(new LegacyTraceWriter().end())).toEqual([]);
    expect(read(new LegacyTraceWriter().end()).events.length).toBe(1);
  });
});

/** Walks over all columns. */
function expectWhole({ events, ...trace }: Trace): void {
  for (let i = 0; i < events.length; i++) {
    if (i > 0 && events.time[i]! <= events.time[i - 1]!)
      throw new Error(`event ${i} is not behind the one before`);
    if (events.thread[i]! >= trace.threads.length) throw new Error(`event ${i} is on no thread`);
    if (events.proc[i]! >= trace.procs.length) throw new Error(`event ${i} is on no P`);
    if (events.goroutine[i]! >= trace.goroutines.length) throw new Error(`event ${i} is of no goroutine`);
    if (events.stack[i]! >= trace.stacks.length) throw new Error(`event ${i} has no stack`);
  }
  for (const line of traceLines({ ...trace, events })) if (line.includes('undefined')) throw new Error(line);
}

describe('a trace of Go 1.11 to 1.21 that ends too early', () => {
  const bytes = traceBytes('go1.21/sync.trace.gz');
  const whole = read(bytes);

  it('has nothing to tell before its clock is known, and all events behind that', () => {
    const random = randomFrom(5);
    let full = 0;
    for (let i = 0; i < 300; i++) {
      const { events, broken } = read(bytes.subarray(0, Math.floor(random() * bytes.length)));
      expect(broken).not.toBeNull();
      if (events.length === 0) continue;
      // Without the sync that ends it.
      expect(events.length).toBe(whole.events.length - 1);
      expect(events.type).toEqual(whole.events.type.subarray(0, -1));
      expect(events.time).toEqual(whole.events.time.subarray(0, -1));
      full++;
    }
    expect(full).toBeGreaterThan(0);
    expect(full).toBeLessThan(300);
  });
});

describe('damaged traces of Go 1.11 to 1.21', () => {
  it('end in words, whatever is broken in them', () => {
    const random = randomFrom(11);
    const below = (n: number): number => Math.floor(random() * n);
    const files = answered.filter(([, { events }]) => events > 0 && events < 6000);
    const originals = files.map(([file]) => traceBytes(file));
    let broken = 0;
    for (let i = 0; i < 1000; i++) {
      const bytes = originals[below(originals.length)]!.slice();
      for (let k = 0; k <= below(3); k++) bytes[16 + below(bytes.length - 16)]! ^= 1 << below(8);
      const trace = read(bytes);
      if (i % 10 === 0) expectWhole(trace);
      if (trace.broken !== null) broken++;
    }
    expect(broken).toBeGreaterThan(200);
    expect(broken).toBeLessThan(950);
  });

  const begun = (): LegacyTraceWriter => new LegacyTraceWriter().batch(0);
  it.each<[RegExp, LegacyTraceWriter]>([
    [/unknown type 0/, begun().raw(OLD.none, 1)],
    [/unknown type 49/, new LegacyTraceWriter(11).batch(0).event(OLD.cpuSample, 1, [1, 1, 1])],
    [/before the first batch/, new LegacyTraceWriter().event(OLD.procStop, 1)],
    [/wrong number of arguments/, begun().raw(OLD.procStop, 1, 2)],
    [/wrong number of arguments/, begun().raw(OLD.goSysExit, 1, 2, 3, 4, 5)],
    [/beyond 2\^31/, new LegacyTraceWriter().batch(2 ** 31)],
    [/empty string/, begun().string(1, '')],
    [/id 0/, begun().string(0, 'a')],
    [/second string/, begun().string(1, 'a').string(1, 'b')],
    [/1000001 bytes/, begun().string(1, 'a'.repeat(1_000_001))],
    [/message of more/, begun().log(1, 1, 0, 'a'.repeat(1_000_001))],
    [/2048 bytes of arguments/, begun().stack(1, 1, 1, ...Array<number>(600).fill(1))],
    [/more than 1000 frames/, begun().raw(OLD.stack, 1, 1001)],
    [/does not tick/, begun().raw(OLD.frequency, 0)],
    [/two frequencies/, begun().raw(OLD.frequency, 5)],
    [/each would have to come before/, begun().event(OLD.goStart, 1, [1, 1])],
    [
      /contradict the order/,
      small().batch(1, 50).event(OLD.goUnblock, 1, [1, 2]).batch(0, 300).event(OLD.goSleep, 1),
    ],
    [/ends before it began/, small().event(OLD.goSysBlock, 1).event(OLD.goSysExit, 9, [1, 2, 101])],
    [/starts twice/, small().event(OLD.procStart, 1, [7])],
    [/without having started/, begun().event(OLD.procStop, 1)],
    [/while it runs a goroutine/, small().event(OLD.procStop, 1)],
    [/two goroutines at once/, small().event(OLD.goCreate, 1, [2, 0]).event(OLD.goStart, 1, [2, 1])],
    [/does not run there/, small().batch(1, 200).event(OLD.goStop, 1)],
    [/garbage collection/, begun().event(OLD.gcDone, 1)],
    [/stop of the world/, begun().event(OLD.stwStart, 1, [0]).event(OLD.stwStart, 1, [0])],
    [/sweep/, begun().event(OLD.gcSweepDone, 1, [1, 1])],
    [/mark assist/, begun().event(OLD.gcMarkAssistStart, 1).event(OLD.gcMarkAssistStart, 1)],
    [
      /task that begins twice/,
      small().event(OLD.userTaskCreate, 1, [1, 0, 0]).event(OLD.userTaskCreate, 1, [1, 0, 0]),
    ],
    [/neither begins nor ends/, small().event(OLD.userRegion, 1, [1, 2, 0])],
    [/before one within it/, small().event(OLD.userRegion, 1, [1, 0, 0]).event(OLD.userRegion, 1, [2, 1, 0])],
    [/string that is not there/, small().event(OLD.userRegion, 1, [1, 0, 8])],
    [/stack that is not there/, small().event(OLD.goCreate, 1, [2, 8])],
    [/name that is not there/, small().event(OLD.goSched, 1, [], 8).stack(8, 5, 5, 1)],
    [/no Go from 1.11 on writes/, small().event(OLD.futileWakeup, 1)],
    [
      /104 days/,
      begun()
        .event(OLD.procStart, 1, [1])
        .event(OLD.procStop, 2 ** 53),
    ],
  ])('%s', (words, trace) => {
    const { broken } = read(trace.end());
    expect(broken?.message).toMatch(words);
  });

  it('with very many Ps that wait for the same goroutine are given up', () => {
    const trace = new LegacyTraceWriter().batch(0).event(OLD.goCreate, 1, [1, 0]);
    for (let i = 0; i < 400; i++) trace.event(OLD.goStartLocal, 1, [1]).event(OLD.goSched, 1);
    for (let proc = 1; proc < 4000; proc++) trace.batch(proc).event(OLD.goStart, 1, [1, 1_000_000]);
    expect(read(trace.end()).broken?.message).toMatch(/too many Ps that wait/);
  });

  it.each([
    ['events', 2000],
    ['strings', 20],
    ['stringBytes', 100],
    ['frames', 10],
    ['stacks', 10],
    ['stackFrames', 30],
    ['threads', 1],
    ['procs', 1],
    ['goroutines', 5],
  ] as const)('are bounded in their %s', (what, bound) => {
    const { broken, events } = read(traceBytes('go1.21/sync.trace.gz'), { ...TRACE_LIMITS, [what]: bound });
    expect(broken?.code).toBe('too-large');
    expect(broken?.message).toContain(`more than ${bound.toLocaleString('en')}`);
    expect(events.length).toBeLessThanOrEqual(4000);
  });
});
