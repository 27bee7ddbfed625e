// One snapshot of one target: its kinds one after the other in a fixed order, cheap and telling ones first, so that a
// target that dies half-way has still said the most important.
import type {
  CaptureFacts,
  CaptureFailure,
  MemoryNumbers,
  TimeSource,
  TraceRequest,
} from '../../contract/domain';
import { KNOWN_KINDS } from '../../contract/domain';
import { failed } from '../../contract/errors';
import type { Encoding } from '../../core/base/capture-kind';
import { err, ok, type FormatError, type Result } from '../../core/base/result';
import { describeFormat, isConnectionGone, isTargetGone, problem, type Problem } from './capture-failure';
import { fetchCapture, type CaptureRequest, type FetchLimits } from './fetch-capture';
import type { MemoryReader } from './fetch-memory';
import type { Moment } from './session-time';
import type { TargetClient } from './target-client';

/** A look into a capture's bytes, gzipped or not; runs in a worker. */
export type InspectCapture = (bytes: Uint8Array) => Promise<Result<CaptureFacts, FormatError>>;

export interface SnapshotTools {
  readonly client: TargetClient;
  /** Another connection to the same target, for what is taken at the same time; closed when it is done. */
  readonly openBeside: () => TargetClient;
  /** Of pprof. */
  readonly base: URL;
  readonly memory: MemoryReader;
  readonly inspect: InspectCapture;
  readonly now: () => Moment;
  readonly limits?: FetchLimits;
}

export interface SnapshotRequest {
  readonly kinds: readonly string[];
  readonly heapGc: boolean;
  /** How a trace is taken that is among the kinds. */
  readonly trace?: TraceRequest;
  /** By plan a dump is taken of at most MAX_PLANNED_DUMP goroutines; by hand always. */
  readonly byPlan: boolean;
  /** See `captureOrder`. */
  readonly memoryFirst: boolean;
}

/** Hears before each kind how many are through, and while a trace is taken how many bytes of it have come. */
export interface SnapshotListener {
  readonly onKind?: (done: number, all: number) => void;
  readonly onTraceBytes?: (received: number) => void;
}

export interface TakenCapture {
  readonly kind: string;
  readonly encoding: Encoding;
  readonly bytes: Uint8Array;
  readonly facts: CaptureFacts;
  readonly importedFrom: null;
}

export interface TakenSnapshot {
  readonly targetId: string;
  readonly timeMs: number;
  readonly timeSource: TimeSource;
  readonly captures: readonly TakenCapture[];
  readonly memory: MemoryNumbers | null;
  readonly failures: readonly CaptureFailure[];
  /** Of the first answer that comes at once; null where none did. */
  readonly latencyMs: number | null;
}

/** A dump stops the service for as long as it is written. */
const MAX_PLANNED_DUMP = 10_000;
/** A body's time is taken where it is this near to our clock; otherwise the target's clock is off, or a cache answered. */
const CLOCK_TOLERANCE_MS = 2_000;

const REPEATS = 'it repeats a header of the request, so it is not quoted';

const ORDER = ['goroutine', 'goroutineleak', 'heap', 'allocs', 'threadcreate', 'block', 'mutex'];
const LAST = ['profile', 'trace', 'goroutine-dump'];

/**
 * Each kind once: known cheap ones, then custom ones as given, then those that take time or stop the service. Memory
 * numbers come second, or first: asked for by turns, since behind a strict round robin of as many processes as there are
 * kinds each kind would else come from the same process for ever, and nobody could tell that there are several.
 */
export function captureOrder(kinds: readonly string[], memoryFirst: boolean): readonly string[] {
  const rank = (kind: string): number => {
    const early = ORDER.indexOf(kind);
    const late = LAST.indexOf(kind);
    return early >= 0 ? early : late >= 0 ? ORDER.length + 1 + late : ORDER.length;
  };
  const rest = [...new Set(kinds)].filter((kind) => kind !== 'memory').sort((a, b) => rank(a) - rank(b));
  if (!kinds.includes('memory')) return rest;
  return rest.toSpliced(!memoryFirst && ORDER.includes(rest[0] ?? '') ? 1 : 0, 0, 'memory');
}

/** What does not come is a failure of the snapshot; rejects with `cancelled` alone. */
export async function takeSnapshot(
  tools: SnapshotTools,
  targetId: string,
  request: SnapshotRequest,
  signal?: AbortSignal,
  listener: SnapshotListener = {},
): Promise<TakenSnapshot> {
  const captures: TakenCapture[] = [];
  const failures: CaptureFailure[] = [];
  const started = tools.now();
  let memory: MemoryNumbers | null = null;
  let latencyMs: number | null = null;
  let gone: Problem | null = null;

  const kinds = captureOrder(request.kinds, request.memoryFirst);
  let done = 0;
  for (const together of takenTogether(kinds, request.trace)) {
    listener.onKind?.(done, kinds.length);
    done += together.length;
    if (gone === null && together.includes('memory')) {
      const numbers = await tools.memory.read(signal);
      if (numbers.ok) memory = numbers.value;
      else failures.push({ kind: 'memory', ...numbers.error });
      if (!numbers.ok && isConnectionGone(numbers.error.code)) gone = numbers.error;
      continue;
    }
    const refusal: Problem | null =
      gone ?? (together.includes('goroutine-dump') && request.byPlan ? refuseDump(captures, memory) : null);
    const answers = await Promise.all(
      together.map(async (kind, i) =>
        refusal === null ? takeOne(tools, kind, i > 0, request, signal, listener) : err(refusal),
      ),
    );
    for (const [i, taken] of answers.entries()) {
      const kind = together[i] ?? '';
      if (taken.ok) {
        captures.push(taken.value.capture);
        if (!isTimed(kind)) latencyMs ??= Math.round(taken.value.latencyMs * 10) / 10;
        if (taken.value.cut !== null) failures.push({ kind, ...taken.value.cut });
      } else {
        failures.push({ kind, ...taken.error });
        if (isTargetGone(taken.error.code)) gone = taken.error;
      }
    }
  }

  if (signal?.aborted === true) throw failed('cancelled');
  const time = snapshotTime(captures, started, tools.now());
  return { targetId, ...time, captures, memory, failures, latencyMs };
}

/** Not above MAX_PLANNED_DUMP goroutines, by what this very snapshot has just counted. */
function refuseDump(captures: readonly TakenCapture[], memory: MemoryNumbers | null): Problem | null {
  const counted =
    captures.find(({ kind }) => kind === 'goroutine')?.facts.total ?? memory?.goroutines ?? null;
  if (counted === null) return problem('dump-unknown');
  if (counted <= MAX_PLANNED_DUMP) return null;
  const size = Math.min(64, Math.ceil(counted / 2500)) * 2 ** 20;
  return problem('dump-too-many', { goroutines: counted, most: MAX_PLANNED_DUMP, size });
}

/** Its answer takes as long as was asked for, and says nothing of how quickly the target answers. */
const isTimed = (kind: string): boolean => kind === 'profile' || kind === 'trace';

/**
 * One kind after the other, since each disturbs what the next one measures; above all a CPU profile and a trace. Asked for
 * together they run at the same time all the same: only so does the trace hold the samples of the profiler.
 */
function takenTogether(kinds: readonly string[], trace: TraceRequest | undefined): string[][] {
  const isBoth = trace?.cpuProfile === true && kinds.includes('trace');
  return kinds
    .filter((kind) => !(isBoth && kind === 'profile'))
    .map((kind) => (isBoth && kind === 'trace' ? ['profile', 'trace'] : [kind]));
}

function captureRequest(kind: string, { heapGc, trace }: SnapshotRequest): CaptureRequest {
  if (kind === 'trace' && trace !== undefined) {
    return { kind, seconds: trace.seconds, maxBytes: trace.maxBytes };
  }
  // net/http/pprof takes whole seconds for a profile: it runs on to the end of the trace.
  if (kind === 'profile' && trace?.cpuProfile === true) return { kind, seconds: Math.ceil(trace.seconds) };
  return { kind, gc: heapGc };
}

interface TakenOne {
  readonly capture: TakenCapture;
  readonly latencyMs: number;
  readonly cut: Problem | null;
}

async function takeOne(
  tools: SnapshotTools,
  kind: string,
  isBeside: boolean,
  request: SnapshotRequest,
  signal: AbortSignal | undefined,
  { onTraceBytes }: SnapshotListener,
): Promise<Result<TakenOne, Problem>> {
  const client = isBeside ? tools.openBeside() : tools.client;
  const onBytes = kind === 'trace' ? onTraceBytes : undefined;
  onBytes?.(0);
  const asked = captureRequest(kind, request);
  const fetched = await fetchCapture(client, tools.base, asked, tools.limits, signal, onBytes);
  if (isBeside) await client.close();
  if (!fetched.ok) return fetched;
  const { bytes, head, encoding, latencyMs, cut } = fetched.value;
  const facts = await tools.inspect(bytes).catch((error: unknown) => {
    console.error(error); // a defect, or a worker that ran out of memory; the other kinds shall still come
    return null;
  });
  if (facts === null) {
    return err(problem('capture-defect', { what: kind }));
  }
  if (!facts.ok) {
    if (cut !== null && facts.error.code === 'truncated')
      return err(problem('trace-nothing-whole', { what: kind, received: bytes.length }));
    // What came may be quoted, and this goes into the session's folder.
    const isQuotable = !tools.client.repeatsSecret(new TextDecoder().decode(head));
    return err(describeFormat(kind, isQuotable ? facts.error : { ...facts.error, message: REPEATS }));
  }
  if (!isSameKind(kind, facts.value.kind))
    return err(problem('other-kind', { what: kind, kind: facts.value.kind }));
  const truncated = facts.value.truncated || cut !== null;
  return ok({
    // Where bytes leave it open (heap or allocs, block or mutex), what was asked for counts.
    capture: { kind, encoding, bytes, facts: { ...facts.value, kind, truncated }, importedFrom: null },
    latencyMs,
    cut,
  });
}

const KNOWN: ReadonlySet<string> = new Set(KNOWN_KINDS);
/** Kinds that their bytes hardly tell apart: the default sample type alone, or which functions wait. */
const ALIKE: readonly ReadonlySet<string>[] = [new Set(['heap', 'allocs']), new Set(['block', 'mutex'])];

/** A custom profile may name its sample type as it likes, but it is none of Go's own. */
function isSameKind(asked: string, came: string): boolean {
  if (asked === came || ALIKE.some((kinds) => kinds.has(asked) && kinds.has(came))) return true;
  return !KNOWN.has(asked) && !KNOWN.has(came);
}

/**
 * The first body that carries a time says when; a body far from our clock does not. Where our clock was set meanwhile, the
 * target's may have been with it, being the same, or not: either is near, and the session's time is what is told.
 */
function snapshotTime(
  captures: readonly TakenCapture[],
  started: Moment,
  ended: Moment,
): { timeMs: number; timeSource: TimeSource } {
  const bodyMs = captures.find(({ facts }) => facts.timeMs !== null)?.facts.timeMs ?? null;
  const isNear = (time: number, from: number, to: number): boolean =>
    time >= from - CLOCK_TOLERANCE_MS && time <= to + CLOCK_TOLERANCE_MS;
  if (bodyMs !== null && isNear(bodyMs, started.timeMs, ended.timeMs)) {
    return { timeMs: Math.floor(bodyMs), timeSource: 'body' };
  }
  if (bodyMs !== null && isNear(bodyMs, started.wallMs, ended.wallMs)) {
    return { timeMs: Math.floor(bodyMs + started.timeMs - started.wallMs), timeSource: 'body' };
  }
  return { timeMs: Math.floor(started.timeMs), timeSource: 'fetch-clock' };
}
