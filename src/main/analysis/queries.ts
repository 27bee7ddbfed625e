// What the API asks of a session's captures. Picks files and hands them to jobs; nothing is decoded on this thread.
import { join } from 'node:path';
import type { CompareReport, FoundGoroutines } from '../../contract/analysis';
import type { Findings } from '../../contract/growth';
import type { Capture, Snapshot } from '../../contract/domain';
import { failed } from '../../contract/errors';
import type { ParsedArgs, Returns } from '../../contract/methods';
import type { OnProgress } from '../../contract/progress';
import { KIND_READ_FROM, READ_FROM } from '../../core/goroutine/groupings';
import { slowestVisiblePerHour } from '../../core/growth/resolvable';
import { isSameLife } from '../../core/growth/lives';
import type { SourceFolders } from '../../core/source/local-places';
import type { Bulk } from '../bulk';
import type { SessionStore } from '../workspace/session-store';
import { isDamage } from './is-damage';
import { isAbsolute, latestSites } from './latest-sites';
import { severalInWords, type LifeFinder, type TargetHistory, whyOfAnother } from './lives';
import { dumpsOfLife, nearestDumps, type Dump } from './dumps-of-life';
import { capturesToSum } from './captures-to-sum';
import { growthLives } from './growth-lives';
import { accountOfOne } from './life-account';
import { packGrowth } from './pack-captures';
import type { ProfileFile } from './load';
import type { JobRunner } from './pool';
import { TraceProfiles } from './trace-profiles';

export interface Queries {
  findings(store: SessionStore, signal: AbortSignal, report: OnProgress): Promise<Findings>;
  memoryAccount(
    store: SessionStore,
    args: ParsedArgs<'memory.account'>,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'memory.account'>>;
  goroutines(
    store: SessionStore,
    args: ParsedArgs<'goroutines.group'>,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'goroutines.group'>>;
  findGoroutines(
    store: SessionStore,
    args: ParsedArgs<'goroutines.find'>,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<FoundGoroutines>;
  top(
    store: SessionStore,
    args: ParsedArgs<'profile.top'>,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'profile.top'>>;
  labels(
    store: SessionStore,
    args: ParsedArgs<'profile.labels'>,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'profile.labels'>>;
  flame(
    store: SessionStore,
    args: ParsedArgs<'profile.flame'>,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'profile.flame'>>;
  graph(
    store: SessionStore,
    args: ParsedArgs<'profile.graph'>,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'profile.graph'>>;
  graphDifference(
    store: SessionStore,
    args: ParsedArgs<'compare.graph'>,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'compare.graph'>>;
  /** `folders`: where sources are looked for. */
  source(
    store: SessionStore,
    args: ParsedArgs<'profile.source'>,
    folders: SourceFolders,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'profile.source'>>;
  sourceDifference(
    store: SessionStore,
    args: ParsedArgs<'compare.source'>,
    folders: SourceFolders,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'compare.source'>>;
  export(
    store: SessionStore,
    args: ParsedArgs<'profile.export'>,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'profile.export'>>;
  exportDifference(
    store: SessionStore,
    args: ParsedArgs<'compare.export'>,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'compare.export'>>;
  flameDifference(
    store: SessionStore,
    args: ParsedArgs<'compare.flame'>,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'compare.flame'>>;
  compare(
    store: SessionStore,
    args: ParsedArgs<'compare.get'>,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<CompareReport>;
}

export interface QueriesOptions {
  readonly jobs: JobRunner;
  readonly lives: LifeFinder;
  /** Where answers too large for a message wait. */
  readonly bulk: Bulk;
  /** Whether what is derived may be written beside the sessions. */
  readonly keepIndex: boolean;
  readonly now: () => number;
}

export function createQueries({ jobs, lives, bulk, keepIndex, now }: QueriesOptions): Queries {
  const profiles = new TraceProfiles(jobs, keepIndex);
  /** Of one kind in two snapshots. */
  async function filesOf(
    store: SessionStore,
    a: string,
    b: string,
    kind: string,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<{ fileA: ProfileFile; fileB: ProfileFile }> {
    const captures = [a, b].map((id) => captureOfKind(store.snapshot(id), kind));
    const [fileA, fileB] = await profiles.files(store, captures, signal, report);
    return { fileA: fileA!, fileB: fileB! };
  }
  return {
    async findings(store, signal, report) {
      const { snapshotId, ...sites } = await latestSites(store, jobs, signal);
      const histories = await lives.settled(store, signal, report);
      const growth = await jobs.run(
        'growth',
        packGrowth({
          indexFolder: join(store.folder, '.index'),
          ...{ keepIndex, noLinks: true },
          timeScale: store.session.timeScale,
          nowMs: now(),
          lives: histories.flatMap((history) => growthLives(store, history)),
          several: severalInWords(histories),
        }),
        signal,
        report,
      );
      return { snapshotId, ...sites, ...growth };
    },

    async memoryAccount(store, { target, life }, signal, report) {
      const histories = await lives.settled(store, signal, report);
      const account = accountOfOne(histories, target, life);
      if (account === null) throw failed('no-life');
      const { timeScale } = store.session;
      const { bytes, growth } = await jobs.run('memoryAccount', { target, life, account, timeScale }, signal);
      return { bulk: bulk.put(bytes), growth };
    },

    async goroutines(store, { snapshotId, by, from }, signal, report) {
      const { captures } = store.snapshot(snapshotId);
      const [capture] = [from, ...READ_FROM].flatMap(
        (source) => captures.find((c) => c.facts.kind === KIND_READ_FROM[source]) ?? [],
      );
      if (capture === undefined) {
        throw failed('no-goroutines');
      }
      const path = await store.capturePath(capture.id);
      const processMinutes = minutesOfProcess(snapshotId, lives.known(store));
      const grouped = await jobs.run('goroutines', { path, by, processMinutes }, signal, report);
      // A dump counts real minutes, of which a faster clock knows nothing: no wait is better than a wrong one.
      const isScaled = store.session.timeScale !== 1;
      const waitsUnstamped = grouped.waitsUnstamped && !isScaled;
      const groups = isScaled
        ? grouped.groups.map((one) => ({ ...one, waitMinutes: null, births: null }))
        : grouped.groups;
      return { formatVersion: 1, by, captureId: capture.id, ...grouped, waitsUnstamped, groups };
    },

    async findGoroutines(store, { snapshotId, goids }, signal, report) {
      const snapshot = store.snapshot(snapshotId);
      const histories = await lives.settled(store, signal, report);
      const { dumps, why, unknownLife } = dumpsOfLife(snapshot, histories);
      const near = nearestDumps(dumps, snapshot.timeMs);
      const there: (Dump & { readonly path: string })[] = [];
      for (const dump of near) {
        try {
          there.push({ ...dump, path: await store.capturePath(dump.capture.id) });
        } catch (error) {
          if (!isDamage(error)) throw error;
        }
      }
      const paths = there.map(({ path }) => path);
      const answer = await jobs.run('findGoroutines', { paths, goids }, signal, report);
      const looked = there.length - answer.unreadable;
      const isScaled = store.session.timeScale !== 1;
      return {
        found: answer.found.map(({ dump, waitMinutes, ...one }) => {
          const { snapshot: of, capture } = there[dump]!;
          return {
            ...{ snapshotId: of.id, captureId: capture.id, timeMs: of.timeMs, ...one },
            waitMinutes: isScaled ? null : waitMinutes,
          };
        }),
        looked,
        unreadable: near.length - looked,
        left: dumps.length - near.length,
        why,
        unknownLife,
      };
    },

    async top(store, { sessionId: _, captureId, sum, ...question }, signal, report) {
      const files = await profiles.files(store, capturesToSum(store, captureId, sum), signal, report);
      return jobs.run('profile', { files, ...question }, signal, report);
    },

    async labels(store, { captureId, sum, sampleType, filters }, signal, report) {
      const files = await profiles.files(store, capturesToSum(store, captureId, sum), signal, report);
      return jobs.run('labels', { files, sampleType, filters }, signal, report);
    },

    async flame(store, { captureId, sum, sampleType, filters, order, pivot }, signal, report) {
      const files = await profiles.files(store, capturesToSum(store, captureId, sum), signal, report);
      const question = { files, sampleType, filters, order, pivot };
      const { bytes, ...about } = await jobs.run('flame', question, signal, report);
      return { bulk: bulk.put(bytes), ...about };
    },

    async flameDifference(store, { a, b, kind, normalize, only, ...asked }, signal, report) {
      const { sampleType, filters, order, pivot } = asked;
      const files = await filesOf(store, a, b, kind, signal, report);
      const question = { ...files, sampleType, filters, order, pivot, normalize, only };
      const { bytes, ...about } = await jobs.run('flameDifference', question, signal, report);
      return { bulk: bulk.put(bytes), ...about };
    },

    async graph(store, { sessionId: _, captureId, sum, ...question }, signal, report) {
      const files = await profiles.files(store, capturesToSum(store, captureId, sum), signal, report);
      const { bytes, ...about } = await withinLimit(signal, (limited) =>
        jobs.run('graph', { files, ...question }, limited, report),
      );
      return { bulk: bulk.put(bytes), ...about };
    },

    async graphDifference(store, { sessionId: _, a, b, kind, ...question }, signal, report) {
      const files = await filesOf(store, a, b, kind, signal, report);
      const { bytes, ...about } = await withinLimit(signal, (limited) =>
        jobs.run('graphDifference', { ...files, ...question }, limited, report),
      );
      return { bulk: bulk.put(bytes), ...about };
    },

    async source(store, { sessionId: _, captureId, sum, ...question }, folders, signal, report) {
      const files = await profiles.files(store, capturesToSum(store, captureId, sum), signal, report);
      return jobs.run('source', { files, folders, ...question }, signal, report);
    },

    async sourceDifference(store, { sessionId: _, a, b, kind, ...question }, folders, signal, report) {
      const files = await filesOf(store, a, b, kind, signal, report);
      return jobs.run('sourceDifference', { ...files, folders, ...question }, signal, report);
    },

    async export(store, { captureId, sum, sampleType, filters, pivot, format, graph }, signal, report) {
      const files = await profiles.files(store, capturesToSum(store, captureId, sum), signal, report);
      const name = `${store.session.name} ${captureId}${files.length === 1 ? '' : ` and ${files.length - 1} more`}`;
      const question = { files, sampleType, filters, pivot, format, graph, name };
      return { bulk: bulk.put(await jobs.run('export', question, signal, report)) };
    },

    async exportDifference(store, { sessionId: _, a, b, kind, ...asked }, signal, report) {
      const files = await filesOf(store, a, b, kind, signal, report);
      const name = `${store.session.name} ${kind}, ${b} less ${a}`;
      const question = { ...files, ...asked, name };
      return { bulk: bulk.put(await jobs.run('exportDifference', question, signal)) };
    },

    async compare(store, { a, b, kind, sampleType, filters }, signal, report) {
      const [snapshotA, snapshotB] = [store.snapshot(a), store.snapshot(b)];
      const [captureA, captureB] = [captureOfKind(snapshotA, kind), captureOfKind(snapshotB, kind)];
      const files = await filesOf(store, a, b, kind, signal, report);
      const { eventSize, broken, ...tables } = await jobs.run(
        'compare',
        { ...files, kind, sampleType, filters },
        signal,
        report,
      );
      const { timeScale } = store.session;
      const distanceMs = snapshotB.timeMs - snapshotA.timeMs;
      const history = await lives.settled(store, signal);
      const warnings = [
        ...broken.map((side) => `${side}-is-broken` as const),
        ...warningsOf(snapshotA, snapshotB, captureA, captureB, history),
      ];
      const isGrowth = warnings.every((warning) => OF_TIME.has(warning));
      return {
        kind,
        ...tables,
        // Goids tell nothing apart in two processes.
        stacks: isGrowth ? tables.stacks : tables.stacks.map((one) => ({ ...one, flow: null })),
        hasTree: [captureA, captureB].every(({ facts }) => facts.encoding === 'proto'),
        distanceSeconds: (distanceMs * timeScale) / 1000,
        isGrowth,
        slowestVisiblePerHour: isGrowth
          ? slowestVisiblePerHour({ distanceMs, timeScale, unit: eventSize })
          : null,
        warnings,
      };
    },
  };
}

/** A layout that takes longer than this is ended, with its thread. */
const LAYOUT_LIMIT_MS = 120_000;

/** Rejects with `graph-too-slow` where the limit ended it. */
async function withinLimit<T>(signal: AbortSignal, run: (limited: AbortSignal) => Promise<T>): Promise<T> {
  const limit = AbortSignal.timeout(LAYOUT_LIMIT_MS);
  try {
    return await run(AbortSignal.any([signal, limit]));
  } catch (error) {
    if (limit.aborted && !signal.aborted) throw failed('graph-too-slow', { limit: LAYOUT_LIMIT_MS });
    throw error;
  }
}

function captureOfKind(snapshot: Snapshot, kind: string): Capture {
  const captures = snapshot.captures.filter((c) => c.facts.kind === kind);
  const capture = captures.find(isAbsolute) ?? captures[0];
  if (capture !== undefined) return capture;
  const { timeMs: time } = snapshot;
  const there = snapshot.captures.map((c) => c.facts.kind).join(', ');
  throw there === '' ? failed('no-kind-at-all', { time, kind }) : failed('no-kind', { time, kind, there });
}

/** How old a snapshot's process was, by its own word; null: not known. */
function minutesOfProcess(snapshotId: string, histories: readonly TargetHistory[]): number | null {
  for (const history of histories) {
    const index = history.snapshots.findIndex(({ id }) => id === snapshotId);
    const startMs = history.lives[history.lifeOf[index] ?? -1]?.startMs ?? null;
    const timeMs = history.snapshots[index]?.timeMs;
    if (startMs !== null && timeMs !== undefined) return Math.floor((timeMs - startMs) / 60_000);
  }
  return null;
}

/** What is said of when A and B were taken; all else is that they are not of one process, or not of what was there. */
const OF_TIME: ReadonlySet<CompareReport['warnings'][number]> = new Set(['same-moment', 'b-before-a']);

function warningsOf(
  a: Snapshot,
  b: Snapshot,
  captureA: Capture,
  captureB: Capture,
  histories: readonly TargetHistory[],
): CompareReport['warnings'] {
  const warnings: CompareReport['warnings'] = [];
  if (!isAbsolute(captureA)) warnings.push('a-is-delta');
  if (!isAbsolute(captureB)) warnings.push('b-is-delta');
  if (a.targetId !== b.targetId) warnings.push('different-targets');
  else if (a.id !== b.id) {
    const history = histories.find(({ targetId }) => targetId === a.targetId);
    const [i, j] = [a, b].map(({ id }) => history?.snapshots.findIndex((s) => s.id === id) ?? -1);
    const isMixed = [i, j].some((k) => history?.lives[history.lifeOf[k ?? -1] ?? -1]?.mixed === true);
    if (isMixed) warnings.push('several-processes');
    else if ([i, j].some((k) => history?.strays.has(k ?? -1) === true)) warnings.push('moved-apart');
    else if (
      history !== undefined &&
      !(
        isSameLife(history, i ?? -1, j ?? -1) &&
        whyOfAnother(history, i ?? -1, captureA) === null &&
        whyOfAnother(history, j ?? -1, captureB) === null
      )
    )
      warnings.push('different-lives');
  }
  if (a.timeMs === b.timeMs) warnings.push('same-moment');
  if (b.timeMs < a.timeMs) warnings.push('b-before-a');
  return warnings;
}
