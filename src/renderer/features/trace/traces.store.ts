// The traces that are open: at most the two that are looked at, each in a worker of its own, for as long as the session is.
import { defineStore } from 'pinia';
import { inject, shallowReactive, watch, type InjectionKey } from 'vue';
import { failed } from '../../../contract/errors';
import { bytesFailure } from '../../../contract/bytes-failure';
import type { OnProgress, Progress } from '../../../contract/progress';
import type { CensusRow } from '../../../core/trace/census-rows';
import { useClient } from '../../state/api';
import { useNotices } from '../../state/notices.store';
import { useSession } from '../../state/session.store';
import type { RuntimeFigures } from '../../workers/runtime-figures';
import type {
  GoroutineFacts,
  LaneGroup,
  SheetName,
  TraceFacts,
  TraceSeries,
  UserRow,
} from '../../workers/trace-answers';
import { startTraceWorker, type TracePort, type TraceUnreadable } from '../../workers/trace-port';
import { LaneSheets } from './lane-sheets';

/** What a view shows of a trace without asking. */
export interface TraceLook {
  readonly facts: TraceFacts;
  readonly goroutines: GoroutineFacts;
  readonly user: readonly UserRow[];
  /** Of goroutines. */
  readonly groups: readonly LaneGroup[];
  /** At its end. */
  readonly census: readonly CensusRow[];
  readonly states: readonly string[];
  /** By state: nanoseconds of all goroutines. */
  readonly stateNs: Float64Array;
  readonly runtime: RuntimeFigures;
  readonly series: TraceSeries;
}

export interface OpenTrace extends TraceLook {
  readonly captureId: string;
  readonly snapshotId: string;
  readonly port: TracePort;
  /** Its lanes, as far as they were looked at. */
  readonly sheets: LaneSheets;
  /** Only the first part of it: `reading` the rest, or that was given up. */
  readonly part: 'reading' | 'stopped' | null;
  /** Of what can be asked of it: another one once there is more. */
  readonly key: string;
}

/** What starts a trace's worker where it is not the browser: a test. */
export const traceStarter: InjectionKey<() => TracePort> = Symbol('trace starter');

const MOST_OPEN = 2;
const MEGABYTE = 1024 * 1024;

export const useTraces = defineStore('traces', () => {
  const client = useClient();
  const session = useSession();
  const notices = useNotices();
  const start = inject(traceStarter, startTraceWorker);
  /** By capture, as far as each is read; the one that was asked for last stands last. */
  const open = shallowReactive(new Map<string, OpenTrace>());
  /** By capture: how far the rest of it is. */
  const reading = shallowReactive(new Map<string, Progress>());

  /**
   * The trace of a snapshot, or as much of it as is there to be seen; read where it is not open yet. Rejects with `no-kind`
   * where it holds none, `format` where it cannot be read.
   */
  async function get(snapshotId: string, signal: AbortSignal, tell: OnProgress): Promise<OpenTrace> {
    const sessionId = session.id ?? '';
    const { captures, timeMs: time } = await client.call('snapshots.get', { sessionId, snapshotId }, signal);
    const capture = captures.find(({ facts }) => facts.kind === 'trace');
    if (capture === undefined) {
      const there = captures.map(({ facts }) => facts.kind).join(', ');
      throw failed('no-kind', { time, kind: 'trace', there });
    }
    const known = open.get(capture.id);
    if (known !== undefined) {
      open.delete(capture.id);
      open.set(capture.id, known);
      return known;
    }
    return read(sessionId, snapshotId, capture.id, signal, tell);
  }

  async function read(
    sessionId: string,
    snapshotId: string,
    captureId: string,
    signal: AbortSignal,
    tell: OnProgress,
  ): Promise<OpenTrace> {
    const bytes = await client.download(sessionId, captureId, signal);
    const port = start();
    const about = { captureId, snapshotId, port };
    const expectReadable = (unreadable: TraceUnreadable | null): void => {
      if (unreadable === null) return;
      const file = captureId.split('/').at(-1) ?? '';
      throw failed('file-unreadable', { file, why: bytesFailure(unreadable.error).said });
    };
    const opening = port.open(bytes, (done, all) => {
      const made = inMegabytes(done, all);
      const shown = open.get(captureId);
      if (shown?.port !== port) tell(made);
      else if (shown.part === 'reading') reading.set(captureId, made);
    });
    const whole = opening.whole.then(expectReadable);
    try {
      const isPart = await untilAborted(
        Promise.race([opening.part.then(() => true), whole.then(() => false)]),
        signal,
      );
      const look = await untilAborted(lookInto(port), signal);
      const opened: OpenTrace = Object.freeze({
        ...about,
        ...look,
        sheets: new LaneSheets(port),
        part: isPart ? 'reading' : null,
        key: isPart ? `${captureId} in part` : captureId,
      });
      keep(opened);
      if (isPart) void follow(opened, whole);
      return opened;
    } catch (error) {
      port.close();
      throw error;
    }
  }

  /** The rest of one whose first part is shown takes its place. */
  async function follow(opened: OpenTrace, whole: Promise<void>): Promise<void> {
    const { captureId, port } = opened;
    const isThere = (): boolean => open.get(captureId)?.port === port;
    try {
      await whole;
      const look = await lookInto(port);
      const sheets = await opened.sheets.anew();
      if (isThere())
        open.set(captureId, Object.freeze({ ...opened, ...look, sheets, part: null, key: captureId }));
    } catch (error) {
      if (!isThere()) return;
      open.set(captureId, Object.freeze({ ...opened, part: 'stopped' }));
      notices.report(error);
    } finally {
      reading.delete(captureId);
    }
  }

  /** Its lanes are looked at, and will be there soon. */
  function wantLanes({ sheets }: OpenTrace, name: SheetName): void {
    sheets.want(name).catch((error: unknown) => notices.report(error));
  }

  /** No more of it is read: what is there stays. */
  function stop(captureId: string): void {
    const opened = open.get(captureId);
    if (opened?.part !== 'reading') return;
    opened.port.stop();
    reading.delete(captureId);
    open.set(captureId, Object.freeze({ ...opened, part: 'stopped' }));
  }

  /** So that it is read anew by whoever asks for it next. */
  function forget(captureId: string): void {
    open.get(captureId)?.port.close();
    open.delete(captureId);
    reading.delete(captureId);
  }

  function keep(opened: OpenTrace): void {
    open.get(opened.captureId)?.port.close();
    open.set(opened.captureId, opened);
    for (const [id, { port }] of open) {
      if (open.size <= MOST_OPEN) break;
      port.close();
      open.delete(id);
    }
  }

  function closeAll(): void {
    for (const { port } of open.values()) port.close();
    open.clear();
    reading.clear();
  }
  watch(() => session.id, closeAll, { flush: 'sync' });

  return {
    get,
    wantLanes,
    stop,
    forget,
    /** As far as it is read by now; null: it is open no more. */
    latest: (trace: OpenTrace): OpenTrace | null => open.get(trace.captureId) ?? null,
    /** How far the rest of a trace is; null: it is there, or given up. */
    readingOf: (captureId: string): Progress | null => reading.get(captureId) ?? null,
  };
});

async function lookInto(port: TracePort): Promise<TraceLook> {
  const facts = await port.ask('facts');
  const [goroutines, user, census, runtime, series] = await Promise.all([
    port.ask('goroutines'),
    port.ask('user'),
    port.ask('censusRows', { time: facts.durationNs }),
    port.ask('runtime'),
    port.ask('series'),
  ]);
  const { groups, states, stateNs } = goroutines;
  return { facts, goroutines, user, groups, census, states, stateNs, runtime, series };
}

const inMegabytes = (done: number, all: number | null): Progress => ({
  step: 'bytes',
  done: Math.round(done / MEGABYTE),
  all: all === null ? null : Math.ceil(all / MEGABYTE),
});

/** A worker that was ended answers no more. */
function untilAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([
    answer,
    new Promise<never>((_, reject) => {
      const stop = (): void => reject(failed('cancelled'));
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    }),
  ]);
}
