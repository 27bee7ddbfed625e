// The process lives of a session's targets. What the journal says (start times, counters, builds) is known at once;
// heap records are compared by a job, whose answers are kept, so that a snapshot more costs one comparison.
import { join } from 'node:path';
import type { Capture, CaptureFacts, Life, SeveralProcesses, Snapshot } from '../../contract/domain';
import { PlumblineError } from '../../contract/errors';
import type { OnProgress } from '../../contract/progress';
import type { LifeEvidence } from '../../core/growth/life-evidence';
import { livesOf, type FirstOwn, type TargetLives } from '../../core/growth/lives';
import { placeLives } from '../../core/growth/place-lives';
import type { SessionStore } from '../workspace/session-store';
import type { HeapCapture, HeapStandings } from './job-heap-records';
import type { JobRunner } from './pool';
import { untilAborted } from './until-aborted';

/** One target and its snapshots, by time, with the life of each. */
export interface TargetHistory extends TargetLives {
  readonly targetId: string | null;
  readonly snapshots: readonly Snapshot[];
}

export interface LifeFinder {
  /** By what is known now. Heap records not compared yet are, in the background; `onChange` says when that tells more. */
  known(store: SessionStore): readonly TargetHistory[];
  /** After all comparisons. */
  settled(store: SessionStore, signal: AbortSignal, report?: OnProgress): Promise<readonly TargetHistory[]>;
}

interface Compared {
  standings: HeapStandings;
  /** The captures that they are of. */
  key: string;
}

export interface LifeFinderOptions {
  readonly jobs: JobRunner;
  /** Whether what is derived may be written beside the sessions. */
  readonly keepIndex: boolean;
  readonly onChange: (sessionId: string) => void;
}

export function createLifeFinder({ jobs, keepIndex, onChange }: LifeFinderOptions): LifeFinder {
  const compared = new Map<string, Compared>();
  const running = new Map<string, { key: string; standings: Promise<HeapStandings> }>();

  async function compare(
    store: SessionStore,
    signal?: AbortSignal,
    report?: OnProgress,
  ): Promise<HeapStandings> {
    const targets = heapCaptures(store);
    const key = keyOf(targets);
    const known = compared.get(store.id);
    if (known?.key === key) return known.standings;
    const pending = running.get(store.id);
    if (pending?.key === key) return untilAborted(pending.standings, signal);
    const indexPath = keepIndex ? join(store.folder, '.index', 'heap-records') : null;
    const standings = await jobs.run('heapRecords', { indexPath, noLinks: true, targets }, signal, report);
    compared.set(store.id, { standings, key });
    return standings;
  }

  async function compareInBackground(store: SessionStore, before: readonly TargetHistory[]): Promise<void> {
    const standings = compare(store);
    running.set(store.id, { key: keyOf(heapCaptures(store)), standings });
    try {
      const after = historiesOf(store, await standings);
      if (borders(after) !== borders(before)) onChange(store.id);
    } catch (error) {
      // The pool was closed, or the disk is full: whoever needs the answer asks again and is told.
      if (!(error instanceof PlumblineError) && !isClosing(error)) throw error;
    } finally {
      running.delete(store.id);
    }
  }

  return {
    known(store) {
      const mine = compared.get(store.id);
      const histories = historiesOf(store, mine?.standings ?? {});
      const isCurrent = mine?.key === keyOf(heapCaptures(store));
      if (!isCurrent && !running.has(store.id)) {
        compareInBackground(store, histories).catch((error: unknown) => console.error(error));
      }
      return histories;
    },
    settled: async (store, signal, report) => historiesOf(store, await compare(store, signal, report)),
  };
}

/** Tinypool rejects what is under way when it is destroyed. */
const isClosing = (error: unknown): boolean =>
  error instanceof Error && /terminat|destroy/i.test(error.message);

const borders = (histories: readonly TargetHistory[]): string =>
  JSON.stringify(histories.map(({ targetId, lives, several }) => [targetId, lives, several]));

const keyOf = (targets: readonly (readonly HeapCapture[])[]): string =>
  targets.map((captures) => captures.map((c) => c.sha256).join()).join(';');

/** In the order of the session's targets; then those it knows no more, and what was imported. */
function byTarget(store: SessionStore): Map<string | null, Snapshot[]> {
  const targets = new Map<string | null, Snapshot[]>(store.session.targets.map(({ id }) => [id, []]));
  for (const snapshot of store.snapshots()) {
    const mine = targets.get(snapshot.targetId);
    if (mine === undefined) targets.set(snapshot.targetId, [snapshot]);
    else mine.push(snapshot);
  }
  return new Map([...targets].filter(([, snapshots]) => snapshots.length > 0));
}

const HEAP_KINDS = new Set(['heap', 'allocs']);
/** Whether a capture holds the absolute records of a heap. */
export const isHeapRecord = ({ kind, encoding, delta }: CaptureFacts): boolean =>
  HEAP_KINDS.has(kind) && encoding === 'proto' && delta === null;
const heapCaptureOf = (snapshot: Snapshot): Capture | undefined =>
  snapshot.captures.find(({ facts }) => isHeapRecord(facts));

function heapCaptures(store: SessionStore): HeapCapture[][] {
  return [...byTarget(store).values()].map((snapshots) =>
    asTaken(snapshots).flatMap((snapshot) => {
      const capture = heapCaptureOf(snapshot);
      if (capture === undefined) return [];
      const { id, sha256, importedFrom } = capture;
      // Not `capturePath`: thousands of look-ups for files that are compared already. The journal admits only names
      // inside the session, and a job opens no link.
      const path = join(store.folder, ...id.split('/'));
      return [{ captureId: id, path, sha256, isWhole: importedFrom === null }];
    }),
  );
}

/** A snapshot of which nothing came. */
export const holdsNothing = (snapshot: Snapshot): boolean =>
  snapshot.captures.length === 0 && snapshot.memory === null;

function historiesOf(store: SessionStore, standings: HeapStandings): TargetHistory[] {
  return [...byTarget(store)].map(([targetId, snapshots]) => {
    const taken = asTaken(snapshots);
    const told = livesOf(taken.map((snapshot) => evidenceOf(snapshot, standings)));
    const places = new Map(taken.map(({ id }, index) => [id, index]));
    const shown = snapshots.map((snapshot) => ({
      taken: places.get(snapshot.id) ?? 0,
      moved: takenMs(snapshot) !== snapshot.timeMs,
      empty: holdsNothing(snapshot),
    }));
    return { targetId, snapshots, ...placeLives(told, shown) };
  });
}

/** Whatever time the user gave to what was captured. Files are in whatever order the user finds to be right. */
const takenMs = ({ targetId, timeMs, retimedFrom }: Snapshot): number =>
  targetId === null ? timeMs : (retimedFrom?.timeMs ?? timeMs);
const asTaken = (snapshots: readonly Snapshot[]): Snapshot[] =>
  snapshots.toSorted((a, b) => takenMs(a) - takenMs(b));

function evidenceOf(snapshot: Snapshot, standings: HeapStandings): LifeEvidence {
  const heap = heapCaptureOf(snapshot);
  return {
    memory: snapshot.memory,
    clockAheadMs: clockAhead(snapshot),
    buildId: snapshot.captures.find(({ facts }) => facts.buildId !== null)?.facts.buildId ?? null,
    heap: heap === undefined ? null : (standings[heap.id] ?? null),
    severalSinceMs: severalSince(snapshot),
  };
}

/**
 * The target's clock beside the session's, by the first body that carries a time. A body within two seconds of our clock
 * gave the snapshot its time: then it is 0, or what was taken back of a step that both clocks made.
 */
function clockAhead(snapshot: Snapshot): number | null {
  const first = snapshot.captures.find(({ facts }) => facts.timeMs !== null);
  const bodyMs = first?.facts.timeMs ?? null;
  return bodyMs === null ? null : bodyMs - takenMs(snapshot);
}

function severalSince(snapshot: Snapshot): number | null {
  const { captures, memory } = snapshot;
  if (captures.length + (memory === null ? 0 : 1) < 2) return null;
  return captures[0]?.facts.timeMs ?? takenMs(snapshot);
}

/**
 * Why a capture of a snapshot may not be of the process in whose life it stands: in the first one of a life it may be of the
 * one before, or the user has moved it there. Null: it is.
 */
export function whyOfAnother(
  history: TargetLives,
  index: number,
  { facts }: Capture,
): 'unclear-life' | 'moved' | null {
  if (history.strays.has(index)) return 'moved';
  const own = firstOwnAt(history, index);
  if (own === null || (own.heap && isHeapRecord(facts))) return null;
  return own.buildId !== null && facts.buildId === own.buildId ? null : 'unclear-life';
}

const firstOwnAt = ({ lives, lifeOf }: TargetLives, index: number): FirstOwn | null => {
  const own = lives[lifeOf[index] ?? -1]?.firstOwn ?? null;
  return own?.at === index ? own : null;
};

/** A target's snapshots without what may be of another process than that of their life. */
export function ofTheirLives(history: TargetHistory): readonly Snapshot[] {
  const { lives, strays } = history;
  if (strays.size === 0 && lives.every(({ firstOwn }) => firstOwn === null)) return history.snapshots;
  return history.snapshots.map((snapshot, i) => {
    const own = firstOwnAt(history, i);
    const isStray = strays.has(i);
    if (own === null && !isStray) return snapshot;
    const captures = snapshot.captures.filter((capture) => whyOfAnother(history, i, capture) === null);
    return { ...snapshot, captures, memory: isStray || own?.memory === false ? null : snapshot.memory };
  });
}

/** In the words of the contract. */
export function livesInWords({
  targetId,
  snapshots,
  lives,
}: TargetLives & {
  readonly targetId: string | null;
  readonly snapshots: readonly { readonly timeMs: number }[];
}): Life[] {
  return lives.map((life, i) => {
    const before = lives[i - 1];
    const fromMs = snapshots[life.from]?.timeMs ?? 0;
    const lastMs = before === undefined ? 0 : (snapshots[before.to]?.timeMs ?? 0);
    const isOther = (a: string | null | undefined, b: string | null): boolean =>
      a !== null && a !== undefined && b !== null && a !== b;
    return {
      target: targetId,
      life: life.id,
      fromMs,
      toMs: snapshots[life.to]?.timeMs ?? 0,
      startMs: life.startMs,
      sinceMs:
        life.startMs !== null && life.startMs > lastMs && life.startMs <= fromMs ? life.startMs : fromMs,
      began: life.began,
      buildId: life.buildId,
      goVersion: life.goVersion,
      newBuild: isOther(before?.buildId, life.buildId) || isOther(before?.goVersion, life.goVersion),
      unknown: life.unknown,
      mixed: life.mixed,
    };
  });
}

export const severalInWords = (
  histories: readonly Pick<TargetHistory, 'targetId' | 'several'>[],
): SeveralProcesses[] =>
  histories.flatMap(({ targetId, several }) => (several === null ? [] : [{ target: targetId, ...several }]));
