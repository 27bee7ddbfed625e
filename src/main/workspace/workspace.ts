// A folder with many sessions. Opening it takes the lock; `openWorkspaceReadOnly` takes none, repairs nothing and may be
// used beside a running writer.
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { planSchema, type CapturePlan, type NewTarget, type Session } from '../../contract/domain';
import { failed, PlumblineError, sentence, type Sentence } from '../../contract/errors';
import { said } from '../../contract/failures/say';
import {
  diskError,
  errno,
  isTemporary,
  isUnfinished,
  listFolder,
  makeFolders,
  nodeFiles,
  readText,
  removeQuietly,
  replaceFile,
  unfinishedFor,
  type Files,
} from './files';
import { readDocument } from './format-version';
import { JOURNAL_FILE, encodeEntry } from './journal';
import { acquireLock, isHeld, type WorkspaceLock } from './lock';
import { copySession } from './copy-session';
import { isSessionFolder, sessionId } from './names';
import { SESSION_FILE, defaultPlan, encodeSession, readSessionFile } from './session-file';
import { SessionStore } from './session-store';
import { withTargetIds } from './targets';
import { Uploads } from './uploads';

const WORKSPACE_FILE = 'workspace.json';
const WORKSPACE_VERSION = 1;
const SESSIONS = 'sessions';
const UPLOADS = '.uploads';

export interface WorkspaceOptions {
  readonly files?: Files;
  readonly now?: () => number;
  /** Hears what was found and repaired, and in which session. */
  readonly log?: (what: Sentence & { readonly sessionId: string }) => void;
}

export interface SessionInfo {
  readonly id: string;
  /** The folder's name where session.json cannot be read. */
  readonly name: string;
  readonly createdMs: number | null;
  /** Why it cannot be opened. */
  readonly problem: Sentence | null;
}

export interface NewSession {
  readonly name: string;
  readonly targets?: readonly NewTarget[];
  readonly plan?: { readonly [K in keyof CapturePlan]?: CapturePlan[K] | undefined };
  readonly timeScale?: number;
}

export const defaultWorkspacePath = (): string => join(homedir(), 'Plumbline');

/**
 * Opens a workspace for writing; makes it if the folder is new or empty. Rejects with `read-only` naming the process
 * that has it open, `bad-request` for a folder that is something else, `format` for one of a newer Plumbline.
 */
export async function openWorkspace(path: string, options: WorkspaceOptions = {}): Promise<Workspace> {
  const files = options.files ?? nodeFiles;
  const now = options.now ?? Date.now;
  await refuseForeignFolder(resolve(path));
  await makeFolders(files, resolve(path));
  const folder = await realFolder(path);
  const lock = await acquireLock(folder, files, now());
  try {
    if ((await readWorkspaceFile(folder)) === null) {
      const document = { formatVersion: WORKSPACE_VERSION, created: new Date(now()).toISOString() };
      await replaceFile(files, join(folder, WORKSPACE_FILE), Buffer.from(`${JSON.stringify(document)}\n`));
    }
    await makeFolders(files, join(folder, SESSIONS));
    await removeLeftovers(folder, files);
    const uploads = await Uploads.open(join(folder, UPLOADS), { files, now });
    const workspace = new Workspace(folder, { files, now, log: options.log ?? (() => {}) }, lock, uploads);
    await workspace.rescan();
    return workspace;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Rejects with `not-found` where there is no workspace, `format` for one of a newer Plumbline. */
export async function openWorkspaceReadOnly(
  path: string,
  options: WorkspaceOptions = {},
): Promise<Workspace> {
  const folder = await realFolder(path);
  if ((await readWorkspaceFile(folder)) === null) throw noWorkspace(folder);
  const { files = nodeFiles, now = Date.now, log = () => {} } = options;
  const workspace = new Workspace(folder, { files, now, log }, null, null);
  await workspace.rescan();
  return workspace;
}

export class Workspace {
  #infos: readonly SessionInfo[] = [];
  readonly #stores = new Map<string, Promise<SessionStore>>();
  /** Why a session whose session.json is in order could not be opened all the same. */
  readonly #broken = new Map<string, Sentence>();
  readonly #creating = new Set<Promise<unknown>>();
  /** One copy after the other, so that the same session asked for twice at once comes once. */
  #copies: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** Made by `openWorkspace` and `openWorkspaceReadOnly`. */
  constructor(
    readonly path: string,
    private readonly options: Required<WorkspaceOptions>,
    private readonly lock: WorkspaceLock | null,
    private readonly receivedUploads: Uploads | null,
  ) {}

  get readOnly(): boolean {
    return this.lock === null;
  }

  /** Throws `read-only` in a workspace that is only read. */
  get uploads(): Uploads {
    if (this.receivedUploads === null) throw onlyRead(this.path);
    return this.receivedUploads;
  }

  /** By name, as of the last `rescan`; those made since then are among them. */
  sessions(): readonly SessionInfo[] {
    return this.#infos.map((info) => ({ ...info, problem: this.#broken.get(info.id) ?? info.problem }));
  }

  /** Looks into the folder anew: sessions may have been copied into it. */
  async rescan(): Promise<void> {
    const folder = join(this.path, SESSIONS);
    const infos: SessionInfo[] = [];
    for (const entry of await listFolder(folder)) {
      if (!isSessionFolder(entry.name)) continue;
      if (entry.isDirectory()) infos.push(await readInfo(join(folder, entry.name), entry.name));
      else if (entry.isSymbolicLink()) {
        const problem = sentence(said('session-link', { id: entry.name }));
        infos.push({ id: entry.name, name: entry.name, createdMs: null, problem });
      }
    }
    this.#setInfos(infos);
  }

  /** Rejects with `bad-request` for a secret in the clear, `disk-full`, `read-only`. */
  async createSession(fresh: NewSession): Promise<SessionStore> {
    return this.#awaitedByClose(() => this.#create(fresh));
  }

  /**
   * Copies a session's folder in, whole or not at all, under an id of its own. One that was created at the same millisecond
   * is the same session: that is opened as it is, whatever became of it since. Rejects with `format` for a folder that
   * is no session, `disk-full`, `read-only`.
   */
  async addCopy(source: string): Promise<{ readonly store: SessionStore; readonly isNew: boolean }> {
    return this.#awaitedByClose(() => {
      const copy = this.#copies.then(() => this.#copy(source));
      this.#copies = copy.catch(() => undefined);
      return copy;
    });
  }

  async #copy(source: string): Promise<{ readonly store: SessionStore; readonly isNew: boolean }> {
    await this.#assertWritable();
    const original = await readSessionFile(source, basename(source));
    await this.rescan();
    const there = this.#infos.find(
      (info) => info.createdMs === original.createdMs && !this.#broken.has(info.id),
    );
    if (there !== undefined) return { store: await this.#openOnce(there.id), isNew: false };
    const session = { ...original, id: await this.#freeId(original.name) };
    await this.#place(session.id, (folder) => copySession(this.options.files, source, folder));
    this.#setInfos([...this.#infos, infoOf(session)]);
    return { store: await this.#openOnce(session.id), isNew: true };
  }

  async #awaitedByClose<T>(create: () => Promise<T>): Promise<T> {
    this.#refuseClosed();
    const creating = create();
    this.#creating.add(creating);
    try {
      return await creating;
    } finally {
      this.#creating.delete(creating);
    }
  }

  async #create(fresh: NewSession): Promise<SessionStore> {
    await this.#assertWritable();
    const targets = withTargetIds(fresh.targets ?? [], []);
    const timeScale = fresh.timeScale ?? 1;
    const given = planSchema.partial().safeParse(fresh.plan ?? {});
    if (!given.success) {
      throw failed('plan-bad', { detail: given.error.issues[0]?.message ?? 'not as declared' });
    }
    const { everyMs, kinds, untilMs, heapGc, enabled } = given.data;
    const usual = defaultPlan(targets.length, timeScale);
    const plan: CapturePlan = {
      // Without a target there is nothing that could be captured, whatever was asked for.
      enabled: targets.length > 0 && (enabled ?? usual.enabled),
      everyMs: everyMs ?? usual.everyMs,
      kinds: kinds ?? usual.kinds,
      untilMs: untilMs ?? usual.untilMs,
      heapGc: heapGc ?? usual.heapGc,
    };
    const session: Session = {
      id: await this.#freeId(fresh.name),
      name: fresh.name,
      createdMs: this.options.now(),
      timeScale,
      targets,
      plan,
      filters: [],
    };
    await this.#writeNew(session);
    this.#setInfos([...this.#infos, infoOf(session)]);
    return this.#openOnce(session.id);
  }

  /** Rejects with `not-found`, or with what is wrong with its files. Opened once, and kept open. */
  async session(id: string): Promise<SessionStore> {
    this.#refuseClosed();
    if (!isSessionFolder(id)) throw noSession(id);
    return this.#openOnce(id);
  }

  async #openOnce(id: string): Promise<SessionStore> {
    const open = this.#stores.get(id);
    if (open !== undefined) return open;
    const opening = this.#open(id);
    this.#stores.set(id, opening);
    try {
      const store = await opening;
      this.#broken.delete(id);
      return store;
    } catch (error) {
      // Not kept: it may be mended while the workspace is open.
      this.#stores.delete(id);
      if (error instanceof PlumblineError && error.code !== 'not-found') this.#broken.set(id, error.sentence);
      throw error;
    }
  }

  /** Whether another process writes this workspace, which is only read here. */
  async isWrittenElsewhere(): Promise<boolean> {
    return this.readOnly && (await isHeld(this.path));
  }

  /** Ask after the machine slept. Always false in a workspace that is only read. */
  async stillMine(): Promise<boolean> {
    return this.lock !== null && (await this.lock.stillMine());
  }

  /** Waits for writes in progress and gives the workspace back. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#creating);
    for (const opening of await Promise.allSettled(this.#stores.values())) {
      if (opening.status === 'fulfilled') await opening.value.close();
    }
    if (await this.stillMine()) await this.receivedUploads?.close();
    await this.lock?.release();
  }

  async #open(id: string): Promise<SessionStore> {
    const folder = join(this.path, SESSIONS, id);
    try {
      if (!(await lstat(folder)).isDirectory()) throw noSession(id);
    } catch (error) {
      if (errno(error) === 'ENOENT') throw noSession(id);
      throw diskError(error, folder);
    }
    const store = await SessionStore.open(folder, id, {
      files: this.options.files,
      now: this.options.now,
      readOnly: this.readOnly,
      assertWritable: () => this.#assertWritable(),
    });
    for (const problem of store.problems) this.options.log({ ...problem, sessionId: id });
    return store;
  }

  #refuseClosed(): void {
    if (this.#closed) throw failed('workspace-closed');
  }

  /** Not a question of being closed: what was begun before is still written. */
  async #assertWritable(): Promise<void> {
    if (this.lock === null) throw onlyRead(this.path);
    if (await this.lock.stillMine()) return;
    throw failed('workspace-lost', { folder: this.path });
  }

  async #freeId(name: string): Promise<string> {
    const taken = new Set(
      (await listFolder(join(this.path, SESSIONS))).map((entry) => entry.name.toLowerCase()),
    );
    for (;;) {
      const id = sessionId(name);
      if (!taken.has(id)) return id;
    }
  }

  async #writeNew(session: Session): Promise<void> {
    const { files, now } = this.options;
    const bytes = encodeSession(session);
    await this.#place(session.id, async (folder) => {
      await makeFolders(files, folder);
      await files.create(join(folder, SESSION_FILE), bytes);
      const entries = [
        encodeEntry({ type: 'session-created', name: session.name }, now()),
        encodeEntry({ type: 'plan-changed', plan: session.plan }, now()),
      ];
      await files.create(join(folder, JOURNAL_FILE), Buffer.concat(entries));
      await files.syncFolder(folder);
    });
  }

  /** Under its name only when it is whole: `fill` makes the folder that it is given, durably. */
  async #place(id: string, fill: (folder: string) => Promise<void>): Promise<void> {
    const { files } = this.options;
    const sessions = join(this.path, SESSIONS);
    const unfinished = unfinishedFor(join(sessions, id));
    try {
      await fill(unfinished);
      await files.rename(unfinished, join(sessions, id));
      await files.syncFolder(sessions);
    } catch (error) {
      await removeQuietly(files, unfinished);
      throw error;
    }
  }

  #setInfos(infos: readonly SessionInfo[]): void {
    this.#infos = infos.toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
  }
}

const infoOf = (session: Session): SessionInfo => ({
  id: session.id,
  name: session.name,
  createdMs: session.createdMs,
  problem: null,
});

async function readInfo(folder: string, id: string): Promise<SessionInfo> {
  try {
    return infoOf(await readSessionFile(folder, id));
  } catch (error) {
    if (!(error instanceof PlumblineError)) throw error;
    return { id, name: id, createdMs: null, problem: error.sentence };
  }
}

/** Any folder may be typed after `--workspace`; one with other things in it must not be filled with ours. */
async function refuseForeignFolder(folder: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (errno(error) === 'ENOENT') return;
    throw diskError(error, folder);
  }
  if (names.includes(WORKSPACE_FILE) || names.every((name) => name.startsWith('.') || name === SESSIONS))
    return;
  throw failed('workspace-foreign', { folder });
}

async function realFolder(path: string): Promise<string> {
  try {
    const folder = await realpath(path);
    if (!(await stat(folder)).isDirectory()) throw noWorkspace(folder);
    return folder;
  } catch (error) {
    if (errno(error) === 'ENOENT') throw noWorkspace(resolve(path));
    throw diskError(error, path);
  }
}

const workspaceFile = z.object({ formatVersion: z.literal(WORKSPACE_VERSION), created: z.iso.datetime() });

async function readWorkspaceFile(folder: string): Promise<z.infer<typeof workspaceFile> | null> {
  const path = join(folder, WORKSPACE_FILE);
  const text = await readText(path);
  if (text === null) return null;
  return readDocument(text, {
    what: said('place-path', { path }),
    versionField: 'formatVersion',
    version: WORKSPACE_VERSION,
    steps: {},
    schema: workspaceFile,
    damaged: 'damaged',
  });
}

async function removeLeftovers(folder: string, files: Files): Promise<void> {
  for (const name of await readdir(folder)) {
    if (isTemporary(name)) await removeQuietly(files, join(folder, name));
  }
  for (const name of await readdir(join(folder, SESSIONS))) {
    if (isUnfinished(name)) await removeQuietly(files, join(folder, SESSIONS, name));
  }
}

const noSession = (id: string): PlumblineError =>
  failed('no-session', { id: JSON.stringify(id.slice(0, 128)) });
const noWorkspace = (folder: string): PlumblineError => failed('no-workspace', { folder });
const onlyRead = (folder: string): PlumblineError => failed('workspace-only-read', { folder });
