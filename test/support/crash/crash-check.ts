// Replays a recorded run cut at every operation, makes each state that a crash there may leave into a real folder, opens
// that with the product's own code, and holds it against what had been told by then: all of it is there and whole; of what
// was under way there is all or nothing; what cannot be used is out of the way, and said.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isTemporary, type Files } from '../../../src/main/workspace/files';
import type { Problem } from '../../../src/main/workspace/journal';
import { isCaptureFile } from '../../../src/main/workspace/names';
import { findDamage } from '../../../src/main/workspace/verify-session';
import { openWorkspace, openWorkspaceReadOnly, type Workspace } from '../../../src/main/workspace/workspace';
import { fillBytes, newSnapshot } from '../snapshots';
import { DiskModel, type Tree } from './disk-model';
import { recordFiles, type DiskOp } from './recording-files';
import type { Mutation } from './mutations';

export const WORKSPACE = 'workspace';

/** Something that is kept beside the workspace, as its reader sees it: settings, an index. */
export type Reader = (root: string) => Promise<string>;

export interface Scenario {
  readonly name: string;
  /** What is there beforehand, all of it durable. */
  readonly before?: (root: string) => Promise<void>;
  /** The run that is recorded. After each step it tells; `workspace` is the one it has open, null where it has none. */
  readonly run: (
    root: string,
    files: Files,
    tell: (workspace: Workspace | null) => Promise<void>,
  ) => Promise<void>;
  readonly readers?: Readonly<Record<string, Reader>>;
}

interface SessionView {
  readonly document: string;
  /** By id, as text with the sizes and hashes of all captures. */
  readonly snapshots: ReadonlyMap<string, string>;
}
/** What somebody has been told is kept. */
interface Promised {
  readonly sessions: ReadonlyMap<string, SessionView>;
  readonly read: Readonly<Record<string, string>>;
}

export interface Recorded {
  readonly scenario: Scenario;
  readonly initial: Tree;
  readonly trace: readonly DiskOp[];
  /** By step; 0 is before the run. */
  readonly promised: readonly Promised[];
}

export async function record(scenario: Scenario, root: string): Promise<Recorded> {
  await mkdir(root, { recursive: true });
  await scenario.before?.(root);
  const initial = await readTree(root);
  const { files, trace, told } = recordFiles(root);
  const readAll = async (): Promise<Record<string, string>> => {
    const read: Record<string, string> = {};
    for (const [name, reader] of Object.entries(scenario.readers ?? {})) read[name] = await reader(root);
    return read;
  };
  const existing = initial.has(WORKSPACE) ? await openWorkspaceReadOnly(join(root, WORKSPACE)) : null;
  const promised: Promised[] = [{ sessions: await viewOf(existing), read: await readAll() }];
  await scenario.run(root, files, async (workspace) => {
    promised.push({ sessions: await viewOf(workspace), read: await readAll() });
    told(promised.length - 1);
  });
  const last = promised.at(-1);
  if (last !== undefined) promised.push(last); // what comes after the last step changes nothing
  return { scenario, initial, trace, promised };
}

export interface Tried {
  /** Operations at which the run was cut. */
  readonly cuts: number;
  /** Different states that were opened. */
  readonly states: number;
  readonly violations: readonly string[];
}

/**
 * `most`: states per cut, above which they are sampled. Every third one is opened twice, with a snapshot added between.
 * Ends at the first violation.
 */
export async function tryCrashes(
  recorded: Recorded,
  scratch: string,
  { most, seed, mutation }: { most: number; seed: number; mutation?: Mutation },
): Promise<Tried> {
  const trace = mutation?.(recorded.trace) ?? recorded.trace;
  const model = new DiskModel(recorded.initial);
  let step = 0;
  let states = 0;
  let seen = new Set<string>();
  for (let cut = 0; cut <= trace.length; cut++) {
    for (const tree of model.crashStates(most, seed + cut)) {
      const hash = hashOf(tree);
      if (seen.has(hash)) continue;
      seen.add(hash);
      states++;
      const folder = join(scratch, String(states));
      await makeTree(folder, tree);
      const violation = await violationOf(recorded, step, folder, states % 3 === 0);
      await rm(folder, { recursive: true });
      if (violation !== null) {
        const after = cut === 0 ? 'the beginning' : JSON.stringify(trace[cut - 1], brief);
        return {
          cuts: cut + 1,
          states,
          violations: [`${recorded.scenario.name}, cut after ${after}: ${violation}`],
        };
      }
    }
    const op = trace[cut];
    if (op === undefined) continue;
    model.apply(op);
    if (op.op === 'told') {
      step = op.step;
      seen = new Set(); // the same bytes now have more to keep
    }
  }
  return { cuts: trace.length + 1, states, violations: [] };
}

const brief = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? `${value.length} bytes` : value;

async function violationOf(
  recorded: Recorded,
  step: number,
  folder: string,
  twice: boolean,
): Promise<string | null> {
  try {
    const before = recorded.promised[step];
    const after = recorded.promised[step + 1];
    if (before === undefined || after === undefined) throw new Error(`no step ${step}`);
    await checkReaders(recorded.scenario, before, after, folder);
    if (after.sessions.size > 0) await checkWorkspace(before, after, join(folder, WORKSPACE), twice);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function checkReaders(
  scenario: Scenario,
  before: Promised,
  after: Promised,
  folder: string,
): Promise<void> {
  for (const [name, reader] of Object.entries(scenario.readers ?? {})) {
    const found = await reader(folder);
    if (found === before.read[name] || found === after.read[name]) continue;
    throw new Error(`${name} reads ${found}, neither ${before.read[name]} nor ${after.read[name]}`);
  }
}

async function checkWorkspace(
  before: Promised,
  after: Promised,
  path: string,
  twice: boolean,
): Promise<void> {
  const found = await stateOfJournals(path);
  const workspace = await openWorkspace(path);
  const ids = workspace.sessions().map(({ id }) => id);
  try {
    for (const id of before.sessions.keys()) {
      if (!ids.includes(id)) throw new Error(`the session ${id} is gone`);
    }
    for (const id of ids) {
      const was = before.sessions.get(id);
      const becomes = after.sessions.get(id);
      if (becomes === undefined) throw new Error(`a session ${id} that nobody made`);
      const store = await workspace.session(id);
      checkSession(await sessionView(workspace, id), was, becomes);
      checkProblems(store.problems, found.get(id));
      const damage = await findDamage(store);
      if (damage.length > 0) throw new Error(`damaged: ${JSON.stringify(damage)}`);
      await checkTidy(store.folder);
      if (twice) await store.addSnapshot(newSnapshot(1_800_000_000_000, [fillBytes(1, 30)]));
    }
  } finally {
    await workspace.close();
  }
  if (twice)
    await checkAgain(path, ids, new Set([...found].filter(([, { hole }]) => hole).map(([id]) => id)));
}

function checkSession(view: SessionView, was: SessionView | undefined, becomes: SessionView): void {
  if (view.document !== was?.document && view.document !== becomes.document) {
    throw new Error(`session.json says neither what it said nor what it was to say: ${view.document}`);
  }
  for (const [id, text] of was?.snapshots ?? []) {
    const now = view.snapshots.get(id);
    if (now === undefined) throw new Error(`the snapshot ${id} is lost`);
    if (now !== text && now !== becomes.snapshots.get(id))
      throw new Error(`the snapshot ${id} is another: ${now}`);
  }
  for (const [id, text] of view.snapshots) {
    if (was?.snapshots.has(id) !== true && becomes.snapshots.get(id) !== text) {
      throw new Error(`a snapshot ${id} that nobody took: ${text}`);
    }
  }
}

interface FoundJournal {
  readonly torn: boolean;
  /** Zeros before a whole line: a later page of an append came, an earlier one did not. */
  readonly hole: boolean;
  readonly strangers: boolean;
}

/** What the next opening has to speak of. */
async function stateOfJournals(path: string): Promise<Map<string, FoundJournal>> {
  const found = new Map<string, FoundJournal>();
  for (const entry of await readdir(join(path, 'sessions'), { withFileTypes: true }).catch(() => [])) {
    if (entry.name.startsWith('.')) continue;
    const folder = join(path, 'sessions', entry.name);
    const journal = await readFile(join(folder, 'journal.jsonl'), 'latin1');
    const captures = (await readdir(folder, { recursive: true })).filter(
      (name) => !name.startsWith('.') && isCaptureFile(name.slice(name.lastIndexOf('/') + 1)),
    );
    found.set(entry.name, {
      torn: !journal.endsWith('\n'),
      hole: journal.includes('\0') && journal.endsWith('}\n'),
      strangers: captures.some((name) => !journal.includes(`"${name}"`)),
    });
  }
  return found;
}

/** What is amiss is said, and nothing is said that is not. */
function checkProblems(problems: readonly Problem[], found: FoundJournal | undefined): void {
  const codes = new Set(problems.map(({ code }) => code));
  if (found?.torn === true && !codes.has('torn-journal')) throw new Error('a torn journal is not reported');
  const allowed = new Set<Problem['code']>(['torn-journal', 'set-aside']);
  if (found?.hole === true) allowed.add('damaged-entry').add('unclaimed-files');
  else if (found?.strangers === true && !codes.has('set-aside')) throw new Error('set aside in silence');
  const other = problems.find(({ code }) => !allowed.has(code));
  if (other !== undefined) throw new Error(other.message);
}

/** Nothing unfinished stays in a session. */
async function checkTidy(folder: string): Promise<void> {
  const left = (await readdir(folder, { recursive: true })).filter((name) =>
    isTemporary(name.slice(name.lastIndexOf('/') + 1)),
  );
  if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
}

/** The second opening finds nothing amiss, and what was added after the first. */
async function checkAgain(path: string, ids: readonly string[], holed: ReadonlySet<string>): Promise<void> {
  const again = await openWorkspace(path);
  try {
    for (const id of ids) {
      const store = await again.session(id);
      if (store.problems.length > 0 && !holed.has(id)) {
        throw new Error(`the second opening still says: ${store.problems[0]?.message}`);
      }
      if (!store.snapshots().some(({ timeMs }) => timeMs === 1_800_000_000_000)) {
        throw new Error('a snapshot added after the crash is lost');
      }
    }
  } finally {
    await again.close();
  }
}

async function viewOf(workspace: Workspace | null): Promise<Map<string, SessionView>> {
  const sessions = new Map<string, SessionView>();
  for (const { id } of workspace?.sessions() ?? []) {
    if (workspace !== null) sessions.set(id, await sessionView(workspace, id));
  }
  return sessions;
}

async function sessionView(workspace: Workspace, id: string): Promise<SessionView> {
  const store = await workspace.session(id);
  return {
    document: JSON.stringify(store.session),
    snapshots: new Map(store.snapshots().map((snapshot) => [snapshot.id, JSON.stringify(snapshot)])),
  };
}

async function readTree(root: string): Promise<Tree> {
  const tree = new Map<string, Uint8Array | null>();
  const visit = async (path: string): Promise<void> => {
    for (const entry of await readdir(join(root, path), { withFileTypes: true })) {
      const at = path === '' ? entry.name : `${path}/${entry.name}`;
      tree.set(at, entry.isDirectory() ? null : await readFile(join(root, at)));
      if (entry.isDirectory()) await visit(at);
    }
  };
  await visit('');
  return tree;
}

async function makeTree(root: string, tree: Tree): Promise<void> {
  await mkdir(root);
  for (const [path, bytes] of tree) {
    if (bytes === null) await mkdir(join(root, path));
    else await writeFile(join(root, path), /(^|\/)\.lock/.test(path) ? ofTheDead(bytes) : bytes);
  }
}

/** Who held the lock is gone after a crash; this process, which made the recording, is not. */
const ofTheDead = (bytes: Uint8Array): Buffer =>
  Buffer.from(
    Buffer.from(bytes).toString('latin1').replace(`"pid":${process.pid}`, '"pid":99999999'),
    'latin1',
  );

function hashOf(tree: Tree): string {
  const hash = createHash('sha1');
  for (const [path, bytes] of [...tree].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${path}\0${bytes?.length ?? 'folder'}\0`);
    if (bytes !== null) hash.update(bytes);
  }
  return hash.digest('hex');
}
