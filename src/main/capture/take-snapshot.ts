// One snapshot of one target: its kinds one after the other in a fixed order, cheap and telling ones first, so that a
// target that dies half-way has still said the most important.
import type { CaptureFacts, CaptureFailure, MemoryNumbers, TimeSource } from '../../contract/domain';
import { KNOWN_KINDS } from '../../contract/domain';
import { failed } from '../../contract/errors';
import type { Encoding } from '../../core/base/capture-kind';
import { err, ok, type FormatError, type Result } from '../../core/base/result';
import { describeFormat, isConnectionGone, isTargetGone, problem, type Problem } from './capture-failure';
import { fetchCapture, type FetchLimits } from './fetch-capture';
import type { MemoryReader } from './fetch-memory';
import type { Moment } from './session-time';
import type { TargetClient } from './target-client';

/** A look into a capture's bytes, gzipped or not; runs in a worker. */
export type InspectCapture = (bytes: Uint8Array) => Promise<Result<CaptureFacts, FormatError>>;

export interface SnapshotTools {
  readonly client: TargetClient;
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
  /** By plan a dump is taken of at most MAX_PLANNED_DUMP goroutines; by hand always. */
  readonly byPlan: boolean;
  /** See `captureOrder`. */
  readonly memoryFirst: boolean;
}

/** Hears before each kind how many are through. */
export type OnKind = (done: number, all: number) => void;

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
  /** Of the first answer; null where none came. */
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
  onKind?: OnKind,
): Promise<TakenSnapshot> {
  const captures: TakenCapture[] = [];
  const failures: CaptureFailure[] = [];
  const started = tools.now();
  let memory: MemoryNumbers | null = null;
  let latencyMs: number | null = null;
  let gone: Problem | null = null;

  const kinds = captureOrder(request.kinds, request.memoryFirst);
  for (const [done, kind] of kinds.entries()) {
    onKind?.(done, kinds.length);
    if (gone === null && kind === 'memory') {
      const numbers = await tools.memory.read(signal);
      if (numbers.ok) memory = numbers.value;
      else failures.push({ kind, ...numbers.error });
      if (!numbers.ok && isConnectionGone(numbers.error.code)) gone = numbers.error;
      continue;
    }
    const refusal: Problem | null =
      gone ?? (kind === 'goroutine-dump' && request.byPlan ? refuseDump(captures, memory) : null);
    const taken = refusal === null ? await takeOne(tools, kind, request.heapGc, signal) : err(refusal);
    if (taken.ok) {
      captures.push(taken.value.capture);
      latencyMs ??= Math.round(taken.value.latencyMs * 10) / 10;
    } else {
      failures.push({ kind, ...taken.error });
      if (isTargetGone(taken.error.code)) gone = taken.error;
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

async function takeOne(
  tools: SnapshotTools,
  kind: string,
  gc: boolean,
  signal: AbortSignal | undefined,
): Promise<Result<{ capture: TakenCapture; latencyMs: number }, Problem>> {
  const fetched = await fetchCapture(tools.client, tools.base, { kind, gc }, tools.limits, signal);
  if (!fetched.ok) return fetched;
  const { bytes, head, encoding, latencyMs } = fetched.value;
  const facts = await tools.inspect(bytes).catch((error: unknown) => {
    console.error(error); // a defect, or a worker that ran out of memory; the other kinds shall still come
    return null;
  });
  if (facts === null) {
    return err(problem('capture-defect', { what: kind }));
  }
  if (!facts.ok) {
    // What came may be quoted, and this goes into the session's folder.
    const isQuotable = !tools.client.repeatsSecret(new TextDecoder().decode(head));
    return err(describeFormat(kind, isQuotable ? facts.error : { ...facts.error, message: REPEATS }));
  }
  if (!isSameKind(kind, facts.value.kind))
    return err(problem('other-kind', { what: kind, kind: facts.value.kind }));
  return ok({
    // Where bytes leave it open (heap or allocs, block or mutex), what was asked for counts.
    capture: { kind, encoding, bytes, facts: { ...facts.value, kind }, importedFrom: null },
    latencyMs,
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
