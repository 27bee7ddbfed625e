// The process lives of a session's targets. What the journal says (start times, counters, builds) is known at once;
// heap records are compared by a job, whose answers are kept, so that a snapshot more costs one comparison.
import { join, sep } from 'node:path';
import type { Capture, CaptureFacts, Life, Session, SeveralProcesses, Snapshot } from '../../contract/domain';
import { PlumblineError } from '../../contract/errors';
import type { OnProgress } from '../../contract/progress';
import type { HeapStanding, LifeEvidence } from '../../core/growth/life-evidence';
import { livesOf, type FirstOwn, type TargetLives } from '../../core/growth/lives';
import { placeLives } from '../../core/growth/place-lives';
import type { SessionStore } from '../workspace/session-store';
import { knownChains, type HeapCapture } from './job-heap-records';
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

/** By capture. */
type Standings = ReadonlyMap<string, HeapStanding>;

/** What is known of a session's heap records. */
interface Compared {
  readonly standings: Standings;
  readonly of: HeapCaptures;
  /** Captures whose standing only this process knows. */
  readonly unsaved: number;
}

interface HeapCaptures {
  /** Per target. */
  readonly targets: readonly (readonly HeapCapture[])[];
  /** Of other captures it is another one. */
  readonly key: string;
}

interface Told {
  /** null: before any is known. */
  readonly by: Compared | null;
  readonly histories: readonly TargetHistory[];
}

export interface LifeFinderOptions {
  readonly jobs: JobRunner;
  /** Whether what is derived may be written beside the sessions. */
  readonly keepIndex: boolean;
  readonly onChange: (sessionId: string) => void;
}

/** So many standings, or this part of all, need not be on the disk: after a start they are told again. */
const MOST_UNSAVED = 20;
const UNSAVED_PART = 1 / 64;

export function createLifeFinder({ jobs, keepIndex, onChange }: LifeFinderOptions): LifeFinder {
  const compared = new Map<string, Compared>();
  const running = new Map<string, { key: string; compared: Promise<Compared> }>();
  const heapsOf = keptForSnapshots((store) => {
    const targets = heapCaptures(store);
    return { targets, key: targets.map((captures) => captures.map((c) => c.sha256).join()).join(';') };
  });
  const latest = keptForSnapshots((): { told: Told | null } => ({ told: null }));
  function historiesBy(store: SessionStore, by: Compared | null): readonly TargetHistory[] {
    const kept = latest(store);
    if (kept.told?.by !== by)
      kept.told = { by, histories: historiesOf(store, by?.standings ?? new Map<string, HeapStanding>()) };
    return kept.told.histories;
  }

  async function compare(store: SessionStore, signal?: AbortSignal, report?: OnProgress): Promise<Compared> {
    const heaps = heapsOf(store);
    const known = compared.get(store.id);
    if (known?.of.key === heaps.key) return known;
    const pending = running.get(store.id);
    if (pending?.key === heaps.key) return untilAborted(pending.compared, signal);
    const told = (known && (await goOn(known, heaps, signal))) ?? (await begin(store, heaps, signal, report));
    compared.set(store.id, told);
    return told;
  }

  async function begin(
    store: SessionStore,
    of: HeapCaptures,
    signal?: AbortSignal,
    report?: OnProgress,
  ): Promise<Compared> {
    if (of.targets.every((captures) => captures.length === 0))
      return { standings: new Map(), of, unsaved: 0 };
    const how = { indexPath: join(store.folder, '.index', 'heap-records'), keepIndex, noLinks: true };
    const targets = of.targets.map((captures) => ({ captures }));
    const standings = await jobs.run('heapRecords', { ...how, targets }, signal, report);
    return { standings: new Map(Object.entries(standings)), of, unsaved: 0 };
  }

  /** Where a few captures have come after those that are known; else null. */
  async function goOn(known: Compared, of: HeapCaptures, signal?: AbortSignal): Promise<Compared | null> {
    const added = whatIsAdded(known.of.targets, of.targets);
    if (added === null) return null;
    const unsaved = known.unsaved + added.reduce((sum, { length }) => sum + length, 0);
    if (unsaved > Math.max(MOST_UNSAVED, UNSAVED_PART * known.standings.size)) return null;
    const targets = added.map((captures, i) => ({
      captures,
      before: knownChains(known.of.targets[i] ?? [], known.standings),
    }));
    const how = { indexPath: null, keepIndex: false, noLinks: true };
    const more = await jobs.run('heapRecords', { ...how, targets }, signal);
    return { standings: new Map([...known.standings, ...Object.entries(more)]), of, unsaved };
  }

  async function compareInBackground(store: SessionStore, before: readonly TargetHistory[]): Promise<void> {
    const told = compare(store);
    running.set(store.id, { key: heapsOf(store).key, compared: told });
    try {
      const after = historiesBy(store, await told);
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
      const mine = compared.get(store.id) ?? null;
      const histories = historiesBy(store, mine);
      const isCurrent = mine?.of.key === heapsOf(store).key;
      if (!isCurrent && !running.has(store.id)) {
        compareInBackground(store, histories).catch((error: unknown) => console.error(error));
      }
      return histories;
    },
    settled: async (store, signal, report) => historiesBy(store, await compare(store, signal, report)),
  };
}

/** Of a session is made anew only after its snapshots or its targets have changed. */
function keptForSnapshots<T>(make: (store: SessionStore) => T): (store: SessionStore) => T {
  const kept = new WeakMap<readonly Snapshot[], { session: Session; made: T }>();
  return (store) => {
    const snapshots = store.snapshots();
    let mine = kept.get(snapshots);
    if (mine?.session !== store.session)
      kept.set(snapshots, (mine = { session: store.session, made: make(store) }));
    return mine.made;
  };
}

/** Per target, where all that was there before is there still, in its order, and ahead of it; else null. */
function whatIsAdded(
  before: HeapCaptures['targets'],
  now: HeapCaptures['targets'],
): (readonly HeapCapture[])[] | null {
  const isKept = before.every((captures, target) =>
    captures.every(({ captureId, sha256 }, i) => {
      const same = now[target]?.[i];
      return same?.captureId === captureId && same.sha256 === sha256;
    }),
  );
  return isKept ? now.map((captures, target) => captures.slice(before[target]?.length ?? 0)) : null;
}

/** Tinypool rejects what is under way when it is destroyed. */
const isClosing = (error: unknown): boolean =>
  error instanceof Error && /terminat|destroy/i.test(error.message);

const borders = (histories: readonly TargetHistory[]): string =>
  JSON.stringify(histories.map(({ targetId, lives, several }) => [targetId, lives, several]));

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
      return [{ captureId: id, path: pathInside(store.folder, id), sha256, isWhole: importedFrom === null }];
    }),
  );
}

/**
 * Not the store's `capturePath`: thousands of look-ups, for files of which what is asked is known already. The journal admits only names
 * inside the session, which need no normalising, and a job opens no link.
 */
export const pathInside = (folder: string, captureId: string): string =>
  `${folder}${sep}${sep === '/' ? captureId : captureId.replaceAll('/', sep)}`;

/** A snapshot of which nothing came. */
export const holdsNothing = (snapshot: Snapshot): boolean =>
  snapshot.captures.length === 0 && snapshot.memory === null;

function historiesOf(store: SessionStore, standings: Standings): TargetHistory[] {
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

function evidenceOf(snapshot: Snapshot, standings: Standings): LifeEvidence {
  const heap = heapCaptureOf(snapshot);
  return {
    memory: snapshot.memory,
    clockAheadMs: clockAhead(snapshot),
    buildId: snapshot.captures.find(({ facts }) => facts.buildId !== null)?.facts.buildId ?? null,
    heap: heap === undefined ? null : (standings.get(heap.id) ?? null),
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
