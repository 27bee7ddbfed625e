import { describe, expect, it } from 'vitest';
import { EV } from './event-types';
import { expectOk } from '../../../test/support/expect-ok';
import { traceAnswers, traceBytes } from '../../../test/support/go-trace';
import { randomFrom } from '../../../test/support/random';
import { damagedTrace, readInPieces } from '../../../test/support/damaged-traces';
import { traceDigest, traceLines } from '../../../test/support/trace-lines';
import { readTrace, traceVersionOf } from './read-trace';
import type { Trace } from './trace';
import { TRACE_LIMITS, type TraceLimits } from './trace-limits';

const { traces } = traceAnswers();
const answered = Object.entries(traces);
const read = async (file: string, step?: number): Promise<Trace> =>
  expectOk(await readInPieces(traceBytes(file), step));

describe('events of a trace', () => {
  it.each(answered)('are those of the reader of Go, one by one: %s', async (file, answer) => {
    const result = await readInPieces(traceBytes(file));
    const ours = result.ok ? traceDigest(result.value) : { events: 0, error: result.error.message };
    expect(ours.error === null).toBe(answer.error === null);
    // Of old traces that are broken Go's reader gives nothing.
    if (answer.events > 0) expect(ours.events).toBe(answer.events);
    if (answer.events > 0) expect(ours).toMatchObject({ kinds: answer.kinds, sha256: answer.sha256 });
  });

  it('are the same in whatever pieces the file comes', async () => {
    const file = 'go1.26/generations.trace.gz';
    for (const step of [61, 4096, 100_003]) {
      expect(traceDigest(await read(file, step)).sha256).toBe(traces[file]!.sha256);
    }
  });

  it('rise in time, and name nothing that is not there', async () => {
    for (const [file] of answered) {
      const result = await readInPieces(traceBytes(file));
      if (result.ok) expectWhole(result.value);
    }
  });
});

/** Walks over all tables. */
function expectWhole(trace: Trace): void {
  const { events, stacks, strings } = trace;
  for (let i = 1; i < events.length; i++) {
    if (events.time[i]! <= events.time[i - 1]!) throw new Error(`event ${i} is not behind the one before`);
  }
  const inside = (rows: Int16Array | Int32Array | Uint32Array, end: number, from: number): boolean =>
    rows.every((row: number) => row >= from && row < end);
  expect(inside(events.thread, trace.threads.length, -1)).toBe(true);
  expect(inside(events.proc, trace.procs.length, -1)).toBe(true);
  expect(inside(events.goroutine, trace.goroutines.length, -1)).toBe(true);
  expect(inside(events.stack, stacks.length, 0)).toBe(true);
  expect(inside(stacks.frames, stacks.function.length, 0)).toBe(true);
  expect(inside(stacks.function, strings.length, 0)).toBe(true);
  expect(inside(stacks.file, strings.length, 0)).toBe(true);
  expect(stacks.start).toHaveLength(stacks.length + 1);
}

describe('a trace that ends too early', () => {
  const file = 'go1.26/generations.trace.gz';

  it('is read up to the last whole generation, and is said to be broken', async () => {
    const bytes = traceBytes(file);
    const whole = [...traceLines(await read(file))];
    let longest = 0;
    for (let k = 1; k < 40; k++) {
      const cut = await readInPieces(bytes.subarray(0, Math.floor((bytes.length * k) / 40)));
      const { events, broken } = expectOk(cut);
      const lines = [...traceLines(expectOk(cut))];
      // Behind what was read stands a sync, and the error.
      const same = lines.slice(0, -2);
      expect(same).toEqual(whole.slice(0, same.length));
      expect(broken?.code).toBe('truncated');
      longest = Math.max(longest, events.length);
    }
    expect(longest).toBeGreaterThan(1000);
  });

  it('may end anywhere in its header', async () => {
    const bytes = traceBytes(file);
    for (let length = 0; length < 16; length++) {
      const result = await readInPieces(bytes.subarray(0, length));
      expect(result.ok ? null : result.error.code).toBe(length === 0 ? 'empty' : 'malformed');
    }
  });
});

describe('damaged traces', () => {
  it('end in words, whatever is broken in them', async () => {
    const random = randomFrom(7);
    const files = answered.filter(([, { events }]) => events > 50 && events < 6000);
    let broken = 0;
    for (let i = 0; i < 300; i++) {
      const [file] = files[Math.floor(random() * files.length)]!;
      const result = await readInPieces(damagedTrace(traceBytes(file), random));
      if (result.ok) expectWhole(result.value);
      if (!result.ok || result.value.broken !== null) broken++;
    }
    expect(broken).toBeGreaterThan(100);
  });

  it('end in words where a CPU sample is of a time that no clock shows', async () => {
    const bytes = traceBytes('go1.26/generations.trace.gz');
    const sample = (ticks: readonly number[]): Uint8Array => {
      const data = [EV.cpuSamples, EV.cpuSample, ...ticks, 1, 1, 1, 0];
      // Of the first generation, by no thread, at no time.
      const batch = [EV.eventBatch, 1, 0, 1, data.length, ...data];
      return Uint8Array.from([...bytes.subarray(0, 16), ...batch, ...bytes.subarray(16)]);
    };
    const two62 = [...new Array<number>(8).fill(0x80), 0x40];
    const { broken, events } = expectOk(await readTrace([sample(two62)]));
    expect([broken?.message, events.length]).toEqual(['a time beyond what a clock shows', 1]);
    expect(expectOk(await readTrace([sample([5])])).broken).toBeNull();
  });

  it.each([
    ['go 1.99 trace\0\0\0', 'unsupported', /Go 1\.99/],
    ['go 1.5 trace\0\0\0\0', 'malformed', /Not an execution trace/],
    ['not a trace at all', 'malformed', /Not an execution trace/],
  ] as const)('%j is refused', async (text, code, words) => {
    const result = await readInPieces(new TextEncoder().encode(text));
    expect(result.ok ? null : result.error).toMatchObject({
      code,
      message: expect.stringMatching(words) as string,
    });
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
    ['generationBytes', 1000],
  ] as const)('are bounded in their %s', async (what, bound) => {
    const limits: TraceLimits = { ...TRACE_LIMITS, [what]: bound };
    const { broken, events } = expectOk(await readTrace([traceBytes('go1.26/sync.trace.gz')], { limits }));
    expect(broken?.code).toBe('too-large');
    expect(broken?.message).toContain(`more than ${bound.toLocaleString('en')}`);
    expect(events.length).toBeLessThanOrEqual(traces['go1.26/sync.trace.gz']!.events);
  });
});

describe('an old trace', () => {
  const file = 'go1.21/http.trace.gz';

  it('is the same in whatever pieces it comes', async () => {
    expect(traceDigest(await read(file, 501)).sha256).toBe(traces[file]!.sha256);
  });

  it('is bounded before it is read', async () => {
    const limits: TraceLimits = { ...TRACE_LIMITS, generationBytes: 2000 };
    const { broken, events } = expectOk(await readTrace([traceBytes(file)], { limits }));
    expect([broken?.code, events.length]).toEqual(['too-large', 0]);
  });
});

describe('reading', () => {
  it('tells how far it is and can be given up', async () => {
    const bytes = traceBytes('go1.26/generations.trace.gz');
    const told: number[] = [];
    const controller = new AbortController();
    const pieces = function* (): Generator<Uint8Array> {
      for (let i = 0; i < bytes.length; i += 10_000) {
        if (i > 50_000) controller.abort(new Error('given up'));
        yield bytes.subarray(i, i + 10_000);
      }
    };
    const reading = readTrace(pieces(), { signal: controller.signal, onProgress: (done) => told.push(done) });
    await expect(reading).rejects.toThrow('given up');
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBeLessThanOrEqual(60_000);
  });

  it('shows what the first generation holds, which stays as it was', async () => {
    const bytes = traceBytes('go1.26/generations.trace.gz');
    const pieces = Array.from({ length: Math.ceil(bytes.length / 1000) }, (_, i) =>
      bytes.subarray(i * 1000, (i + 1) * 1000),
    );
    const told: { soFar: Trace; read: number; goroutine: Int32Array }[] = [];
    const whole = expectOk(
      await readTrace(pieces, {
        onFirst: (soFar, read) => {
          told.push({ soFar, read, goroutine: soFar.events.goroutine.slice() });
          return Promise.resolve();
        },
      }),
    );
    expect(told).toHaveLength(1);
    const { soFar, read, goroutine } = told[0]!;
    const { length } = soFar.events;
    expect(read).toBeLessThan(bytes.length / 2);
    expect(length).toBeGreaterThan(50);
    expect(length).toBeLessThan(whole.events.length / 2);
    expect(soFar.events.goroutine).toEqual(goroutine);
    expect(whole.events.goroutine.subarray(0, length)).toEqual(goroutine);
    expect(soFar.goroutines.length).toBeGreaterThan(0);
    expectWhole(soFar);
  });

  it('reads no more until what the first generation holds has been taken', async () => {
    const bytes = traceBytes('go1.26/generations.trace.gz');
    let given = 0;
    const pieces = function* (): Generator<Uint8Array> {
      for (; given < bytes.length; given += 1000) yield bytes.subarray(given, given + 1000);
    };
    const atBoth: number[] = [];
    const onFirst = async (): Promise<void> => {
      atBoth.push(given);
      for (let i = 0; i < 20; i++) await Promise.resolve();
      atBoth.push(given);
    };
    await readTrace(pieces(), { onFirst });
    const [before, after] = atBoth;
    expect(before).toBeLessThan(bytes.length);
    expect(after).toBe(before);
  });

  it('knows a trace by its header', () => {
    expect(traceVersionOf(new TextEncoder().encode('go 1.26 trace\0\0\0'))).toBe(26);
    expect(traceVersionOf(new TextEncoder().encode('go 1.26 trace'))).toBeNull();
  });
});
