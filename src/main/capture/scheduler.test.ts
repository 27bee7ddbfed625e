import { afterEach, describe, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../../../test/support/fake-clock';
import type { CaptureFailure, CapturePlan, TargetStatus } from '../../contract/domain';
import { PlumblineError } from '../../contract/errors';
import { createScheduler, type CaptureScheduler, type RunOutcome, type RunRequest } from './scheduler';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 3, 28, 11, 36, 6);

interface Run {
  readonly targetId: string;
  readonly atMs: number;
  readonly request: RunRequest;
}

interface Bench {
  readonly clock: FakeClock;
  readonly scheduler: CaptureScheduler<number>;
  readonly runs: Run[];
  readonly statuses: TargetStatus[][];
  readonly errors: unknown[];
  /** What the next runs do; replaced by tests. */
  take: (run: Run, signal: AbortSignal) => Promise<CaptureFailure | null>;
  most: number;
}

const REFUSED: CaptureFailure = { kind: 'goroutine', code: 'refused', message: 'Nothing listens.' };
const open: CaptureScheduler<number>[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((scheduler) => scheduler.close()));
});

function bench(clock = createFakeClock(START)): Bench {
  const runs: Run[] = [];
  const statuses: TargetStatus[][] = [];
  const errors: unknown[] = [];
  const under = new Map<string, number>();
  const run = async (
    targetId: string,
    request: RunRequest,
    signal: AbortSignal,
  ): Promise<RunOutcome<number>> => {
    const self = { targetId, atMs: clock.now(), request };
    runs.push(self);
    const now = (under.get(targetId) ?? 0) + 1;
    under.set(targetId, now);
    made.most = Math.max(made.most, now);
    try {
      const failure = await made.take(self, signal);
      return { value: runs.length, failure, latencyMs: 3, goVersion: 'go1.26.8', processStartMs: 5 };
    } finally {
      under.set(targetId, now - 1);
    }
  };
  const scheduler = createScheduler({
    clock,
    run,
    onStatus: (targets) => statuses.push([...targets]),
    onError: (error) => errors.push(error),
  });
  const made: Bench = {
    clock,
    scheduler,
    runs,
    statuses,
    errors,
    take: () => Promise.resolve(null),
    most: 0,
  };
  open.push(scheduler);
  return made;
}

/** A system's timer may call a little early, and between two readings its clock may turn to the next millisecond. */
function earlyOnce(clock: FakeClock): FakeClock {
  const early = new Set<number>();
  let isFirstReading = false;
  return {
    ...clock,
    now: () => {
      const ms = clock.now() + (isFirstReading ? 0 : 1);
      isFirstReading = false;
      return ms;
    },
    setTimer: (atMs, callback) => {
      const by = early.has(atMs) ? 0 : 1;
      early.add(atMs);
      return clock.setTimer(atMs - by, () => {
        isFirstReading = by > 0;
        callback();
      });
    },
  };
}

const planOf = (everyMs: number, more: Partial<CapturePlan> = {}): CapturePlan => ({
  enabled: true,
  everyMs,
  kinds: ['goroutine', 'heap', 'memory'],
  untilMs: null,
  heapGc: false,
  ...more,
});
const fresh = (id: string): { id: string; lastMs: null; lastOkMs: null } => ({
  id,
  lastMs: null,
  lastOkMs: null,
});
const gaps = (runs: readonly Run[]): number[] =>
  runs.slice(1).map((run, n) => run.atMs - (runs[n]?.atMs ?? 0));
/** A capture that takes as long as it takes. */
const lasting = (clock: FakeClock, ms: number) => (_: Run, signal: AbortSignal) =>
  new Promise<null>((resolve) => {
    const end = (): void => {
      signal.removeEventListener('abort', end);
      resolve(null);
    };
    clock.setTimer(clock.now() + ms, end);
    signal.addEventListener('abort', end);
  });

describe('the plan', () => {
  it('captures at once, then on the grid for days without drift', async () => {
    const b = bench();
    b.take = lasting(b.clock, 700);
    b.scheduler.configure({ plan: planOf(10 * MINUTE), targets: [fresh('pod1')] });
    await b.clock.advance(7 * DAY);
    expect(b.runs[0]?.atMs).toBe(START);
    expect(b.runs).toHaveLength(1 + 7 * 144);
    for (const run of b.runs.slice(1)) expect(run.atMs % (10 * MINUTE)).toBeLessThan(5_000);
    expect(b.most).toBe(1);
  });

  it('keeps a one-second plan', async () => {
    const b = bench();
    b.take = lasting(b.clock, 30);
    b.scheduler.configure({ plan: planOf(1_000), targets: [fresh('pod1')] });
    await b.clock.advance(10 * MINUTE);
    expect(b.runs.length).toBeGreaterThanOrEqual(600);
    expect(Math.max(...gaps(b.runs.slice(1)))).toBeLessThanOrEqual(1_050);
    expect(Math.min(...gaps(b.runs))).toBeGreaterThanOrEqual(100);
  });

  it('goes on after a restart: what the session holds is not taken again, what was missed once', async () => {
    const b = bench();
    const plan = planOf(HOUR);
    b.scheduler.configure({
      plan,
      targets: [
        { id: 'recent', lastMs: START - MINUTE, lastOkMs: START - MINUTE },
        { id: 'missed', lastMs: START - 9 * HOUR, lastOkMs: null },
      ],
    });
    await b.clock.advance(0);
    expect(b.runs.map(({ targetId }) => targetId)).toEqual(['missed']);
    await b.clock.advance(HOUR);
    expect(b.runs.map(({ targetId }) => targetId).sort()).toEqual(['missed', 'missed', 'recent']);
  });

  it('spreads targets', async () => {
    const b = bench();
    const targets = Array.from({ length: 10 }, (_, n) => ({
      id: `pod${n}`,
      lastMs: START - 1,
      lastOkMs: START - 1,
    }));
    b.scheduler.configure({ plan: planOf(10 * MINUTE), targets });
    await b.clock.advance(10 * MINUTE);
    expect(b.runs).toHaveLength(10);
    expect(new Set(b.runs.map(({ atMs }) => atMs)).size).toBeGreaterThan(7);
  });

  it('skips what a long capture of its own overran, without a burst', async () => {
    const b = bench();
    b.take = lasting(b.clock, 3_500);
    b.scheduler.configure({ plan: planOf(1_000), targets: [fresh('pod1')] });
    await b.clock.advance(MINUTE);
    expect(b.most).toBe(1);
    expect(b.runs.length).toBeLessThanOrEqual(16);
    expect(Math.min(...gaps(b.runs))).toBeGreaterThan(3_500);
  });

  it('passes over a target that is paused; by hand it is captured, and resumed it is captured at once', async () => {
    const b = bench();
    const plan = planOf(10 * MINUTE, { untilMs: START + 3 * HOUR });
    const setUp = (paused: boolean): void =>
      b.scheduler.configure({ plan, targets: [fresh('pod1'), { ...fresh('pod2'), paused }] });
    setUp(true);
    await b.clock.advance(HOUR - MINUTE);
    expect(new Set(b.runs.map(({ targetId }) => targetId))).toEqual(new Set(['pod1']));
    expect(b.scheduler.status()).toMatchObject([{ state: 'waiting' }, { state: 'paused', nextMs: null }]);

    await b.scheduler.captureNow({}, ['pod2']);
    expect(b.runs.at(-1)?.targetId).toBe('pod2');
    expect(b.scheduler.status()[1]).toMatchObject({ state: 'paused', nextMs: null });

    await b.clock.advance(HOUR);
    setUp(false);
    await b.clock.advance(0);
    expect(b.runs.at(-1)).toMatchObject({ targetId: 'pod2', atMs: b.clock.now() });
    const taken = b.runs.length;
    setUp(true);
    await b.clock.advance(2 * HOUR);
    expect(b.runs.slice(taken).map(({ targetId }) => targetId)).not.toContain('pod2');
    expect(b.scheduler.status().map(({ state }) => state)).toEqual(['stopped', 'stopped']);
  });

  it('ends a plan in time where every target is paused', async () => {
    const b = bench();
    b.scheduler.configure({
      plan: planOf(MINUTE, { untilMs: START + HOUR }),
      targets: [{ ...fresh('pod1'), paused: true }],
    });
    await b.clock.advance(2 * HOUR);
    expect(b.runs).toEqual([]);
    expect(b.statuses.at(-1)).toMatchObject([{ state: 'stopped' }]);
  });

  it('takes back a capture that is queued when its target is paused', async () => {
    const b = bench();
    b.take = lasting(b.clock, MINUTE);
    const setUp = (paused: boolean): void =>
      b.scheduler.configure({ plan: planOf(10 * MINUTE), targets: [{ ...fresh('pod1'), paused }] });
    setUp(true);
    const byHand = b.scheduler.captureNow({}, ['pod1']);
    setUp(false);
    await b.clock.advance(0);
    setUp(true);
    await b.clock.advance(HOUR);
    await byHand;
    expect(b.runs).toHaveLength(1);
  });

  it('ends at untilMs where a timer calls a millisecond early and the clock then moves on', async () => {
    const b = bench(earlyOnce(createFakeClock(START)));
    b.scheduler.configure({
      plan: planOf(MINUTE, { untilMs: START + 10 * MINUTE }),
      targets: [{ id: 'a', lastMs: null, lastOkMs: null }],
    });
    await b.clock.advance(20 * MINUTE);
    expect(b.statuses.at(-1)?.[0]?.state).toBe('stopped');
    expect(b.clock.timers()).toBe(0);
  });

  it('ends at untilMs, and says so', async () => {
    const b = bench();
    b.scheduler.configure({
      plan: planOf(MINUTE, { untilMs: START + 10 * MINUTE }),
      targets: [fresh('pod1')],
    });
    await b.clock.advance(HOUR);
    expect(b.runs.every(({ atMs }) => atMs < START + 10 * MINUTE)).toBe(true);
    expect(b.runs.length).toBeGreaterThanOrEqual(10);
    expect(b.statuses.at(-1)?.[0]).toMatchObject({ state: 'stopped', nextMs: null });
    expect(b.clock.timers()).toBe(0);
  });

  it('pauses and resumes', async () => {
    const b = bench();
    b.scheduler.configure({ plan: planOf(MINUTE), targets: [fresh('pod1')] });
    await b.clock.advance(5 * MINUTE);
    const before = b.runs.length;
    b.scheduler.configure({ plan: planOf(MINUTE, { enabled: false }), targets: [fresh('pod1')] });
    await b.clock.advance(HOUR);
    expect(b.runs).toHaveLength(before);
    expect(b.scheduler.status()[0]).toMatchObject({ state: 'paused', nextMs: null });
    b.scheduler.configure({ plan: planOf(MINUTE), targets: [fresh('pod1')] });
    await b.clock.advance(0);
    expect(b.runs).toHaveLength(before + 1);
  });

  it('aborts and forgets a target that is taken away', async () => {
    const b = bench();
    let aborted = false;
    b.take = (_, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(new PlumblineError({ code: 'cancelled', message: 'Cancelled.' }));
        }),
      );
    b.scheduler.configure({ plan: planOf(MINUTE), targets: [fresh('pod1')] });
    await b.clock.advance(10);
    b.scheduler.configure({ plan: planOf(MINUTE), targets: [] });
    await b.clock.advance(HOUR);
    expect(aborted).toBe(true);
    expect(b.runs).toHaveLength(1);
    expect(b.scheduler.status()).toEqual([]);
    expect(b.errors).toEqual([]);
  });
});

describe('sleep and clocks', () => {
  it('makes one late capture of a night asleep', async () => {
    const b = bench();
    b.scheduler.configure({ plan: planOf(10 * MINUTE), targets: [fresh('pod1')] });
    await b.clock.advance(HOUR);
    const before = b.runs.length;
    b.clock.sleep(9 * HOUR);
    const wokeMs = b.clock.now();
    await b.clock.advance(MINUTE);
    expect(b.runs).toHaveLength(before + 1);
    expect((b.runs.at(-1)?.atMs ?? 0) - wokeMs).toBeLessThanOrEqual(15_000);
    await b.clock.advance(HOUR);
    expect(b.runs.length - before).toBeLessThanOrEqual(8);
    expect(Math.min(...gaps(b.runs.slice(before)))).toBeGreaterThanOrEqual(MINUTE);
  });

  it('looks at once when told that the machine woke', async () => {
    const b = bench();
    b.scheduler.configure({ plan: planOf(DAY), targets: [fresh('pod1')] });
    await b.clock.advance(HOUR);
    b.clock.sleep(2 * DAY);
    b.scheduler.check();
    await b.clock.advance(0);
    expect(b.runs).toHaveLength(2);
  });

  it.each([10_000, HOUR, 30 * DAY])(
    'a clock set forward by %i ms: one capture, then the grid',
    async (ms) => {
      const b = bench();
      b.scheduler.configure({ plan: planOf(10 * MINUTE), targets: [fresh('pod1')] });
      await b.clock.advance(25 * MINUTE);
      const before = b.runs.length;
      b.clock.step(ms);
      await b.clock.advance(HOUR);
      expect(b.runs.length - before).toBeGreaterThanOrEqual(6);
      expect(b.runs.length - before).toBeLessThanOrEqual(8);
    },
  );

  it.each([500, 10_000, HOUR, 30 * DAY])(
    'a clock set back by %i ms: no long silence, no burst',
    async (ms) => {
      const b = bench();
      const elapsed: number[] = [];
      let stepped = 0;
      b.take = (run) => {
        elapsed.push(run.atMs + stepped);
        return Promise.resolve(null);
      };
      b.scheduler.configure({ plan: planOf(10 * MINUTE), targets: [fresh('pod1')] });
      await b.clock.advance(25 * MINUTE);
      b.clock.step(-ms);
      stepped = ms;
      await b.clock.advance(2 * HOUR);
      const between = elapsed.slice(1).map((at, n) => at - (elapsed[n] ?? 0));
      expect(Math.max(...between)).toBeLessThan(20 * MINUTE);
      expect(elapsed.length).toBeGreaterThanOrEqual(13);
      expect(elapsed.length).toBeLessThanOrEqual(17);
    },
  );
});

describe('a target that fails', () => {
  it('is asked less and less often, and again on the grid once it is back', async () => {
    const b = bench();
    b.take = () => Promise.resolve(REFUSED);
    b.scheduler.configure({ plan: planOf(1_000), targets: [fresh('pod1')] });
    await b.clock.advance(MINUTE);
    expect(b.runs.length).toBeLessThan(13);
    expect(Math.max(...gaps(b.runs))).toBeLessThanOrEqual(8_100);
    expect(b.scheduler.status()[0]).toMatchObject({
      state: 'backing-off',
      lastOkMs: null,
      lastFailure: { code: 'refused' },
    });
    b.take = () => Promise.resolve(null);
    await b.clock.advance(10_000);
    const back = b.runs.length;
    await b.clock.advance(10_000);
    expect(b.runs.length - back).toBe(10);
    expect(b.scheduler.status()[0]).toMatchObject({
      state: 'waiting',
      lastFailure: null,
      goVersion: 'go1.26.8',
    });
  });

  it('does not hold up others', async () => {
    const b = bench();
    b.take = ({ targetId }) => (targetId === 'hangs' ? new Promise(() => undefined) : Promise.resolve(null));
    b.scheduler.configure({ plan: planOf(1_000), targets: [fresh('hangs'), fresh('well')] });
    await b.clock.advance(10_000);
    expect(b.runs.filter(({ targetId }) => targetId === 'hangs')).toHaveLength(1);
    expect(b.runs.filter(({ targetId }) => targetId === 'well').length).toBeGreaterThanOrEqual(10);
    b.take = () => Promise.resolve(null);
    open.length = 0; // the one that hangs hears no abort
  });

  it('stops the plan when the disk is full, until it is configured anew', async () => {
    const b = bench();
    b.take = ({ targetId }) =>
      targetId === 'pod1' && b.runs.length > 5
        ? Promise.reject(
            new PlumblineError({ code: 'disk-full', message: 'The disk is full.', advice: 'Make room.' }),
          )
        : Promise.resolve(null);
    const targets = [fresh('pod1'), fresh('pod2')];
    b.scheduler.configure({ plan: planOf(MINUTE), targets });
    await b.clock.advance(DAY);
    expect(b.runs.length).toBeLessThan(9);
    expect(b.errors).toHaveLength(1);
    for (const status of b.scheduler.status())
      expect(status).toMatchObject({ state: 'stopped', nextMs: null });
    expect(b.scheduler.status()[0]?.lastFailure).toMatchObject({ code: 'disk-full', advice: 'Make room.' });
    b.take = () => Promise.resolve(null);
    b.scheduler.configure({ plan: planOf(MINUTE), targets });
    await b.clock.advance(MINUTE);
    expect(b.scheduler.status()[0]?.state).toBe('waiting');
  });

  it('lives through a defect of a capture', async () => {
    const b = bench();
    b.take = () =>
      b.runs.length === 1 ? Promise.reject(new TypeError('x is not a function')) : Promise.resolve(null);
    b.scheduler.configure({ plan: planOf(MINUTE), targets: [fresh('pod1')] });
    await b.clock.advance(10 * MINUTE);
    expect(b.runs.length).toBeGreaterThan(9);
    expect(b.errors).toHaveLength(1);
  });
});

describe('capture now', () => {
  it('runs beside the plan, with kinds of its own, and never at the same time', async () => {
    const b = bench();
    b.take = lasting(b.clock, 400);
    b.scheduler.configure({ plan: planOf(1_000, { enabled: true }), targets: [fresh('pod1')] });
    await b.clock.advance(5_100);
    const taken = b.scheduler.captureNow({ kinds: ['goroutine-dump'] });
    await b.clock.advance(5_000);
    expect(await taken).toHaveLength(1);
    expect(b.runs.filter(({ request }) => !request.byPlan).map(({ request }) => request.kinds)).toEqual([
      ['goroutine-dump'],
    ]);
    expect(b.most).toBe(1);
  });

  it('does not cost the plan its slot: that is taken right after', async () => {
    const b = bench();
    b.scheduler.configure({ plan: planOf(10 * MINUTE), targets: [fresh('pod1')] });
    await b.clock.advance(10 * MINUTE);
    const due = b.scheduler.status()[0]?.nextMs ?? 0;
    await b.clock.advance(due - b.clock.now() - 1_000);
    b.take = lasting(b.clock, 30_000);
    const before = b.runs.length;
    const taken = b.scheduler.captureNow({});
    await b.clock.advance(31_000);
    await taken;
    expect(b.runs.slice(before).map(({ request }) => request.byPlan)).toEqual([false, true]);
    await b.clock.advance(5 * MINUTE);
    expect(b.runs).toHaveLength(before + 2);
    expect(b.most).toBe(1);
  });

  it('works while the plan is paused, for the targets named', async () => {
    const b = bench();
    b.scheduler.configure({
      plan: planOf(MINUTE, { enabled: false }),
      targets: [fresh('pod1'), fresh('pod2')],
    });
    expect(await b.scheduler.captureNow({}, ['pod2'])).toHaveLength(1);
    expect(b.runs.map(({ targetId }) => targetId)).toEqual(['pod2']);
    await b.clock.advance(DAY);
    expect(b.runs).toHaveLength(1);
  });

  it('ends by its own signal, running or queued, which is no failure of the target nor the end of its plan', async () => {
    const b = bench();
    b.scheduler.configure({ plan: planOf(10 * MINUTE), targets: [fresh('pod1')] });
    await b.clock.advance(10 * MINUTE);
    const before = b.runs.length;
    const cut: boolean[] = [];
    b.take = (_run, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          cut.push(true);
          reject(new PlumblineError({ code: 'cancelled', message: 'Cancelled.' }));
        });
      });
    const [first, second] = [new AbortController(), new AbortController()];
    const running = b.scheduler.captureNow({ signal: first.signal });
    const queued = b.scheduler.captureNow({ signal: second.signal });
    await b.clock.advance(0);
    second.abort();
    first.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect(queued).rejects.toMatchObject({ code: 'cancelled' });
    expect(cut).toEqual([true]);
    expect(b.runs).toHaveLength(before + 1);
    expect(b.errors).toEqual([]);
    expect(b.scheduler.status()[0]).toMatchObject({ state: 'waiting', lastFailure: null });
    b.take = () => Promise.resolve(null);
    await b.clock.advance(10 * MINUTE);
    expect(b.runs.length).toBeGreaterThan(before + 1);
  });

  it("ends with the plan's own where all that runs is ended; the plan goes on, and nothing has failed", async () => {
    const b = bench();
    const ended: string[] = [];
    b.take = ({ targetId }, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          ended.push(targetId);
          reject(new PlumblineError({ code: 'cancelled', message: 'Cancelled.' }));
        });
      });
    b.scheduler.configure({ plan: planOf(10 * MINUTE), targets: [fresh('pod1'), fresh('pod2')] });
    await b.clock.advance(0);
    expect(b.scheduler.status().map(({ state }) => state)).toEqual(['capturing', 'capturing']);
    b.scheduler.cancelRunning();
    await b.clock.advance(0);
    expect(ended.toSorted()).toEqual(['pod1', 'pod2']);
    expect(b.errors).toEqual([]);
    expect(b.scheduler.status()).toMatchObject([
      { state: 'waiting', lastFailure: null },
      { state: 'waiting', lastFailure: null },
    ]);
    // Nothing runs: there is nothing to end, and the next is not ended for it.
    b.scheduler.cancelRunning();
    b.take = () => Promise.resolve(null);
    await b.clock.advance(11 * MINUTE);
    expect(b.scheduler.status()[0]?.lastOkMs).toBeGreaterThan(START);
  });

  it('hands the failure of storing over', async () => {
    const b = bench();
    b.scheduler.configure({ plan: planOf(MINUTE, { enabled: false }), targets: [fresh('pod1')] });
    b.take = () => Promise.reject(new PlumblineError({ code: 'disk-full', message: 'The disk is full.' }));
    await expect(b.scheduler.captureNow({})).rejects.toMatchObject({ code: 'disk-full' });
    // Whoever asked was answered: nobody is told a second time.
    expect(b.errors).toEqual([]);
  });
});

describe('status', () => {
  it('tells of each change', async () => {
    const b = bench();
    b.take = lasting(b.clock, 200);
    b.scheduler.configure({ plan: planOf(MINUTE), targets: [fresh('pod1')] });
    await b.clock.advance(MINUTE);
    const states = b.statuses.map(([target]) => target?.state);
    expect(states.filter((state, n) => state !== states[n - 1])).toEqual([
      'waiting',
      'capturing',
      'waiting',
      'capturing',
      'waiting',
    ]);
    expect(b.statuses.at(-1)?.[0]?.nextMs).toBeGreaterThan(b.clock.now());
    expect(b.statuses.at(-1)?.[0]).toMatchObject({ latencyMs: 3, processStartMs: 5 });
  });

  it('is silent after close, which waits for what runs', async () => {
    const b = bench();
    let ended = false;
    b.take = (_, signal) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => {
          ended = true;
          resolve(null);
        }),
      );
    b.scheduler.configure({ plan: planOf(MINUTE), targets: [fresh('pod1')] });
    await b.clock.advance(0);
    await b.scheduler.close();
    expect(ended).toBe(true);
    const before = b.statuses.length;
    await b.clock.advance(DAY);
    expect(b.statuses).toHaveLength(before);
    expect(b.clock.timers()).toBe(0);
  });
});
