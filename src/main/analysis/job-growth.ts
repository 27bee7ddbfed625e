// Growth over a session: judges the observations of each kind in each process life of each target, brings the series
// index up to date, and puts core's judgement into the words of the contract. Suspects are those of a target's newest
// life; the lives before it stand beside it, so that one sees whether a deploy has changed anything.
import type { Findings, GrowthReport, Suspect } from '../../contract/growth';
import type { Life } from '../../contract/domain';
import { failed, PlumblineError } from '../../contract/errors';
import type { OnProgress } from '../../contract/progress';
import type { VerdictReport } from '../../contract/verdicts/verdict';
import type { Stack } from '../../core/base/frame';
import { inferOwnCode, ownSiteOf } from '../../core/base/own-code';
import { siteOf } from '../../core/base/site';
import { leakPatternOf } from '../../core/goroutine/leak-pattern';
import { NO_STACK } from '../../core/goroutine/sites';
import { growthBySite } from '../../core/growth/by-site';
import { growthAcrossLives } from '../../core/growth/across-lives';
import { analyseGrowth, type GrowthResult, type StackGrowth } from '../../core/growth/analyse';
import { buildCountSeries, buildHeapSeries, sparkline, type Series } from '../../core/growth/series';
import { heapStacksOf, rowValuesOf } from '../../core/pprof/stacks';
import { DumpEvidences } from './dump-evidence';
import type { GrowthCapture, GrowthInput, Judged, Source } from './growth-data';
import { growsAlongside } from './grows-alongside';
import { growMemory } from './job-memory';
import { compareLives } from './life-rows';
import { goroutinesOf, loadFile, type LoadOptions } from './load';
import { pickObservations, type Observations } from './observations';
import { ReadAhead } from './read-capture';
import { leakedGoroutines } from './runtime-leaks';
import type { SeriesEntry, SeriesIndex } from './series-index';
import { SeriesIndexes } from './series-indexes';
import { tellingLives, type TellingLife } from './telling-lives';
import { watchedProcess, type WatchedProcess } from './verdict-process';
import { verdictReport } from './verdict-report';

export interface GrowthOutput {
  readonly growth: GrowthReport;
  readonly suspectSparks: number[][];
  readonly candidateSparks: number[][];
  readonly basis: Findings['basis'];
  readonly verdict: VerdictReport;
  readonly memory: Findings['memory'];
}

const UNITS = {
  goroutine: { sampleType: 'goroutine', unit: 'count' },
  heap: { sampleType: 'inuse_space', unit: 'bytes' },
} as const;

/** Of the sampling period: objects up to that come as nearly as many events (94 in 100) as if each byte were sampled by itself. */
const SMALL_OBJECT = 1 / 8;

type Excluded = GrowthReport['excluded'];

export async function judgeGrowth(
  input: GrowthInput,
  tell: OnProgress = () => undefined,
): Promise<GrowthOutput> {
  const excluded: Excluded = [];
  let judged: Judged[] = [];
  const indexes = SeriesIndexes.of(input);
  const newest = new Map(input.lives.map(({ life }) => [life.target, life.life]));
  for (const kind of ['goroutine', 'heap'] as const) {
    for (const target of newest.keys()) {
      const lives = input.lives.filter(({ life }) => life.target === target);
      for (const [i, picked] of pickObservations(kind, lives, excluded).entries()) {
        const life = lives[i]?.life;
        if (life === undefined || picked === null) continue;
        judged.push(await judge(life, picked, input, indexes, excluded, tell));
      }
    }
  }
  await indexes.save();
  const compared = compareLives(input, judged);
  const telling = tellingLives(input.lives, judged);
  judged = judged.map((one) =>
    telling.some(({ life }) => life.life === one.life) ? withEarlier(one, judged) : one,
  );
  const ofNewest = judged.filter(({ life }) => newest.get(life.target) === life.life);
  const rest = { ...compared, several: [...input.several], excluded };
  const told = report(ofNewest, rest);
  const memory = growMemory(input);
  const ofTelling = judged.filter(({ life }) => telling.some((one) => one.life.life === life));
  const growth = telling.every(({ newest: now }) => now === null)
    ? told.growth
    : report(ofTelling, rest).growth;
  const verdict = await judgeVerdict(input, telling, judged, growth, memory, tell);
  return { ...told, memory, verdict };
}

/** What the lives of the same build before it prove with it. Of one binary the index has each stack once. */
function withEarlier(one: Judged, judged: readonly Judged[]): Judged {
  const { target, buildId, fromMs } = one.life;
  if (buildId === null) return one;
  const lives = judged.filter(
    ({ source, life }) =>
      source === one.source && life.target === target && life.buildId === buildId && life.fromMs <= fromMs,
  );
  const result = growthAcrossLives(lives.map((j) => ({ ...j, keys: j.stacks })));
  return result === null ? one : { ...one, result };
}

/** Of every target the lives that tell of it. */
async function judgeVerdict(
  input: GrowthInput,
  telling: readonly TellingLife[],
  judged: readonly Judged[],
  { suspects, candidates, excluded, several }: GrowthReport,
  memory: Findings['memory'],
  tell: OnProgress,
): Promise<VerdictReport> {
  const evidences = new DumpEvidences(input);
  const processes: WatchedProcess[] = [];
  for (const { life, newest } of telling) {
    const { target } = life.life;
    tell({ step: 'judge', done: processes.length, all: telling.length });
    processes.push(
      watchedProcess({
        life,
        newest,
        judged: judged.filter((j) => j.life === life.life),
        beside: telling.find((one) => one.newest?.life === life)?.life.life ?? null,
        before: judged.filter((j) => j.life.target === target && j.life.fromMs < life.life.fromMs),
        suspects: suspects.filter((s) => s.target === target && s.life === life.life.life),
        candidates: candidates.filter((s) => s.target === target && s.life === life.life.life),
        dumps: await evidences.of(life),
        leaked: await leakedGoroutines(life, input),
        memory: memory.find((one) => one.target === target && one.life === life.life.life) ?? null,
        lives: input.lives.map((one) => one.life).filter((one) => one.target === target),
        timeScale: input.timeScale,
      }),
    );
  }
  await evidences.save();
  return verdictReport({
    processes,
    clock: { nowMs: input.nowMs, timeScale: input.timeScale },
    deltas: excluded.filter(({ why }) => why === 'delta').length,
    several: several.length > 0,
  });
}

async function judge(
  life: Life,
  { source, captures }: Observations,
  { timeScale, noLinks }: GrowthInput,
  indexes: SeriesIndexes,
  excluded: Excluded,
  tell: OnProgress,
): Promise<Judged> {
  const { kind } = source;
  const index = await indexes.index(source);
  const observed: Observed[] = [];
  const known = ({ captureId, sha256 }: GrowthCapture): SeriesEntry | undefined =>
    index.get(captureId, sha256);
  const unread = captures.filter((capture) => known(capture) === undefined);
  const ahead = new ReadAhead(
    unread.map(({ path }) => path),
    { noLinks },
  );
  for (const [done, capture] of captures.entries()) {
    tell({ step: 'index', done, all: captures.length });
    try {
      const entry = known(capture) ?? (await addToIndex(index, capture, { noLinks, ahead }));
      observed.push({ capture, entry });
    } catch (error) {
      if (!(error instanceof PlumblineError)) throw error;
      excluded.push({ capture: capture.captureId, why: 'unreadable' });
    }
  }
  tell({ step: 'judge', done: 0, all: null });
  const own = narrow(index.stacks, observed);
  const series = buildSeries(kind, own.stacks.length, own.observed);
  const result = analyseGrowth(series, { timeScale });
  return {
    kind,
    source,
    life,
    result,
    sites: growthBySite(series, own.stacks, result, { timeScale }),
    series,
    stacks: own.stacks,
    own: inferOwnCode(own.stacks),
  };
}

interface Observed {
  readonly capture: GrowthCapture;
  readonly entry: SeriesEntry;
}

/** The index holds the stacks of all lives; proof is corrected for those of this one only. */
function narrow(
  all: readonly Stack[],
  observed: readonly Observed[],
): { stacks: Stack[]; observed: Observed[] } {
  const rowOf = new Int32Array(all.length).fill(-1);
  const stacks: Stack[] = [];
  const narrowed = observed.map(({ capture, entry }) => {
    const stack = new Int32Array(entry.stack.length);
    for (let i = 0; i < stack.length; i++) {
      const row = entry.stack[i] ?? 0;
      if (rowOf[row] === -1) rowOf[row] = stacks.push(all[row] ?? []) - 1;
      stack[i] = rowOf[row] ?? 0;
    }
    return { capture, entry: { ...entry, stack } };
  });
  return { stacks, observed: narrowed };
}

function buildSeries(kind: Source['kind'], stackCount: number, observed: readonly Observed[]): Series {
  const observations = observed.map(({ capture, entry }) => ({
    timeMs: capture.timeMs,
    stacks: entry.stack,
    values: entry.values,
    numGc: capture.numGc,
  }));
  if (kind === 'goroutine') return buildCountSeries(observations, stackCount);
  // The newest capture has seen most objects, so its mean sizes are the best known.
  const objectBytes = new Float64Array(stackCount);
  for (const { entry } of observed)
    for (let i = 0; i < entry.stack.length; i++) objectBytes[entry.stack[i] ?? 0] = entry.objectBytes[i] ?? 0;
  return buildHeapSeries(observations, stackCount, objectBytes, observed.at(-1)?.entry.period ?? 1);
}

async function addToIndex(
  index: SeriesIndex,
  capture: GrowthCapture,
  how: Pick<LoadOptions, 'noLinks' | 'ahead'>,
): Promise<SeriesEntry> {
  const file = await loadFile(capture.path, { ...how, strings: index.strings });
  const { captureId, sha256 } = capture;
  if (capture.kind === 'heap') {
    const heap = file.content?.form === 'profile' ? heapStacksOf(file.content.profile) : null;
    if (heap === null) throw failed('no-inuse-space');
    return index.add(captureId, sha256, heap.stacks, heap.inuseBytes, heap.objectBytes, heap.rate);
  }
  if (file.content?.form === 'profile') {
    const { profile } = file.content;
    const { rows, values } = rowValuesOf(profile, profile.sampleTypes.length - 1, index.table);
    return index.addRows(captureId, sha256, rows, values, new Float64Array(rows.length), 1);
  }
  const goroutines = goroutinesOf(file, capture.path);
  const values = new Float64Array(goroutines.stacks.length);
  for (let i = 0; i < goroutines.length; i++) {
    const row = goroutines.stack[i] ?? 0;
    values[row] = (values[row] ?? 0) + (goroutines.count[i] ?? 0);
  }
  return index.add(captureId, sha256, goroutines.stacks, values, new Float64Array(values.length), 1);
}

function report(
  judged: readonly Judged[],
  rest: Pick<GrowthReport, 'lives' | 'leads' | 'several' | 'excluded'>,
): Omit<GrowthOutput, 'memory' | 'verdict'> {
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
        const heap = judged.find((other) => other.kind === 'heap' && other.life === j.life);
        suspects.push({
          ...describe(j, growth, i + 1, growingBeside(j, judged)),
          alongside: j.kind === 'heap' || heap === undefined ? [] : growsAlongside(j, growth, heap),
        });
        sparks.push(sparkline(j.series, growth.stack));
      });
    }
    return { suspects, sparks };
  };
  const suspects = pick((result) => result.suspects);
  const candidates = pick((result) => result.candidates);
  return {
    growth: { formatVersion: 1, suspects: suspects.suspects, candidates: candidates.suspects, ...rest },
    suspectSparks: suspects.sparks,
    candidateSparks: candidates.sparks,
    basis: judged.map(({ kind, life, result, series }) => ({
      kind,
      target: life.target,
      snapshots: result.observations,
      stacks: result.stacks.length,
      fromMs: result.fromMs,
      toMs: result.toMs,
      risesNeeded: result.risesNeeded,
      lifeUnknown: life.unknown,
      slowestPerHour: life.unknown ? null : result.slowestPerHour,
      slowestObjectBytes: kind === 'heap' ? series.unit * SMALL_OBJECT : null,
      unit: UNITS[kind].unit,
    })),
  };
}

/** What grows in the same process. */
const growingBeside = (j: Judged, judged: readonly Judged[]): Stack[] =>
  judged
    .filter(({ life }) => life === j.life)
    .flatMap(({ result, stacks }) =>
      [...result.suspects, ...result.candidates].map((row) => stacks[row] ?? []),
    );

function describe(
  j: Judged,
  growth: StackGrowth,
  rank: number,
  company: readonly Stack[],
): Omit<Suspect, 'alongside'> {
  const stack = j.stacks[growth.stack] ?? [];
  return {
    rank,
    kind: j.kind,
    ...UNITS[j.kind],
    target: j.life.target,
    life: j.life.life,
    site: siteOf(stack) ?? NO_STACK,
    ownSite: ownSiteOf(stack, j.own),
    stack: [...stack],
    first: growth.first,
    last: growth.last,
    slopePerHour: growth.slopePerHour,
    slopeInterval: growth.slopeInterval === null ? null : [...growth.slopeInterval],
    share: growth.share,
    shape: growth.shape,
    lives: growth.lives,
    since: growth.sinceMs === null ? null : new Date(growth.sinceMs).toISOString(),
    pattern: leakPatternOf(stack, j.kind, null, company),
  };
}
