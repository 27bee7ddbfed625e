// Captures of all sessions: a scheduler for each one that is open for capturing, its targets' connections, and the way of
// a snapshot from the target into the session's folder.
import type {
  CaptureFailure,
  CapturePlan,
  Snapshot,
  Target,
  TargetStatus,
  TraceRequest,
} from '../../contract/domain';
import { failed, PlumblineError } from '../../contract/errors';
import type { OnProgress } from '../../contract/progress';
import type { CapturingChange, StopReason } from '../workspace/capturing-history';
import type { SessionStore } from '../workspace/session-store';
import type { Clock } from './clock';
import { createMemoryReader, type MemoryReader } from './fetch-memory';
import { createScheduler, type CaptureScheduler, type RunOutcome, type RunRequest } from './scheduler';
import { startSessionTime, type ClockStep, type SessionTime } from './session-time';
import { takeSnapshot, type InspectCapture, type TakenSnapshot } from './take-snapshot';
import { openTargetClient, type TargetClient } from './target-client';
import { pprofBase } from './target-url';

export interface CapturingOptions {
  readonly clock: Clock;
  readonly inspect: InspectCapture;
  readonly onSnapshot: (sessionId: string, snapshot: Snapshot) => void;
  readonly onStatus: (sessionId: string, targets: readonly TargetStatus[]) => void;
  /** Somebody set the clock; snapshots keep their order. */
  readonly onClockStep: (sessionId: string, step: ClockStep) => void;
  /** A snapshot that could not be kept, or a defect. */
  readonly onError: (sessionId: string, error: unknown) => void;
}

/** See `capture.now` of the contract. */
export interface CaptureByHand {
  readonly targetIds?: readonly string[];
  readonly kinds?: readonly string[];
  readonly heapGc?: boolean;
  readonly trace?: TraceRequest;
}

export interface Capturing {
  /** Starts the session's schedule, or takes over its changed plan and targets. */
  configure(store: SessionStore): void;
  captureNow(
    store: SessionStore,
    request: CaptureByHand,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Snapshot[]>;
  /** By a plan that is the call's own; see `capture.run` of the contract. */
  run(store: SessionStore, plan: Partial<CapturePlan>, signal: AbortSignal): Promise<void>;
  /** Ends what is being captured of a session now, by whomever. */
  cancelRunning(sessionId: string): void;
  status(store: SessionStore): readonly TargetStatus[];
  isCapturing(sessionId: string): boolean;
  close(): Promise<void>;
}

interface Line {
  readonly key: string;
  readonly client: TargetClient;
  readonly base: URL;
  readonly memory: MemoryReader;
  /** Every other time, and only where memory numbers came: a page that hangs must not keep the goroutines waiting. */
  memoryFirst: boolean;
}

interface Running {
  readonly store: SessionStore;
  readonly scheduler: CaptureScheduler<Snapshot>;
  readonly lines: Map<string, Line>;
  readonly time: SessionTime;
  /** Whether the journal says that capturing is under way. */
  recorded: boolean;
  /** The session's plan runs here. Else captures are taken as they are asked for, and no others. */
  followsPlan: boolean;
  /** Of a `run`, in place of the session's. */
  ownPlan: CapturePlan | null;
  /** Ends a `run`: its time is over, or (with an error) nothing can be kept any more. */
  endRun: ((failure: PlumblineError | null) => void) | null;
}

export function createCapturing(options: CapturingOptions): Capturing {
  const { clock } = options;
  const sessions = new Map<string, Running>();

  const start = (store: SessionStore): Running => {
    const known = sessions.get(store.id);
    if (known !== undefined) return known;
    const scheduler = createScheduler<Snapshot>({
      clock,
      seed: seedOf(store.id),
      run: (targetId, request, signal) => takeAndKeep(running, targetId, request, signal),
      onStatus: (targets) => {
        options.onStatus(store.id, targets);
        const reason = stopReason(planOf(running), targets, clock.now());
        if (reason === null) return;
        if (running.recorded) record(running, { stopped: reason });
        running.endRun?.(reason === 'until' ? null : stoppedBy(targets));
      },
      onError: (error) => {
        // What ends a run is the answer to whoever asked for it.
        if (running.endRun === null || !isDiskFailure(error)) options.onError(store.id, error);
      },
    });
    const running: Running = {
      store,
      scheduler,
      lines: new Map(),
      time: startSessionTime(clock, store.lastClock, store.lastTakenMs()),
      recorded: false,
      followsPlan: false,
      ownPlan: null,
      endRun: null,
    };
    sessions.set(store.id, running);
    return running;
  };

  /** The journal learns of starts and stops; that it cannot be told is no reason to stop capturing. */
  const record = (running: Running, change: 'started' | { stopped: StopReason }): void => {
    running.recorded = change === 'started';
    const entry: CapturingChange =
      change === 'started'
        ? { type: 'capturing-started', clock: running.time.anchor }
        : { type: 'capturing-stopped', reason: change.stopped };
    running.store.recordCapturing(entry).catch((error: unknown) => options.onError(running.store.id, error));
  };

  const lineTo = (running: Running, target: Target): Line => {
    const key = JSON.stringify(target);
    const known = running.lines.get(target.id);
    if (known?.key === key) return known;
    if (known !== undefined) void known.client.close();
    const client = openTargetClient(target);
    const base = pprofBase(target.url);
    const memory = createMemoryReader(client, base, target.metricsUrl);
    const line = { key, client, base, memory, memoryFirst: beginsWithMemory(running, target.id) };
    running.lines.set(target.id, line);
    return line;
  };

  const takeAndKeep = async (
    running: Running,
    targetId: string,
    request: RunRequest,
    signal: AbortSignal,
  ): Promise<RunOutcome<Snapshot>> => {
    const { store } = running;
    const target = store.session.targets.find((t) => t.id === targetId);
    if (target === undefined) throw failed('cancelled');
    const line = lineTo(running, target);
    const { client, base, memory } = line;
    const tools = {
      client,
      openBeside: () => openTargetClient(target),
      base,
      memory,
      inspect: options.inspect,
      now: () => running.time.now(),
    };
    const { memoryFirst } = line;
    const taken = await takeSnapshot(tools, targetId, { ...request, memoryFirst }, signal, {
      onKind: (done, all) => request.onKind?.(targetId, done, all),
      onTraceBytes: (received) => request.onTraceBytes?.(targetId, received),
    });
    line.memoryFirst = taken.memory !== null && !memoryFirst;
    // What was cut off by closing is no failure of the target.
    if (signal.aborted) throw failed('cancelled');
    for (const step of running.time.takeSteps()) {
      await store.recordCapturing({ type: 'clock-stepped', ...step });
      options.onClockStep(store.id, step);
    }
    const snapshot = await store.addSnapshot(inOrder(taken, store.lastTakenMs(targetId)));
    options.onSnapshot(store.id, snapshot);
    // What came in part is no failure of the target.
    const failure: CaptureFailure | null =
      taken.failures.find(({ kind }) => taken.captures.every((capture) => capture.kind !== kind)) ?? null;
    const cameEmpty = taken.captures.length === 0 && taken.memory === null;
    return {
      value: snapshot,
      failure: cameEmpty ? failure : null,
      partialFailure: cameEmpty ? null : failure,
      latencyMs: taken.latencyMs,
      goVersion: taken.memory?.goVersion ?? null,
      processStartMs: taken.memory?.processStartMs ?? null,
    };
  };

  const setUp = (running: Running): void => {
    const plan = planOf(running);
    const { targets } = running.store.session;
    for (const [id, line] of running.lines) {
      if (targets.some((target) => target.id === id)) continue;
      running.lines.delete(id);
      void line.client.close();
    }
    running.scheduler.configure({
      plan,
      targets: targets.map(({ id, paused }) => {
        const { lastOkMs, lastFailure } = lastHeard(running.store, id);
        const failedMs = byWall(running, lastFailure?.timeMs ?? null);
        return {
          id,
          paused,
          lastMs: byWall(running, running.store.lastTakenMs(id)),
          lastOkMs: byWall(running, lastOkMs),
          lastFailure:
            lastFailure === null || failedMs === null ? null : { ...lastFailure, timeMs: failedMs },
        };
      }),
    });
  };

  const configure = (running: Running): void => {
    const plan = planOf(running);
    const active = plan.enabled && (plan.untilMs === null || plan.untilMs > clock.now());
    if (active && !running.recorded) record(running, 'started');
    if (!plan.enabled && running.recorded) record(running, { stopped: 'user' });
    setUp(running);
  };

  return {
    configure(store) {
      const running = start(store);
      running.followsPlan = true;
      configure(running);
    },
    async run(store, plan, signal) {
      if (store.session.targets.length === 0) throw failed('no-target');
      if (store.session.targets.every(({ paused }) => paused)) throw failed('all-paused');
      const running = start(store);
      if (running.ownPlan !== null) throw failed('captured-already');
      const ended = new Promise<void>((resolve, reject) => {
        running.endRun = (failure) => (failure === null ? resolve() : reject(failure));
        signal.addEventListener('abort', () => resolve(), { once: true });
        if (signal.aborted) resolve();
      });
      running.ownPlan = { ...store.session.plan, ...plan, enabled: true };
      try {
        configure(running);
        await ended;
      } finally {
        running.endRun = null;
        running.ownPlan = null;
        configure(running);
      }
    },
    async captureNow(store, request, signal, report) {
      const running = sessions.get(store.id) ?? start(store);
      if (running.scheduler.status().length === 0) setUp(running);
      const { targetIds, trace, ...rest } = request;
      const what = trace === undefined ? rest : { ...rest, trace, kinds: kindsWithTrace(rest.kinds, trace) };
      const chosen = chooseTargets(store.session.targets, targetIds);
      const through = new Map<string, { done: number; all: number }>();
      const onKind = (targetId: string, done: number, all: number): void => {
        through.set(targetId, { done, all });
        const sum = (of: 'done' | 'all'): number =>
          [...through.values()].reduce((total, target) => total + target[of], 0);
        report({ step: 'fetch', done: sum('done'), all: sum('all') });
      };
      const ofTrace = new Map<string, number>();
      let toldMs = -Infinity;
      const onTraceBytes = (targetId: string, received: number): void => {
        ofTrace.set(targetId, received);
        if (received > 0 && performance.now() - toldMs < TRACE_PROGRESS_MS) return;
        toldMs = performance.now();
        report({ step: 'trace', done: [...ofTrace.values()].reduce((a, b) => a + b, 0), all: null });
      };
      return running.scheduler.captureNow({ ...what, signal, onKind, onTraceBytes }, chosen);
    },
    cancelRunning: (sessionId) => sessions.get(sessionId)?.scheduler.cancelRunning(),
    status: (store) => {
      const known = sessions.get(store.id)?.scheduler.status() ?? [];
      return known.length > 0 ? known : store.session.targets.map(({ id }) => atRest(store, id));
    },
    isCapturing: (sessionId) =>
      sessions
        .get(sessionId)
        ?.scheduler.status()
        .some((t) => t.nextMs !== null || t.state === 'capturing') ?? false,
    async close() {
      for (const running of sessions.values()) {
        await running.scheduler.close();
        if (running.recorded)
          await running.store.recordCapturing({ type: 'capturing-stopped', reason: 'closed' });
        for (const { client } of running.lines.values()) await client.close();
      }
      sessions.clear();
    },
  };
}

/** A busy trace comes in hundreds of pieces a second. */
const TRACE_PROGRESS_MS = 200;

const kindsWithTrace = (kinds: readonly string[] = [], { cpuProfile }: TraceRequest): string[] => [
  ...kinds,
  ...(cpuProfile ? ['profile'] : []),
  'trace',
];

/**
 * Snapshots of one target follow one another as they were taken, even where the clock was set by less than what counts as a
 * step, or bodies and our clock differ by a little.
 */
function inOrder(taken: TakenSnapshot, lastTakenMs: number | null): TakenSnapshot {
  if (lastTakenMs === null || taken.timeMs > lastTakenMs) return taken;
  return { ...taken, timeMs: lastTakenMs + 1, timeSource: 'fetch-clock' };
}

/** For runs of one snapshot each, which cannot take turns: by the milliseconds of the clock, as good as by lot. */
function beginsWithMemory({ store, time }: Running, targetId: string): boolean {
  const last = store.snapshots().findLast((snapshot) => snapshot.targetId === targetId);
  return last !== undefined && last.memory !== null && Math.floor(time.now().wallMs) % 2 === 1;
}

/** A snapshot's time as the schedule sees it: it goes by the wall clock. */
const byWall = ({ time }: Running, ms: number | null): number | null =>
  ms === null ? null : ms - time.anchor.correctionMs;

/**
 * What the session's snapshots say of a target. One in which nothing came is no answer; and a target that was dead when the
 * app ended is not alive because it starts again.
 */
function lastHeard(store: SessionStore, targetId: string): Pick<TargetStatus, 'lastOkMs' | 'lastFailure'> {
  const own = store.snapshots().filter((one) => one.targetId === targetId);
  const last = own.at(-1);
  const failure = last === undefined || hasAnswer(last) ? undefined : last.failures[0];
  return {
    lastOkMs: own.findLast(hasAnswer)?.timeMs ?? null,
    lastFailure: last === undefined || failure === undefined ? null : { ...failure, timeMs: last.timeMs },
  };
}
const hasAnswer = (snapshot: Snapshot): boolean => snapshot.captures.length > 0 || snapshot.memory !== null;

/** Of a target whose session nothing captures: the same as after a start of the app that runs its plan. */
const atRest = (store: SessionStore, targetId: string): TargetStatus => ({
  targetId,
  state: 'paused',
  nextMs: null,
  ...lastHeard(store, targetId),
  latencyMs: null,
  goVersion: null,
  processStartMs: null,
});

/** Throws `bad-request` or `not-found`. */
function chooseTargets(targets: readonly Target[], named: readonly string[] | undefined): string[] {
  if (targets.length === 0) throw failed('no-target');
  const unknown = named?.find((id) => !targets.some((target) => target.id === id));
  if (unknown !== undefined) {
    throw failed('no-such-target', { id: unknown });
  }
  const chosen = named ?? targets.filter(({ paused }) => !paused).map(({ id }) => id);
  if (chosen.length === 0) throw failed('all-paused');
  return [...new Set(chosen)];
}

const planOf = ({ ownPlan, followsPlan, store }: Running): CapturePlan =>
  ownPlan ?? (followsPlan ? store.session.plan : { ...store.session.plan, enabled: false });

const isDiskFailure = (error: unknown): boolean =>
  error instanceof PlumblineError && (error.code === 'disk-full' || error.code === 'disk-failed');

/** In the words of the failure that stopped it. */
function stoppedBy(targets: readonly TargetStatus[]): PlumblineError {
  const why = targets.find((target) => target.lastFailure !== null)?.lastFailure;
  if (why == null) return failed('capturing-stopped');
  const { message, advice, key, values } = why;
  const code = why.code === 'disk-full' ? 'disk-full' : 'disk-failed';
  return new PlumblineError({ code, message, advice, key, values });
}

/** Why no target will be captured any more; null while one will. */
function stopReason(plan: CapturePlan, targets: readonly TargetStatus[], now: number): StopReason | null {
  if (targets.length === 0 || !targets.every((t) => t.state === 'stopped')) return null;
  if (plan.untilMs !== null && now >= plan.untilMs) return 'until';
  return targets.some((t) => t.lastFailure?.code === 'disk-full') ? 'disk-full' : 'disk-failed';
}

/** Spreads the sessions of one workspace over the interval, the same way after every start. */
const seedOf = (id: string): number =>
  [...id].reduce((hash, c) => (Math.imul(hash, 31) + c.charCodeAt(0)) >>> 0, 7);
