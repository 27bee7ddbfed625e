// The composition root: builds the services once, for any host.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { SessionSummary } from '../contract/domain';
import { failed, PlumblineError } from '../contract/errors';
import type { EventPayload } from '../contract/events';
import { UTC } from '../core/base/zone';
import { nameWithDay } from '../core/inspect/time-from-name';
import type { Returns } from '../contract/methods';
import { LastVerdicts } from './analysis/last-verdicts';
import { Judging } from './judging';
import { createLifeFinder } from './analysis/lives';
import { createQueries } from './analysis/queries';
import { createStackQueries } from './analysis/stack-queries';
import { createWorkerPool } from './analysis/pool';
import { buildTimeline, summarise } from './analysis/timeline';
import { defaultSettingsFolder, openAppSettings, type AppSettings } from './app-settings';
import type { Backend, HostAbilities } from './backend';
import { createAnnotationHandlers } from './annotation-handlers';
import { Bulk } from './bulk';
import { createCapturing } from './capture/capturing';
import { clockStepInWords } from './capture/clock-step-in-words';
import { systemClock, type Clock } from './capture/clock';
import { probeTarget } from './capture/probe-target';
import { expectAllowed } from './editor/allowed-command';
import { EventHub } from './event-hub';
import type { Handlers } from './serve';
import { createKeptMappings } from './source-files/kept-mappings';
import { createSourceHandlers } from './source-handlers';
import { samplePath } from './sample-path';
import { VERSION } from './version';
import { importUploads, inspectUploads } from './workspace/import';
import type { SessionStore } from './workspace/session-store';
import { verifySession } from './workspace/verify-session';
import { openWorkspace, openWorkspaceReadOnly } from './workspace/workspace';

export interface BackendOptions {
  readonly workspacePath: string;
  /** 'read' takes no lock, writes nothing, and may run beside the process that writes. */
  readonly access: 'read' | 'write';
  /** The built analysis worker. */
  readonly workerPath: string;
  readonly abilities: HostAbilities;
  readonly settings?: AppSettings;
  /** Where what this machine alone knows of sessions is kept; the same for all hosts, unlike the settings. */
  readonly machineFolder?: string;
  /** Starts the plans of all sessions; else only those that are changed. */
  readonly runPlans: boolean;
  readonly clock?: Clock;
}

const ANNOUNCE_AFTER_MS = 500;
const MOST_NOTICES = 20;

/** Opens the workspace. Rejects with `read-only` where another process writes it, naming that process. */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const { abilities, clock = systemClock } = options;
  const open = options.access === 'write' ? openWorkspace : openWorkspaceReadOnly;
  const events = new EventHub();
  /** Kept too, for those who come later: most is found while the workspace is opened, before any window is. */
  const notices: EventPayload<'notice'>[] = [];
  const tell = (notice: EventPayload<'notice'>): void => {
    notices.push(notice);
    notices.splice(0, notices.length - MOST_NOTICES);
    events.emit('notice', notice);
  };
  const workspace = await open(options.workspacePath, {
    now: () => clock.now(),
    log: (what) => tell({ level: 'warning', ...what }),
  });
  const settings = options.settings ?? (await openAppSettings(defaultSettingsFolder()));
  if (settings.problem !== null) tell({ level: 'warning', ...settings.problem.sentence });
  const bulk = new Bulk();
  const jobs = createWorkerPool(options.workerPath);
  const keepIndex = !workspace.readOnly;
  const lives = createLifeFinder({
    jobs,
    keepIndex,
    onChange: (sessionId) => events.emit('session.changed', { sessionId }),
  });
  const queries = createQueries({ jobs, lives, bulk, keepIndex, now: () => clock.now() });
  const stacks = createStackQueries({ jobs, lives });
  const verdicts = new LastVerdicts(keepIndex);
  const inspect = (bytes: Uint8Array, signal?: AbortSignal): ReturnType<typeof jobs.run<'inspect'>> =>
    jobs.run('inspect', { bytes }, signal);

  const capturing = createCapturing({
    clock,
    inspect,
    onSnapshot: (sessionId, snapshot) => {
      events.emit('snapshot.added', { sessionId, snapshot });
      judging.wants(sessionId);
      announceSoon();
    },
    onStatus: (sessionId, targets) => events.emit('status.changed', { sessionId, targets: [...targets] }),
    onClockStep: (sessionId, step) =>
      events.emit('notice', { level: 'warning', sessionId, ...clockStepInWords(step) }),
    onError: (sessionId, error) => {
      if (!(error instanceof PlumblineError)) {
        console.error(error);
        return;
      }
      events.emit('notice', { level: 'error', sessionId, ...error.sentence });
    },
  });

  const listSessions = async (): Promise<SessionSummary[]> => {
    const summaries: SessionSummary[] = [];
    for (const info of workspace.sessions()) {
      const store = info.problem === null ? await openQuietly(info.id) : null;
      // Opening may have found what is wrong with it.
      const problem = workspace.sessions().find(({ id }) => id === info.id)?.problem ?? null;
      summaries.push({
        ...summarise(
          store?.session ?? info,
          store?.snapshots() ?? [],
          capturing.isCapturing(info.id),
          problem,
        ),
        verdict: store === null ? null : await verdicts.of(store.folder),
      });
    }
    return summaries;
  };
  /** Beside a writer, with what that has written so far. */
  const sessionOf = async (id: string): Promise<SessionStore> => {
    const store = await workspace.session(id);
    if (workspace.readOnly) await store.refresh();
    return store;
  };
  const openQuietly = async (id: string): Promise<SessionStore | null> => {
    try {
      return await sessionOf(id);
    } catch (error) {
      if (error instanceof PlumblineError) return null;
      throw error;
    }
  };
  const announceSessions = async (): Promise<void> => {
    events.emit('sessions.changed', { sessions: await listSessions() });
  };
  /** Summaries read every snapshot of every session: once for all that were taken at about the same time. */
  let announcing: (() => void) | null = null;
  const announceSoon = (): void => {
    announcing ??= clock.setTimer(clock.now() + ANNOUNCE_AFTER_MS, () => {
      announcing = null;
      announceSessions().catch((error: unknown) => console.error(error));
    });
  };
  const changed = async (store: SessionStore): Promise<void> => {
    events.emit('session.changed', { sessionId: store.id });
    await announceSessions();
  };

  const judging = new Judging({
    clock,
    queries,
    lastVerdicts: verdicts,
    keeps: keepIndex,
    sessionOf,
    onWord: announceSessions,
    onKept: (sessionId) => events.emit('session.changed', { sessionId }),
    onProblem: (sessionId, sentence) => events.emit('notice', { level: 'error', sessionId, ...sentence }),
  });

  const handlers: Handlers = {
    'app.capabilities': () =>
      Promise.resolve({
        version: VERSION,
        workspacePath: workspace.path,
        canOpenDialogs: abilities.pickFiles !== undefined,
        canRevealFiles: abilities.revealFile !== undefined,
        canSetCommand: abilities.confirmCommand !== undefined,
        linkHosts: abilities.linkHosts === undefined ? null : [...abilities.linkHosts],
      }),
    'app.notices': () => Promise.resolve([...notices]),
    'app.settings': () => Promise.resolve(settings.get()),
    'app.setSettings': async (change) => {
      const defined = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const { editorCommand = '' } = change;
      if (editorCommand !== '' && editorCommand !== settings.get().editorCommand) {
        await expectAllowed(editorCommand, abilities, settings.path);
      }
      const now = await settings.set(defined);
      events.emit('settings.changed', now);
      return now;
    },

    'sessions.list': async () => {
      await workspace.rescan();
      return listSessions();
    },
    'sessions.create': async ({ name, targets, plan, timeScale }) => {
      const store = await workspace.createSession({ name, targets, plan, timeScale });
      if (options.runPlans) capturing.configure(store);
      await announceSessions();
      return store.session;
    },
    'sessions.addSample': async () => {
      const { store, isNew } = await workspace.addCopy(samplePath);
      if (isNew) await announceSessions();
      return { session: store.session, isNew };
    },
    'sessions.get': async ({ sessionId }) => (await sessionOf(sessionId)).session,
    'sessions.update': async ({ sessionId, ...patch }) => {
      const store = await sessionOf(sessionId);
      const session = await store.update(patch);
      capturing.configure(store);
      await changed(store);
      return session;
    },
    'sessions.setFilters': async ({ sessionId, filters }) => {
      await (await sessionOf(sessionId)).update({ filters });
      events.emit('filters.changed', { sessionId, filters });
      return null;
    },
    'sessions.status': async ({ sessionId }) => [...capturing.status(await sessionOf(sessionId))],

    'targets.probe': (target, signal) => probeTarget(target, {}, signal),
    'capture.cancel': ({ sessionId }) => {
      capturing.cancelRunning(sessionId);
      return Promise.resolve(null);
    },
    'capture.now': async ({ sessionId, targetIds, kinds, heapGc, trace }, signal, report) =>
      capturing.captureNow(
        await sessionOf(sessionId),
        {
          ...(targetIds === undefined ? {} : { targetIds }),
          ...(kinds === undefined ? {} : { kinds }),
          ...(heapGc === undefined ? {} : { heapGc }),
          ...(trace === undefined ? {} : { trace }),
        },
        signal,
        report,
      ),

    'capture.run': async ({ sessionId, plan }, signal) => {
      const given = Object.fromEntries(Object.entries(plan).filter(([, value]) => value !== undefined));
      await capturing.run(await sessionOf(sessionId), given, signal);
      return null;
    },

    'timeline.get': async ({ sessionId, settled }, signal) => {
      const store = await sessionOf(sessionId);
      const targets = settled ? await lives.settled(store, signal) : lives.known(store);
      return buildTimeline({
        snapshots: store.snapshots(),
        history: store.history(),
        plan: store.session.plan,
        diskBytes: store.diskBytes,
        targets,
        verdicts: store.verdicts.entries(),
      });
    },
    'snapshots.setTimes': async ({ sessionId, times }) => {
      const store = await sessionOf(sessionId);
      const snapshots = await store.setTimes(times);
      await changed(store);
      return snapshots;
    },
    'sessions.verify': async ({ sessionId }, signal, report) =>
      verifySession(await sessionOf(sessionId), {
        signal,
        report,
        isWritten: await workspace.isWrittenElsewhere(),
      }),
    'snapshots.get': async ({ sessionId, snapshotId }) => (await sessionOf(sessionId)).snapshot(snapshotId),

    'sources.pickFolder': ({ at }) => {
      if (abilities.pickFolder === undefined) throw failed('no-file-dialog');
      return abilities.pickFolder(at);
    },
    'import.pick': async () => {
      if (abilities.pickFiles === undefined) {
        throw failed('no-file-dialog');
      }
      const picked: Returns<'import.pick'> = [];
      for (const path of await abilities.pickFiles()) {
        const upload = await workspace.uploads.put(createReadStream(path));
        const { mtimeMs } = await stat(path);
        picked.push({
          upload,
          name: nameWithDay(path),
          modifiedMs: Math.floor(mtimeMs),
          timeMs: null,
          zone: UTC.name,
        });
      }
      return picked;
    },
    'import.inspect': ({ files }, signal, report) =>
      inspectUploads(workspace.uploads, files, inspect, signal, report),
    'import.commit': async ({ sessionId, files }, signal, report) => {
      const store = await sessionOf(sessionId);
      const result = await importUploads(store, workspace.uploads, files, inspect, signal, report);
      await changed(store);
      return result;
    },

    'findings.get': async ({ sessionId }, signal, report) => {
      const store = await sessionOf(sessionId);
      return judging.findings(store, signal, report);
    },
    'stack.captures': async (args, signal, report) =>
      stacks.captures(await sessionOf(args.sessionId), args, signal, report),
    'stack.traces': async (args, signal, report) =>
      stacks.traces(await sessionOf(args.sessionId), args, signal, report),
    'memory.account': async (args, signal, report) =>
      queries.memoryAccount(await sessionOf(args.sessionId), args, signal, report),
    'goroutines.group': async (args, signal, report) =>
      queries.goroutines(await sessionOf(args.sessionId), args, signal, report),
    'goroutines.find': async (args, signal, report) =>
      queries.findGoroutines(await sessionOf(args.sessionId), args, signal, report),
    'profile.top': async (args, signal, report) =>
      queries.top(await sessionOf(args.sessionId), args, signal, report),
    'profile.labels': async (args, signal, report) =>
      queries.labels(await sessionOf(args.sessionId), args, signal, report),
    'profile.flame': async (args, signal, report) =>
      queries.flame(await sessionOf(args.sessionId), args, signal, report),
    'profile.graph': async (args, signal, report) =>
      queries.graph(await sessionOf(args.sessionId), args, signal, report),
    'compare.graph': async (args, signal, report) =>
      queries.graphDifference(await sessionOf(args.sessionId), args, signal, report),
    'profile.export': async (args, signal, report) =>
      queries.export(await sessionOf(args.sessionId), args, signal, report),
    'compare.export': async (args, signal, report) =>
      queries.exportDifference(await sessionOf(args.sessionId), args, signal, report),
    'compare.flame': async (args, signal, report) =>
      queries.flameDifference(await sessionOf(args.sessionId), args, signal, report),
    'compare.get': async (args, signal, report) =>
      queries.compare(await sessionOf(args.sessionId), args, signal, report),

    ...createAnnotationHandlers({ workspace, sessionOf, openQuietly, events }),
    ...createSourceHandlers({
      sessionOf,
      queries,
      stacks,
      events,
      editor: () => settings.get(),
      mappings: createKeptMappings(options.machineFolder ?? defaultSettingsFolder(), ({ sentence }) =>
        tell({ level: 'warning', ...sentence }),
      ),
    }),

    'files.reveal': async ({ sessionId, captureId }) => {
      const path = await (await sessionOf(sessionId)).capturePath(captureId);
      if (abilities.revealFile === undefined) {
        throw failed('no-reveal', { path });
      }
      abilities.revealFile(path);
      return null;
    },
  };

  if (options.runPlans) {
    for (const { id, problem } of workspace.sessions()) {
      const store = problem === null ? await openQuietly(id) : null;
      if (store !== null) capturing.configure(store);
    }
  }

  return {
    handlers,
    subscribe: (listener) => events.subscribe(listener),
    captureFile: async (sessionId, captureId) => (await sessionOf(sessionId)).capturePath(captureId),
    takeBulk: (id) => bulk.take(id),
    storeUpload: (bytes) => workspace.uploads.put(bytes),
    async close() {
      await capturing.close();
      await judging.close();
      announcing?.();
      await workspace.close();
      await jobs.close();
    },
  };
}
