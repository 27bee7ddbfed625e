// The verdict in words: its sentence, the evidence for it, each with where to look, and what to do next.
import type { Suspect } from '../../contract/analysis';
import { sentence, type Sentence } from '../../contract/errors';
import type { Said } from '../../contract/failures/entry';
import { said } from '../../contract/failures/say';
import type { Evidence, Look, NextStep, VerdictReport } from '../../contract/verdicts/verdict';
import type { Frame } from '../../core/base/frame';
import { siteOf } from '../../core/base/site';
import { waitStateOf } from '../../core/goroutine/wait-class';
import {
  CLEARING_OBSERVATIONS,
  decide,
  SETTLED_HOURS,
  type Claim,
  type Decision,
} from '../../core/growth/verdict';
import type { GrowthCapture, Judged } from './growth-data';
import { shareOf, type EarlierGrowth, type WatchedProcess } from './verdict-process';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const NAMED_PLACES = 2;

export interface VerdictQuestion {
  readonly processes: readonly WatchedProcess[];
  readonly timeScale: number;
  /** Captures that are deltas, of all there are of goroutines and heap. */
  readonly deltas: number;
  readonly several: boolean;
}

export function verdictReport(question: VerdictQuestion): VerdictReport {
  const { processes } = question;
  const decision = decide(processes.map(({ facts }) => facts));
  const [claim] = decision.claims;
  const lead = processes[claim?.process ?? 0];
  return {
    verdict: decision.verdict,
    row: decision.row,
    also: [...decision.also],
    target: claim === undefined ? null : (lead?.life.life.target ?? null),
    sentence:
      claim === undefined || lead === undefined
        ? quietSentence(question, decision)
        : claimSentence(claim, lead),
    evidence: processes.flatMap((process) => evidenceOf(process)),
    next: nextSteps(question, decision),
  };
}

/** `rainbow.go:72, kv_config.go:69 +1`, in any language. */
export function placesText(frames: readonly (Frame | null)[]): string {
  const places = [...new Set(frames.flatMap((frame) => (frame === null ? [] : [placeText(frame)])))];
  const rest = places.length - NAMED_PLACES;
  return places.slice(0, NAMED_PLACES).join(', ') + (rest > 0 ? ` +${rest}` : '');
}
const placeText = ({ function: name, file, line }: Frame): string =>
  file === '' ? name : `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;

const placesOf = (suspects: readonly Suspect[]): string => placesText(suspects.map(({ site }) => site));
const rateOf = (suspects: readonly Suspect[]): number =>
  suspects.reduce((sum, { slopePerHour }) => sum + slopePerHour, 0);
/** The first of them; null: some of it grew already when watching began. */
function sinceOf(suspects: readonly Suspect[]): number | null {
  const times = suspects.map(({ since }) => (since === null ? Number.NaN : Date.parse(since)));
  return times.every(Number.isFinite) ? Math.min(...times) : null;
}

function claimSentence(claim: Claim, process: WatchedProcess): Sentence {
  const { goroutines, heap } = process.suspects;
  switch (claim.row) {
    case 'runtime-proof': {
      const { count = 0, sites = [] } = process.leaked ?? {};
      return sentence(said('says-runtime-proof', { n: count, places: placesText(sites) }));
    }
    case 'goroutines-grow': {
      const since = sinceOf(goroutines);
      const values = { rate: rateOf(goroutines), places: placesOf(goroutines) };
      return sentence(
        since === null
          ? said('says-goroutines-grow-before', values)
          : said('says-goroutines-grow', { ...values, since }),
      );
    }
    case 'goroutines-stay':
      return sentence(said('says-goroutines-stay', stayingOf(process)));
    case 'heap-grows': {
      const own = process.heapOfItsOwn;
      const since = sinceOf(own);
      const values = { rate: rateOf(own), places: placesOf(own) };
      return sentence(
        since === null
          ? said('says-heap-grows-before', values)
          : said('says-heap-grows', { ...values, since }),
      );
    }
    case 'goroutines-of-all-ages': {
      const { n, places, longest } = agesOf(process);
      return sentence(said('says-goroutines-of-all-ages', { n, places, longest }));
    }
    case 'goroutines-crowd': {
      const { crowd } = process;
      const values = {
        n: crowd?.count ?? 0,
        total: crowd?.total ?? 0,
        places: placesText(crowd?.sites ?? []),
      };
      return sentence(said('says-goroutines-crowd', values));
    }
    case 'outside-grows':
      return sentence(said('says-outside-grows', { rate: outsideRate(process) }));
    case 'headroom-grows':
      return sentence(said('says-headroom-grows', { rate: headroomRate(process) }));
    default: {
      const at = settledMs(process);
      if (goroutines.length > 0)
        return sentence(
          said('says-growing-goroutines', { rate: rateOf(goroutines), places: placesOf(goroutines), at }),
        );
      if (heap.length > 0)
        return sentence(said('says-growing-heap', { rate: rateOf(heap), places: placesOf(heap), at }));
      return partSentence(process, at);
    }
  }
}

/** Of growth that only the memory account shows. */
function partSentence(process: WatchedProcess, at: number): Sentence {
  const { outside, headroom, live } = process.facts;
  if (outside?.proven === true)
    return sentence(said('says-growing-outside', { rate: outsideRate(process), at }));
  if (headroom?.proven === true && live?.proven === false)
    return sentence(said('says-growing-headroom', { rate: headroomRate(process), at }));
  const name = live?.proven === true ? 'live' : headroom?.proven === true ? 'headroom' : 'stacks';
  const rate = process.memory?.parts[name]?.perHour ?? 0;
  return sentence(said('says-growing-part', { part: said(`part-${name}`), rate }));
}

const outsideRate = ({ memory }: WatchedProcess): number => memory?.parts.outside?.perHour ?? 0;
const headroomRate = ({ memory }: WatchedProcess): number =>
  (memory?.parts.headroom?.perHour ?? 0) + (memory?.parts.idle?.perHour ?? 0);

/** When the process will be old enough to tell warming up from a leak. */
const settledMs = ({ life, newest, ageHours, timeScale }: WatchedProcess): number =>
  newest === null
    ? life.life.toMs + (Math.max(0, SETTLED_HOURS - ageHours) * HOUR_MS) / timeScale
    : newest.life.life.sinceMs + (SETTLED_HOURS * HOUR_MS) / timeScale;

/** Spans are by the session's clock, as rates are. */
function stayingOf({ dumps, timeScale }: WatchedProcess): {
  stayed: number;
  were: number;
  born: number;
  span: number;
  places: string;
} {
  const staying = dumps?.staying ?? [];
  const sum = (of: (one: (typeof staying)[number]) => number): number =>
    staying.reduce((all, one) => all + of(one), 0);
  return {
    stayed: sum(({ stayed }) => stayed),
    were: sum(({ were }) => were),
    born: sum(({ born }) => born),
    span: dumps?.first == null ? 0 : (dumps.newest.timeMs - dumps.first.timeMs) * timeScale,
    places: placesText(staying.map(({ stack }) => siteOf(stack))),
  };
}

function agesOf({ dumps }: WatchedProcess): { n: number; old: number; longest: number; places: string } {
  const aged = dumps?.aged ?? [];
  return {
    n: aged.reduce((sum, { count }) => sum + count, 0),
    old: aged.reduce((sum, { old }) => sum + old, 0),
    longest: aged.reduce((max, { oldestMinutes }) => Math.max(max, oldestMinutes), 0) * MINUTE_MS,
    places: placesText(aged.map(({ stack }) => siteOf(stack))),
  };
}

function quietSentence(question: VerdictQuestion, { verdict }: Decision): Sentence {
  const { processes, timeScale } = question;
  if (verdict === 'no-leak') return noLeak(processes, timeScale);
  const why = whatIsMissing(question);
  const at = enoughMs(question);
  return sentence(
    at === null ? said('says-not-enough', { why }) : said('says-not-enough-until', { why, at }),
  );
}

const judgedOf = ({ goroutines, heap }: WatchedProcess): Judged[] =>
  [goroutines, heap].filter((judged) => judged !== null);

function noLeak(processes: readonly WatchedProcess[], timeScale: number): Sentence {
  const all = processes.flatMap(judgedOf);
  const stacks = all.reduce((sum, { result }) => sum + result.stacks.length, 0);
  const span = Math.min(...all.map(({ result }) => result.toMs - result.fromMs)) * timeScale;
  const slowest = (kind: Judged['kind']): number | null =>
    all
      .filter((judged) => judged.kind === kind)
      .map(({ result }) => result.slowestPerHour)
      .reduce((most, one) => (most === null || one === null ? null : Math.max(most, one)), 0);
  const [goroutines, heap] = [slowest('goroutine'), slowest('heap')];
  return sentence(
    goroutines === null || heap === null
      ? said('says-no-leak-unbounded', { stacks, span })
      : said('says-no-leak', { stacks, span, goroutines, heap }),
  );
}

/** The gravest. */
function whatIsMissing({ processes, timeScale, deltas, several }: VerdictQuestion): Said {
  const all = processes.flatMap(judgedOf);
  if (all.length === 0) {
    if (several) return said('missing-several');
    return deltas > 0 ? said('missing-deltas', { n: deltas }) : said('missing-all');
  }
  const rising = all.filter(({ result }) => result.undecided.length > 0);
  if (rising.length > 0) {
    const sites = rising.flatMap(({ result, stacks }) =>
      result.undecided.map((row) => siteOf(stacks[row] ?? [])),
    );
    return said('missing-rising', { n: sites.length, places: placesText(sites) });
  }
  const fewest = Math.min(...all.map(({ result }) => result.observations));
  if (fewest < CLEARING_OBSERVATIONS)
    return said('missing-snapshots', { n: fewest, needed: CLEARING_OBSERVATIONS });
  if (all.some(({ life }) => life.unknown)) return said('missing-life');
  if (processes.some(({ goroutines }) => goroutines === null)) return said('missing-goroutines');
  if (processes.some(({ heap }) => heap === null)) return said('missing-heap');
  const shortest = Math.min(...all.map(({ result }) => result.toMs - result.fromMs));
  return said('missing-hours', { span: shortest * timeScale });
}

/** When there will be enough, if captures go on as they did; null: not by waiting, or nothing says how often they come. */
function enoughMs({ processes, timeScale }: VerdictQuestion): number | null {
  const times = processes.flatMap((process) =>
    process.goroutines === null || process.heap === null
      ? [null]
      : judgedOf(process).map((judged) => enoughOfMs(judged, timeScale)),
  );
  return times.length === 0 || times.includes(null) ? null : Math.max(...(times as number[]));
}

function enoughOfMs({ life, result }: Judged, timeScale: number): number | null {
  const { observations, fromMs, toMs, undecided, provenInHours } = result;
  if (life.unknown || observations < 2 || toMs <= fromMs) return null;
  const perObservation = (toMs - fromMs) / (observations - 1);
  return Math.max(
    toMs + Math.max(0, CLEARING_OBSERVATIONS - observations) * perObservation,
    fromMs + (SETTLED_HOURS * HOUR_MS) / timeScale,
    undecided.length === 0 || provenInHours === null ? 0 : toMs + (provenInHours * HOUR_MS) / timeScale,
  );
}

const idOf = (capture: GrowthCapture | null | undefined): string | undefined =>
  capture?.snapshotId ?? undefined;
const lookAt = (view: Look['view'], a?: string, b?: string, kind?: string): Look => ({
  view,
  ...(a === undefined ? {} : { a }),
  ...(b === undefined ? {} : { b }),
  ...(kind === undefined ? {} : { kind }),
});

/** The table of Findings, of one kind. */
const lookAtRows = (kind: Judged['kind']): Look => lookAt('findings', undefined, undefined, kind);

function evidenceOf(process: WatchedProcess): Evidence[] {
  const { life, suspects, candidates, dumps, leaked, crowd, goroutines, heap } = process;
  const evidence: Evidence[] = [];
  const add = (what: Said, look: Look | null): void =>
    void evidence.push({ ...sentence(what), target: life.life.target, look });
  const proven = (
    judged: Judged | null,
    some: readonly Suspect[],
  ): { n: number; all: number; places: string } => ({
    n: some.length,
    all: judged?.result.stacks.length ?? 0,
    places: placesOf(some),
  });
  if (suspects.goroutines.length > 0)
    add(said('shows-goroutines', proven(goroutines, suspects.goroutines)), lookAtRows('goroutine'));
  if (suspects.heap.length > 0) add(said('shows-heap', proven(heap, suspects.heap)), lookAtRows('heap'));
  if (process.heapOfGoroutines.length > 0) {
    const { length: n } = process.heapOfGoroutines;
    add(said('shows-heap-of-goroutines', { n, rate: rateOf(process.heapOfGoroutines) }), lookAtRows('heap'));
  }
  if (candidates.length > 0)
    add(said('shows-rising', { n: candidates.length, places: placesOf(candidates) }), lookAt('findings'));
  if (leaked !== null) {
    const look = lookAt('profile', idOf(leaked.capture), undefined, 'goroutineleak');
    if (leaked.count === 0) add(said('shows-none-leaked'), look);
    else add(said('shows-leaked', { n: leaked.count, places: placesText(leaked.sites) }), look);
    const unlisted = suspects.goroutines.filter(
      (one) =>
        mightBeListed(one, leaked.capture) && !leaked.sites.some((site) => isSameFrame(site, one.site)),
    );
    if (leaked.count > 0 && unlisted.length > 0)
      add(said('shows-reachable', { n: unlisted.length, places: placesOf(unlisted) }), look);
  }
  if (dumps !== null) {
    const [a, b] = [idOf(dumps.first), idOf(dumps.newest)];
    if (dumps.truncated) add(said('shows-truncated'), lookAt('goroutines', b, undefined, 'goroutine-dump'));
    if (dumps.staying.length > 0)
      add(said('shows-staying', stayingOf(process)), lookAt('compare', a, b, 'goroutine-dump'));
    if (dumps.aged.length > 0)
      add(said('shows-ages', agesOf(process)), lookAt('goroutines', b, undefined, 'goroutine-dump'));
  }
  if (crowd !== null) {
    const { count: n, total, sites } = crowd;
    add(said('shows-crowd', { n, total, places: placesText(sites) }), lookAt('goroutines'));
  }
  for (const what of memorySays(process)) add(what, what.key === 'shows-no-rss' ? null : lookAt('memory'));
  if (process.newest !== null)
    add(
      said('shows-in-place', { until: life.life.toMs, n: process.newest.observations }),
      lookAt('findings'),
    );
  if (process.earlier !== null) add(earlierSaid(process.earlier), lookAt('findings'));
  const span = process.ageHours * HOUR_MS;
  if (span > 0)
    add(life.life.startMs === null ? said('shows-age-unknown', { span }) : said('shows-age', { span }), null);
  return evidence;
}

/** A part that explains less of the growth of RSS is not told. */
const TOLD_SHARE = 0.1;
const PARTS = ['live', 'headroom', 'stacks', 'runtime', 'idle', 'outside'] as const;

function memorySays(process: WatchedProcess): Said[] {
  const { memory, suspects } = process;
  if (memory?.rss == null) return [said('shows-no-rss')];
  const parts = PARTS.flatMap((name) => {
    const part = memory.parts[name];
    // Without a rate of RSS that is told from none, only what is proven by itself.
    if (part === null || (part.share === null && !part.proven)) return [];
    const share = shareOf(part, memory.rss) ?? 0;
    return share < TOLD_SHARE ? [] : [{ name, part, share }];
  });
  const shown = parts
    .toSorted((a, b) => b.share - a.share)
    .map(({ name, part, share }) =>
      said('shows-part', { part: said(`part-${name}`), rate: part.perHour, share }),
    );
  if (suspects.goroutines.length > 0) shown.push(...costSays(process));
  const { forecast, limit } = memory;
  if (forecast !== null && limit !== null)
    shown.push(
      said('shows-forecast', { limit: limit.bytes, at: forecast.atMs, about: forecast.plusMinusMs }),
    );
  if (memory.nearGomemlimit) shown.push(said('shows-gomemlimit'));
  return shown;
}

/** What each leaked goroutine costs: an estimate, since all that grows is shared out among them. */
function costSays({ memory, suspects, heap, heapOfGoroutines }: WatchedProcess): Said[] {
  const perHour = rateOf(suspects.goroutines);
  const stack = memory?.parts.stacks?.perHour ?? 0;
  if (!(perHour > 0) || !(stack > 0) || heap === null) return [];
  return [
    said('shows-cost', {
      stack: Math.round(stack / perHour),
      heap: Math.round(rateOf(heapOfGoroutines) / perHour),
    }),
  ];
}

/** It waits for another goroutine, and did so when the runtime was asked. */
const mightBeListed = ({ stack, since }: Suspect, { timeMs }: GrowthCapture): boolean =>
  /^(chan|select|sync\.|semacquire|$)/.test(waitStateOf(stack) ?? '') &&
  (since === null || Date.parse(since) <= timeMs);

const isSameFrame = (a: Frame, b: Frame): boolean => a.function === b.function && a.line === b.line;

function earlierSaid({ kind, life, ratePerHour: rate, sites }: EarlierGrowth): Said {
  const values = { until: life.toMs, rate, places: placesText(sites) };
  return kind === 'goroutine' ? said('shows-earlier', values) : said('shows-earlier-heap', values);
}

function nextSteps({ processes, timeScale, deltas }: VerdictQuestion, decision: Decision): NextStep[] {
  const steps: NextStep[] = [];
  const [claim] = decision.claims;
  const process = processes[claim?.process ?? 0];
  const target = process?.life.life.target ?? null;
  const add = (what: Said, capture: readonly string[] = []): void =>
    void steps.push({ ...sentence(what), target, capture: [...capture] });
  if (process === undefined || judgedOf(process).length === 0) {
    if (deltas > 0 || process === undefined) {
      add(said('next-goroutine'), ['goroutine']);
      add(said('next-heap'), ['heap']);
    }
    return steps;
  }
  const isOfGoroutines = decision.verdict === 'goroutine-leak' || process.suspects.goroutines.length > 0;
  if (isOfGoroutines) {
    const sites = process.suspects.goroutines.map(({ site }) => site);
    const places = sites.length > 0 ? sites : (process.leaked?.sites ?? []);
    if (places.length > 0) add(said('next-read', { places: placesText(places) }));
    if (process.dumps === null) add(said('next-dump'), ['goroutine-dump']);
    else if (process.dumps.first === null && decision.verdict === 'growing')
      add(said('next-second-dump', { at: secondDumpMs(process) }), ['goroutine-dump']);
    if (process.leaked === null) add(said('next-goroutineleak'), ['goroutineleak']);
    add(said('next-trace'), ['trace']);
  } else if (decision.verdict === 'heap-leak') {
    add(said('next-read', { places: placesOf(process.heapOfItsOwn) }));
  }
  if (decision.verdict === 'off-heap-growth') add(said('next-native'));
  if (decision.verdict === 'gc-headroom') add(said('next-gc'));
  if (process.memory?.rss == null) add(said('next-memory'), ['memory']);
  if (process.goroutines === null) add(said('next-goroutine'), ['goroutine']);
  if (process.heap === null) add(said('next-heap'), ['heap']);
  if (decision.verdict === 'growing') add(said('next-wait', { at: settledMs(process) }));
  if (decision.verdict === 'not-enough-data') {
    const at = enoughMs({ processes, timeScale, deltas, several: false });
    add(at === null ? said('next-plan') : said('next-wait', { at }));
  }
  return steps;
}

/** Births that two dumps must be apart for: 24 of them are told from chance, whatever the rate (6 h at 6 an hour: 100 %). */
const BIRTHS_BETWEEN = 30;

function secondDumpMs({ suspects, dumps, timeScale }: WatchedProcess): number {
  const perHour = Math.max(...suspects.goroutines.map(({ slopePerHour }) => slopePerHour), 0.5);
  return (dumps?.newest.timeMs ?? 0) + ((BIRTHS_BETWEEN / perHour) * HOUR_MS) / timeScale;
}
