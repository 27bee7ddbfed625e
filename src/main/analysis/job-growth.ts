// The growth of one kind over a session: picks the observations of each target's present process life, brings the
// series index up to date, and puts core's judgement into the words of the contract.
import { join } from 'node:path';
import type { Findings, GrowthReport, Suspect } from '../../contract/analysis';
import { PlumblineError } from '../../contract/errors';
import type { OnProgress } from '../../contract/progress';
import type { Stack } from '../../core/base/frame';
import { inferOwnCode, ownSiteOf, type OwnCode } from '../../core/base/own-code';
import { siteOf } from '../../core/base/site';
import { NO_STACK } from '../../core/goroutine/sites';
import { analyseGrowth, type GrowthResult, type StackGrowth } from '../../core/growth/analyse';
import { buildCountSeries, buildHeapSeries, sparkline, type Series } from '../../core/growth/series';
import { heapStacksOf, stacksOf } from '../../core/pprof/stacks';
import { goroutinesOf, loadFile, profileOf } from './load';
import { SeriesIndex, type SeriesEntry } from './series-index';

/** One capture as an observation. */
export interface GrowthCapture {
  readonly captureId: string;
  readonly path: string;
  readonly sha256: string;
  readonly kind: string;
  readonly encoding: 'proto' | 'text';
  readonly isDelta: boolean;
  readonly timeMs: number;
  readonly targetId: string | null;
  /** Which process life of its target it is from; lives are numbered in order of time. */
  readonly life: string;
  /** The GC cycle at that moment; null unknown. */
  readonly numGc: number | null;
}

export interface GrowthInput {
  /** Where the session keeps what is derived; null: nowhere. */
  readonly indexFolder: string | null;
  readonly timeScale: number;
  readonly captures: readonly GrowthCapture[];
}

export interface GrowthOutput {
  readonly growth: GrowthReport;
  readonly suspectSparks: number[][];
  readonly candidateSparks: number[][];
  readonly basis: Findings['basis'];
}

/** What counts as one observation of a kind, best first: they show different frames and are never mixed. */
const SOURCES = [
  { kind: 'goroutine', of: 'goroutine', encoding: 'proto' },
  { kind: 'goroutine', of: 'goroutine', encoding: 'text' },
  { kind: 'goroutine', of: 'goroutine-dump', encoding: 'text' },
  { kind: 'heap', of: 'heap', encoding: 'proto' },
] as const;
type Source = (typeof SOURCES)[number];

const UNITS = {
  goroutine: { sampleType: 'goroutine', unit: 'count' },
  heap: { sampleType: 'inuse_space', unit: 'bytes' },
} as const;

interface Judged {
  readonly kind: 'goroutine' | 'heap';
  readonly targetId: string | null;
  readonly life: string;
  readonly result: GrowthResult;
  readonly series: Series;
  readonly stacks: readonly Stack[];
  readonly own: OwnCode;
}

export async function judgeGrowth(
  input: GrowthInput,
  tell: OnProgress = () => undefined,
): Promise<GrowthOutput> {
  const excluded: GrowthReport['excluded'] = [];
  const judged: Judged[] = [];
  for (const kind of ['goroutine', 'heap'] as const) {
    for (const target of new Set(input.captures.map((c) => c.targetId))) {
      const captures = pickObservations(kind, target, input.captures, excluded);
      if (captures.length === 0) continue;
      judged.push(await judge(kind, target, captures, input, excluded, tell));
    }
  }
  return report(judged, excluded);
}

/** The absolute captures of the present life, from the source that has most of them. */
function pickObservations(
  kind: Source['kind'],
  targetId: string | null,
  all: readonly GrowthCapture[],
  excluded: GrowthReport['excluded'],
): { source: Source; capture: GrowthCapture }[] {
  const sources = SOURCES.filter((source) => source.kind === kind);
  const mine = all.filter((c) => c.targetId === targetId);
  const life = mine.at(-1)?.life;
  const bySource = sources.map((source) =>
    mine
      .filter((c) => c.kind === source.of && c.encoding === source.encoding)
      .map((capture) => ({ source, capture })),
  );
  const usable = bySource.map((list) =>
    list.filter(({ capture }) => !capture.isDelta && capture.life === life),
  );
  const best = usable.reduce((a, b) => (b.length > a.length ? b : a), []);
  for (const list of bySource) {
    for (const entry of list) {
      if (best.includes(entry)) continue;
      const { capture } = entry;
      // A dump beside profiles is a closer look at the same moment: nothing is lost by not counting it twice.
      if (capture.kind === 'goroutine-dump' && !capture.isDelta && best.length > 0 && capture.life === life)
        continue;
      const why = capture.isDelta ? 'delta' : capture.life !== life ? 'earlier-life' : 'other-format';
      excluded.push({ capture: capture.captureId, why });
    }
  }
  return best;
}

async function judge(
  kind: Source['kind'],
  targetId: string | null,
  picked: readonly { source: Source; capture: GrowthCapture }[],
  input: GrowthInput,
  excluded: GrowthReport['excluded'],
  tell: OnProgress,
): Promise<Judged> {
  const { source } = picked[0] as { source: Source };
  const path =
    input.indexFolder === null ? null : join(input.indexFolder, `${source.of}.${source.encoding}.series`);
  const index = path === null ? new SeriesIndex() : await SeriesIndex.load(path);
  const observed: { capture: GrowthCapture; entry: SeriesEntry }[] = [];
  for (const [done, { capture }] of picked.entries()) {
    tell({ step: 'index', done, all: picked.length });
    try {
      const entry = index.get(capture.captureId, capture.sha256) ?? (await addToIndex(index, capture));
      observed.push({ capture, entry });
    } catch (error) {
      if (!(error instanceof PlumblineError)) throw error;
      excluded.push({ capture: capture.captureId, why: 'unreadable' });
    }
  }
  if (path !== null && index.worthSaving) await index.save(path);
  tell({ step: 'judge', done: 0, all: null });
  const series = buildSeries(kind, index.stacks.length, observed);
  return {
    kind,
    targetId,
    life: picked[0]?.capture.life ?? '',
    result: analyseGrowth(series, { timeScale: input.timeScale }),
    series,
    stacks: index.stacks,
    own: inferOwnCode(index.stacks),
  };
}

function buildSeries(
  kind: Source['kind'],
  stackCount: number,
  observed: readonly { capture: GrowthCapture; entry: SeriesEntry }[],
): Series {
  const observations = observed.map(({ capture, entry }) => ({
    timeMs: capture.timeMs,
    stacks: entry.stack,
    values: entry.values,
    numGc: capture.numGc,
  }));
  if (kind === 'goroutine') return buildCountSeries(observations, stackCount);
  // The newest capture has seen most objects, so its mean sizes are the best known.
  const objectBytes = new Float64Array(stackCount);
  for (const { entry } of observed) {
    entry.stack.forEach((row, i) => (objectBytes[row] = entry.objectBytes[i] ?? 0));
  }
  return buildHeapSeries(observations, stackCount, objectBytes, observed.at(-1)?.entry.period ?? 1);
}

async function addToIndex(index: SeriesIndex, capture: GrowthCapture): Promise<SeriesEntry> {
  const file = await loadFile(capture.path, { noLinks: true });
  const { captureId, sha256 } = capture;
  if (capture.kind === 'heap') {
    const heap = heapStacksOf(profileOf(file.bytes, capture.path));
    if (heap === null) throw new PlumblineError('format', 'A heap profile without inuse_space.');
    return index.add(captureId, sha256, heap.stacks, heap.inuseBytes, heap.objectBytes, heap.rate);
  }
  if (capture.encoding === 'proto') {
    const profile = profileOf(file.bytes, capture.path);
    const { stacks, values } = stacksOf(profile, profile.sampleTypes.length - 1);
    return index.add(captureId, sha256, stacks, values, new Float64Array(stacks.length), 1);
  }
  const goroutines = goroutinesOf(file, capture.path);
  const values = new Float64Array(goroutines.stacks.length);
  for (let i = 0; i < goroutines.length; i++) {
    const row = goroutines.stack[i] ?? 0;
    values[row] = (values[row] ?? 0) + (goroutines.count[i] ?? 0);
  }
  return index.add(captureId, sha256, goroutines.stacks, values, new Float64Array(values.length), 1);
}

function report(judged: readonly Judged[], excluded: GrowthReport['excluded']): GrowthOutput {
  const pick = (
    rows: (result: GrowthResult) => readonly number[],
  ): { suspects: Suspect[]; sparks: number[][] } => {
    const suspects: Suspect[] = [];
    const sparks: number[][] = [];
    for (const kind of ['goroutine', 'heap'] as const) {
      const ofKind = judged
        .filter((j) => j.kind === kind)
        .flatMap((j) => rows(j.result).map((row) => ({ j, growth: j.result.stacks[row] as StackGrowth })));
      // Each target's own list is ranked already; several targets are merged by what grows fastest.
      if (judged.filter((j) => j.kind === kind).length > 1) {
        ofKind.sort((a, b) => b.growth.slopePerHour - a.growth.slopePerHour);
      }
      ofKind.forEach(({ j, growth }, i) => {
        suspects.push(describe(j, growth, i + 1));
        sparks.push(sparkline(j.series, growth.stack));
      });
    }
    return { suspects, sparks };
  };
  const suspects = pick((result) => result.suspects);
  const candidates = pick((result) => result.candidates);
  return {
    growth: { formatVersion: 1, suspects: suspects.suspects, candidates: candidates.suspects, excluded },
    suspectSparks: suspects.sparks,
    candidateSparks: candidates.sparks,
    basis: judged.map(({ kind, targetId, result }) => ({
      kind,
      target: targetId,
      snapshots: result.observations,
      stacks: result.stacks.length,
      fromMs: result.fromMs,
      toMs: result.toMs,
      risesNeeded: result.risesNeeded,
    })),
  };
}

function describe(j: Judged, growth: StackGrowth, rank: number): Suspect {
  const stack = j.stacks[growth.stack] ?? [];
  return {
    rank,
    kind: j.kind,
    ...UNITS[j.kind],
    target: j.targetId,
    life: j.life,
    site: siteOf(stack) ?? NO_STACK,
    ownSite: ownSiteOf(stack, j.own),
    stack: [...stack],
    first: growth.first,
    last: growth.last,
    slopePerHour: growth.slopePerHour,
    slopeInterval: growth.slopeInterval === null ? null : [...growth.slopeInterval],
    share: growth.share,
    shape: growth.shape,
    since: growth.sinceMs === null ? null : new Date(growth.sinceMs).toISOString(),
  };
}
