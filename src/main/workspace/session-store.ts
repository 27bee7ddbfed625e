// One session's folder. All that it says of snapshots comes from the journal; all that it writes goes in one order: the
// capture files with their exact bytes, durable under their names, and only then the journal's line with size and
// SHA-256. What is in the journal is therefore on the disk, and a file that is not in the journal was never told to
// anyone. Writes of one session happen one after the other, whoever asks for them.
import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Capture, CapturePlan, NewTarget, Session, Snapshot, Target } from '../../contract/domain';
import { failed, sentence } from '../../contract/errors';
import { said } from '../../contract/failures/say';
import { Annotations, type Write } from './annotations';
import { CapturingHistory, type CapturingChange, type HistoryEntry } from './capturing-history';
import { diskError, errno, replaceFile, type Files } from './files';
import { JOURNAL_FILE, Journal, type JournalRead, type Problem } from './journal';
import {
  JOURNAL_VERSION,
  isSnapshotEntry,
  wholeMs,
  type ClockAnchor,
  type NewEntry,
  type SnapshotEntry,
} from './journal-entry';
import { NotesFile } from './notes-file';
import { SET_ASIDE_FOLDER, reconcile } from './reconcile';
import { SESSION_FILE, encodeSession, readSessionFile } from './session-file';
import { SnapshotFiles, type NewSnapshot } from './snapshot-files';
import { SnapshotList, type RetimedEntry } from './snapshot-list';
import { withTargetIds } from './targets';
import { VerdictLog } from './verdict-log';

export interface SessionPatch {
  readonly name?: string | undefined;
  readonly plan?: { readonly [K in keyof CapturePlan]?: CapturePlan[K] | undefined } | undefined;
  /** All of them: one that is left out is removed, one without an id is new. */
  readonly targets?: readonly (Target | NewTarget)[] | undefined;
  /** All of them. */
  readonly filters?: Session['filters'] | undefined;
}

export interface StoreOptions {
  readonly files: Files;
  readonly now: () => number;
  /** Rejects with `read-only` where this process may not write. */
  readonly assertWritable: () => Promise<void>;
  /** Look only: repair nothing, set nothing aside. */
  readonly readOnly: boolean;
}

/** A time given by the user; null: the one that the snapshot was taken with. */
export interface GivenTime {
  readonly snapshotId: string;
  readonly timeMs: number | null;
}

export class SessionStore {
  #session: Session;
  readonly #list = new SnapshotList();
  readonly #files: SnapshotFiles;
  readonly #history = new CapturingHistory();
  readonly #problems: Problem[] = [];
  readonly annotations: Annotations;
  readonly notes: NotesFile;
  readonly verdicts: VerdictLog;
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(
    /** Absolute, without symbolic links. */
    readonly folder: string,
    session: Session,
    private journal: Journal,
    private readonly options: StoreOptions,
  ) {
    this.#session = session;
    this.#files = new SnapshotFiles(folder, options.files);
    const write: Write = (operation) => this.#write(() => operation((entry) => this.#append([entry])));
    this.annotations = new Annotations(write, options.now);
    this.notes = new NotesFile(folder, options.files, write);
    this.verdicts = new VerdictLog(write);
  }

  /** Rejects with PlumblineError `format` where session.json or the journal cannot be read or are of a newer Plumbline. */
  static async open(path: string, id: string, options: StoreOptions): Promise<SessionStore> {
    const folder = await realpath(path).catch((error: unknown) => {
      throw diskError(error, path);
    });
    const session = await readSessionFile(folder, id);
    const { journal, read } = await openJournal(folder, id, options);
    const store = new SessionStore(folder, session, journal, options);
    store.#take(read);
    const hasBeginning = read.damaged > 0 || read.entries[0]?.type === 'session-created';
    if (!hasBeginning) {
      const what = said('journal-headless', { id: session.id });
      store.#problems.push({ code: 'damaged-entry', ...sentence(what) });
    }
    const found = await reconcile({
      folder,
      id: session.id,
      known: (file) => store.#list.capture(file) !== undefined,
      expected: [...store.#list.captures()].map((capture) => capture.id),
      files: options.files,
      // Files of lines that cannot be read any more are not strangers; and another process' files are not ours to move.
      repair: options.readOnly || read.damaged > 0 || !hasBeginning ? 'none' : 'set-aside',
    });
    for (const problem of found.problems) store.#problems.push(problem);
    for (const name of found.names) store.#files.claim(name);
    return store;
  }

  get id(): string {
    return this.#session.id;
  }
  get session(): Session {
    return this.#session;
  }
  /** Found when the session was opened. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }
  /** Captures and journal. */
  get diskBytes(): number {
    return this.#list.captureBytes + this.journal.sizeBytes;
  }
  /** Ordered by time; a new array after each change. */
  snapshots(): readonly Snapshot[] {
    return this.#list.all();
  }
  history(): readonly HistoryEntry[] {
    return this.#history.entries();
  }
  hasCapture(sha256: string): boolean {
    return this.#list.hasHash(sha256);
  }
  captures(): Iterable<Capture> {
    return this.#list.captures();
  }
  /** See `SnapshotList`. */
  lastTakenMs(targetId?: string): number | null {
    return this.#list.lastTakenMs(targetId);
  }
  /** How the clock stood when the journal last spoke of it; null: it never did. */
  get lastClock(): ClockAnchor | null {
    return this.#history.lastClock;
  }

  /** Throws PlumblineError `not-found`. */
  snapshot(id: string): Snapshot {
    const snapshot = this.#list.get(id);
    if (snapshot === undefined) {
      throw failed('no-snapshot', { session: this.id, id: JSON.stringify(id.slice(0, 128)) });
    }
    return snapshot;
  }

  /** Throws PlumblineError `not-found`. */
  capture(captureId: string): Capture {
    const capture = this.#list.capture(captureId);
    if (capture === undefined) {
      throw failed('no-capture', { session: this.id, id: JSON.stringify(captureId.slice(0, 256)) });
    }
    return capture;
  }

  /**
   * Absolute path of a capture's file. Rejects with `not-found` for everything that the journal does not name, for a
   * file that is gone, and for one that was replaced by a link.
   */
  async capturePath(captureId: string): Promise<string> {
    const { id } = this.capture(captureId);
    const path = join(this.folder, ...id.split('/'));
    try {
      // No part of it is a link: what is opened by this path lies in the session.
      if ((await realpath(path)) === path && (await lstat(path)).isFile()) return path;
    } catch (error) {
      if (errno(error) !== 'ENOENT') throw diskError(error, path);
      throw failed('capture-missing', { session: this.id, id });
    }
    throw failed('capture-replaced', { session: this.id, id });
  }

  /** Rejects with `bad-request` for a secret in the clear or an unusable target, `conflict` for an id used twice. */
  async update(patch: SessionPatch): Promise<Session> {
    return this.#write(async () => {
      const before = this.#session;
      const after: Session = {
        ...before,
        name: patch.name ?? before.name,
        plan: { ...before.plan, ...withoutUndefined(patch.plan ?? {}) },
        targets: patch.targets === undefined ? before.targets : this.#withIds(patch.targets),
        filters: patch.filters ?? before.filters,
      };
      const entries: NewEntry[] = [];
      if (after.name !== before.name) entries.push({ type: 'renamed', name: after.name });
      if (patch.targets !== undefined) {
        entries.push({ type: 'targets-changed', targets: after.targets.map(({ id, url }) => ({ id, url })) });
      }
      if (JSON.stringify(after.plan) !== JSON.stringify(before.plan)) {
        entries.push({ type: 'plan-changed', plan: after.plan });
      }
      const bytes = encodeSession(after);
      await replaceFile(this.options.files, join(this.folder, SESSION_FILE), bytes);
      this.#session = after;
      if (entries.length > 0) await this.#append(entries);
      return after;
    });
  }

  /** Says in the journal that the scheduler runs, or why it does not any more, or that somebody set the clock. */
  async recordCapturing(change: CapturingChange): Promise<void> {
    await this.#write(() => this.#append([change]));
  }

  /** All or none; durable on return. Rejects with `not-found`, and `bad-request` for a time that cannot be. */
  async setTimes(times: readonly GivenTime[]): Promise<Snapshot[]> {
    return this.#write(async () => {
      const entries = times.map(({ snapshotId, timeMs }): NewEntry => {
        const { id } = this.snapshot(snapshotId);
        return { type: 'snapshot-retimed', snapshot: id, timeMs: timeMs === null ? null : wholeMs(timeMs) };
      });
      await this.#append(entries);
      return times.map(({ snapshotId }) => this.snapshot(snapshotId));
    });
  }

  /** Durable on return. Rejects with `disk-full` or `disk-failed`; then nothing of it is there. */
  async addSnapshot(snapshot: NewSnapshot): Promise<Snapshot> {
    const [added] = await this.addSnapshots([snapshot]);
    if (added === undefined) throw new Error('one snapshot in, none out');
    return added;
  }

  /** All of them or none; with one fsync of folder and journal, for imports. The bytes are not copied. */
  async addSnapshots(list: readonly NewSnapshot[]): Promise<Snapshot[]> {
    return this.#write(async () => {
      const { lines, undo } = await this.#files.place(list, (id) => this.#list.get(id) !== undefined);
      try {
        await this.#append(lines);
      } catch (error) {
        // Where it is not known whether the line is in the journal, its files must stay; opening anew will tell.
        if (!this.journal.uncertain) await undo();
        throw error;
      }
      return lines.map(({ id }) => this.snapshot(id));
    });
  }

  /** For a reader beside a running writer: takes in what the other has written since. True: something changed. */
  async refresh(): Promise<boolean> {
    return this.#serially(async () => {
      const before = this.#session;
      this.#session = await readSessionFile(this.folder, this.id);
      let read = await this.journal.readNew();
      if (read === null) {
        this.#forget();
        ({ journal: this.journal, read } = await openJournal(this.folder, this.id, this.options));
        this.#take(read);
        return true;
      }
      this.#take(read);
      return read.entries.length > 0 || JSON.stringify(before) !== JSON.stringify(this.#session);
    });
  }

  /** For a look at the folder that must not meet a snapshot half written. Later writes wait for it. */
  async betweenWrites<T>(look: () => Promise<T>): Promise<T> {
    return this.#serially(look);
  }

  /** Waits for writes in progress; later ones are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#serially(async () => {});
  }

  async #append(entries: readonly NewEntry[]): Promise<void> {
    const atMs = this.options.now();
    const at = new Date(atMs).toISOString();
    await this.journal.append(entries, atMs);
    this.#take({
      entries: entries.map((entry) => ({ v: JOURNAL_VERSION, at, ...entry })),
      damaged: 0,
      problems: [],
    });
  }

  #take(read: JournalRead): void {
    for (const problem of read.problems) this.#problems.push(problem);
    const snapshots: (SnapshotEntry | RetimedEntry)[] = [];
    for (const entry of read.entries) {
      if (isSnapshotEntry(entry) || entry.type === 'snapshot-retimed') {
        snapshots.push(entry);
        continue;
      }
      this.#history.take(entry);
      this.annotations.take(entry);
      this.notes.take(entry);
      this.verdicts.take(entry);
    }
    for (const id of this.#list.take(snapshots)) {
      const what = said('journal-twice', { id: this.id, name: id });
      this.#problems.push({ code: 'doubled-entry', ...sentence(what) });
    }
    for (const entry of snapshots) {
      if (entry.type === 'snapshot-retimed') continue;
      for (const { file } of entry.captures) this.#files.claim(file);
    }
  }

  #forget(): void {
    this.#list.clear();
    this.#files.forget();
    this.#history.forget();
    this.annotations.forget();
    this.notes.forget();
    this.verdicts.forget();
    this.#problems.length = 0;
  }

  /** New ones never take the id of a target that snapshots still name. */
  #withIds(list: readonly (Target | NewTarget)[]): Target[] {
    const used = this.snapshots().map((s) => s.targetId ?? '');
    return withTargetIds(list, [...used, ...this.#session.targets.map(({ id }) => id)]);
  }

  async #write<T>(operation: () => Promise<T>): Promise<T> {
    if (this.#closed) throw failed('session-closed', { id: this.id });
    return this.#serially(async () => {
      await this.options.assertWritable();
      return operation();
    });
  }

  #serially<T>(operation: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(operation);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

async function openJournal(
  folder: string,
  id: string,
  options: StoreOptions,
): Promise<{ journal: Journal; read: JournalRead }> {
  const path = join(folder, JOURNAL_FILE);
  const aside = options.readOnly ? null : join(folder, SET_ASIDE_FOLDER);
  const opened = await Journal.open(path, id, options.files, aside);
  if (opened === null) {
    // An empty one in its place would turn every capture into a stranger.
    throw failed('journal-missing', { id });
  }
  return opened;
}

function withoutUndefined<T extends object>(patch: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
