// The plan of one session, kept for days: which target is due when. Per target one capture runs at a time; whatever
// was missed meanwhile, by sleep or by a long capture, becomes one late capture and never a burst. The wall clock may
// step at any time, so each target looks at it again at least every CHECK_MS and trusts no timer for longer.
import type { CaptureFailure, CapturePlan, TargetStatus, TraceRequest } from '../../contract/domain';
import { failed, PlumblineError } from '../../contract/errors';
import type { Clock } from './clock';
import { backOffMs, nextDue } from './due-times';

const CHECK_MS = 15_000;
/** A smaller step back of the clock is left alone: the next capture is late by no more than that. */
const STEP_BACK_MS = 1_000;
/** A slot this near behind a capture, as a share of the interval, is held to be served by it. */
const MIN_GAP = 0.1;

export interface RunRequest {
  readonly kinds: readonly string[];
  readonly heapGc: boolean;
  readonly trace?: TraceRequest;
  readonly byPlan: boolean;
  /** Ends this capture alone, running or queued; the lane goes on. */
  readonly signal?: AbortSignal;
  /** Hears before each kind of a target's snapshot how many are through. */
  readonly onKind?: (targetId: string, done: number, all: number) => void;
  /** Hears how much of a target's trace has come. */
  readonly onTraceBytes?: (targetId: string, received: number) => void;
}

/** What came of one capture; `failure` means that nothing came at all. */
export interface RunOutcome<T> {
  readonly value: T;
  readonly failure: CaptureFailure | null;
  /** The last failure of a single kind, where others came. */
  readonly partialFailure?: CaptureFailure | null;
  readonly latencyMs: number | null;
  readonly goVersion: string | null;
  readonly processStartMs: number | null;
}

export interface SchedulerOptions<T> {
  readonly clock: Clock;
  readonly seed?: number;
  /** Takes and stores one snapshot. A rejection with `disk-full` or `disk-failed` stops the plan. */
  readonly run: (targetId: string, request: RunRequest, signal: AbortSignal) => Promise<RunOutcome<T>>;
  /** After every change, with all targets in their order. */
  readonly onStatus: (targets: readonly TargetStatus[]) => void;
  /** A rejection of `run` that nobody asked for: the host logs it, and tells the user of a full disk. */
  readonly onError?: (error: unknown, targetId: string) => void;
}

export interface SchedulerSetup {
  readonly plan: CapturePlan;
  readonly targets: readonly {
    readonly id: string;
    /** The plan passes it over. */
    readonly paused?: boolean;
    /** The newest snapshot that the session holds of it; null: none, so the first is taken at once. */
    readonly lastMs: number | null;
    /** The newest in which it answered; null: none, however many were tried. */
    readonly lastOkMs: number | null;
    /** How it failed since; left out: it did not. */
    readonly lastFailure?: TargetStatus['lastFailure'];
  }[];
}

export interface CaptureScheduler<T> {
  /** Starts, or takes over a changed plan or other targets. Ends a stop by a full disk. */
  configure(setup: SchedulerSetup): void;
  /** Looks at the clock at once, e.g. when the machine wakes. */
  check(): void;
  /** Beside the plan: one capture of each target (or of those named), after one that is running. */
  captureNow(request: Partial<RunRequest>, targetIds?: readonly string[]): Promise<T[]>;
  /** Ends what runs now, by the plan or by hand; what is queued and the plan go on. */
  cancelRunning(): void;
  status(): readonly TargetStatus[];
  /** Ends timers, aborts what runs and waits for it. */
  close(): Promise<void>;
}

interface Lane<T> {
  readonly id: string;
  paused: boolean;
  readonly abort: AbortController;
  /** Ends the capture that runs; null: none does. */
  current: AbortController | null;
  dueMs: number | null;
  cancelTimer: (() => void) | null;
  /** Wall clock at the last look. */
  lookedMs: number;
  lastStartMs: number | null;
  failures: number;
  /** Captures run one behind the other. */
  queue: Promise<unknown>;
  running: number;
  /** The plan's capture is queued or running; the plan never queues a second. */
  planned: boolean;
  lastOkMs: number | null;
  lastFailure: TargetStatus['lastFailure'];
  last: RunOutcome<T> | null;
}

/** One scheduler serves one session. */
export function createScheduler<T>(options: SchedulerOptions<T>): CaptureScheduler<T> {
  const { clock, seed = 1 } = options;
  const lanes = new Map<string, Lane<T>>();
  const ending = new Set<Promise<unknown>>();
  let plan: CapturePlan | null = null;
  let stopped = false;
  let closed = false;

  const over = (now: number): boolean => plan !== null && plan.untilMs !== null && now >= plan.untilMs;
  const active = (now: number): boolean => plan !== null && plan.enabled && !stopped && !closed && !over(now);
  const runs = (lane: Lane<T>, now: number): boolean => active(now) && !lane.paused;

  const stateOf = (lane: Lane<T>): TargetStatus['state'] => {
    if (lane.running > 0) return 'capturing';
    if (stopped) return 'stopped';
    if (plan === null || !plan.enabled) return 'paused';
    if (over(clock.now())) return 'stopped';
    if (lane.paused) return 'paused';
    return lane.failures > 0 ? 'backing-off' : 'waiting';
  };
  const status = (): readonly TargetStatus[] =>
    [...lanes.values()].map((lane) => ({
      targetId: lane.id,
      state: stateOf(lane),
      nextMs: runs(lane, clock.now()) ? lane.dueMs : null,
      lastOkMs: lane.lastOkMs,
      lastFailure: lane.lastFailure,
      latencyMs: lane.last?.latencyMs ?? null,
      goVersion: lane.last?.goVersion ?? null,
      processStartMs: lane.last?.processStartMs ?? null,
    }));
  const changed = (): void => {
    if (!closed) options.onStatus(status());
  };

  const disarm = (lane: Lane<T>): void => {
    lane.cancelTimer?.();
    lane.cancelTimer = null;
  };

  /**
   * Waits for the due time, or for the next look at the clock. `now`: the caller's own reading, since one that is a millisecond later may be
   * after the end of the plan, which then nobody would tell.
   */
  const arm = (lane: Lane<T>, now: number): void => {
    disarm(lane);
    lane.lookedMs = now;
    const untilMs = plan?.untilMs ?? null;
    if (!active(now) || (lane.dueMs === null && untilMs === null)) return;
    const wakeMs = Math.min(lane.dueMs ?? Infinity, now + CHECK_MS, untilMs ?? Infinity);
    lane.cancelTimer = clock.setTimer(Math.max(wakeMs, now), () => look(lane));
  };

  /** The next slot of the grid, later while the target fails, and not right after a late capture. */
  const scheduleNext = (lane: Lane<T>): void => {
    const now = clock.now();
    if (!active(now) || plan === null) {
      lane.dueMs = null;
      disarm(lane);
      return;
    }
    if (lane.paused) {
      lane.dueMs = null;
      arm(lane, now); // for the end of the plan
      return;
    }
    const every = plan.everyMs;
    let after = now;
    const started = lane.lastStartMs;
    // A start ahead of now is from before a step back of the clock, and says nothing.
    if (started !== null && started <= now) after = Math.max(after, started + every * MIN_GAP);
    if (lane.failures > 0) after = Math.max(after, now + backOffMs(lane.failures, every) - every);
    lane.dueMs = nextDue(after, lane.id, every, seed);
    if (plan.untilMs !== null && lane.dueMs >= plan.untilMs) lane.dueMs = null; // only its end is awaited
    arm(lane, now);
  };

  const look = (lane: Lane<T>): void => {
    if (closed || !lanes.has(lane.id)) return;
    const now = clock.now();
    if (!active(now) || plan === null) {
      lane.dueMs = null;
      disarm(lane);
      changed();
      return;
    }
    const steppedBack = now < lane.lookedMs - STEP_BACK_MS;
    if (steppedBack && lane.running === 0) {
      scheduleNext(lane);
      changed();
    } else if (lane.dueMs !== null && now >= lane.dueMs) {
      startPlanned(lane);
    } else {
      arm(lane, now);
    }
  };

  const startPlanned = (lane: Lane<T>): void => {
    if (plan === null) return;
    lane.dueMs = null;
    lane.planned = true;
    disarm(lane);
    // Behind a capture by hand, if one is still running.
    const request = { kinds: plan.kinds, heapGc: plan.heapGc, byPlan: true };
    enqueue(lane, request).then(
      () => undefined,
      () => undefined, // told to onError already
    );
  };

  const enqueue = (lane: Lane<T>, request: RunRequest): Promise<T> => {
    lane.running++;
    const turn = lane.queue.then(() => runOne(lane, request));
    const settled = turn.then(
      () => undefined,
      () => undefined, // the caller gets the rejection from `turn`
    );
    lane.queue = settled;
    ending.add(settled);
    void settled.then(() => ending.delete(settled));
    changed();
    return turn;
  };

  const runOne = async (lane: Lane<T>, request: RunRequest): Promise<T> => {
    try {
      lane.abort.signal.throwIfAborted();
      if (request.signal?.aborted === true) throw failed('cancelled');
      // Paused or stopped while it waited behind another.
      if (request.byPlan && !runs(lane, clock.now())) throw failed('cancelled');
      lane.lastStartMs = clock.now();
      lane.current = new AbortController();
      const signals = [lane.abort.signal, lane.current.signal];
      if (request.signal !== undefined) signals.push(request.signal);
      const outcome = await options.run(lane.id, request, AbortSignal.any(signals));
      note(lane, outcome);
      return outcome.value;
    } catch (error) {
      fail(lane, error, request);
      throw error;
    } finally {
      lane.current = null;
      lane.running--;
      if (request.byPlan) lane.planned = false;
      if (lanes.get(lane.id) === lane && !closed) {
        if (!lane.planned && lane.dueMs === null) scheduleNext(lane);
        changed();
      }
    }
  };

  const note = (lane: Lane<T>, outcome: RunOutcome<T>): void => {
    const { failure } = outcome;
    lane.last = {
      ...outcome,
      latencyMs: outcome.latencyMs ?? lane.last?.latencyMs ?? null,
      goVersion: outcome.goVersion ?? lane.last?.goVersion ?? null,
      processStartMs: outcome.processStartMs ?? lane.last?.processStartMs ?? null,
    };
    const told = failure ?? outcome.partialFailure ?? null;
    if (told !== null) lane.lastFailure = { ...told, timeMs: clock.now() };
    if (failure === null) {
      lane.failures = 0;
      lane.lastOkMs = clock.now();
      if (told === null) lane.lastFailure = null;
    } else {
      lane.failures++;
    }
  };

  const fail = (lane: Lane<T>, error: unknown, { byPlan }: RunRequest): void => {
    const expected = error instanceof PlumblineError;
    if ((expected && error.code === 'cancelled') || lane.abort.signal.aborted) return;
    lane.failures++;
    lane.lastFailure = {
      kind: 'snapshot',
      ...(expected ? error : failed('capture-failed')).toWire(),
      timeMs: clock.now(),
    };
    if (expected && (error.code === 'disk-full' || error.code === 'disk-failed')) stopAll();
    // Whoever asked has it as the answer.
    if (byPlan) options.onError?.(error, lane.id);
  };

  const stopAll = (): void => {
    stopped = true;
    for (const lane of lanes.values()) {
      lane.dueMs = null;
      disarm(lane);
    }
  };

  const addLane = ({ id, lastMs, lastOkMs, lastFailure = null }: SchedulerSetup['targets'][number]): void => {
    lanes.set(id, {
      id,
      paused: false,
      abort: new AbortController(),
      current: null,
      dueMs: null,
      cancelTimer: null,
      lookedMs: clock.now(),
      lastStartMs: lastMs,
      failures: 0,
      queue: Promise.resolve(),
      running: 0,
      planned: false,
      lastOkMs,
      lastFailure,
      last: null,
    });
  };

  /** A slot has passed since the last capture, or there was none: one is due at once. */
  const isLate = (lane: Lane<T>, now: number): boolean =>
    plan !== null &&
    (lane.lastStartMs === null ||
      lane.lastStartMs > now + plan.everyMs ||
      nextDue(lane.lastStartMs + plan.everyMs * MIN_GAP, lane.id, plan.everyMs, seed) <= now);

  return {
    configure(setup) {
      const wanted = new Set(setup.targets.map((target) => target.id));
      for (const lane of [...lanes.values()]) {
        if (wanted.has(lane.id)) continue;
        disarm(lane);
        lane.abort.abort();
        lanes.delete(lane.id);
      }
      for (const target of setup.targets) {
        if (!lanes.has(target.id)) addLane(target);
        const lane = lanes.get(target.id);
        if (lane !== undefined) lane.paused = target.paused ?? false;
      }
      plan = setup.plan;
      stopped = false;
      const now = clock.now();
      for (const lane of lanes.values()) {
        lane.failures = 0;
        if (lane.running > 0) {
          lane.dueMs = null; // planned anew when it ends
          disarm(lane);
        } else if (runs(lane, now) && isLate(lane, now)) {
          lane.dueMs = now;
          arm(lane, now);
        } else {
          scheduleNext(lane);
        }
      }
      changed();
    },
    check() {
      for (const lane of [...lanes.values()]) look(lane);
    },
    captureNow(request, targetIds) {
      const chosen = [...lanes.values()].filter((lane) => targetIds?.includes(lane.id) ?? true);
      const whole: RunRequest = {
        ...request,
        kinds: request.kinds ?? plan?.kinds ?? [],
        heapGc: request.heapGc ?? plan?.heapGc ?? false,
        byPlan: false,
      };
      return Promise.all(chosen.map((lane) => enqueue(lane, whole)));
    },
    cancelRunning() {
      for (const lane of lanes.values()) lane.current?.abort();
    },
    status,
    async close() {
      closed = true;
      for (const lane of lanes.values()) {
        disarm(lane);
        lane.abort.abort();
      }
      await Promise.all(ending);
    },
  };
}
