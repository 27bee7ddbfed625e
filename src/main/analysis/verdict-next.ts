// What to do next, and what one click captures for it.
import { sentence } from '../../contract/errors';
import type { Said } from '../../contract/failures/entry';
import { said } from '../../contract/failures/say';
import type { NextStep } from '../../contract/verdicts/verdict';
import type { Frame } from '../../core/base/frame';
import { siteOf } from '../../core/base/site';
import { SETTLED_HOURS, type Decision, type RowId } from '../../core/growth/verdict';
import {
  enoughMs,
  HOUR_MS,
  isRestless,
  judgedOf,
  lastMs,
  newestOnes,
  placesOf,
  placesText,
  settledMs,
} from './verdict-figures';
import type { Clock, VerdictQuestion, WatchedProcess } from './verdict-process';

export function nextSteps(question: VerdictQuestion, decision: Decision): NextStep[] {
  const { processes, clock } = question;
  const steps: NextStep[] = [];
  const [claim] = decision.claims;
  const process = processes[claim?.process ?? 0];
  const add = (what: Said, capture: readonly string[] = [], of = process): void =>
    void steps.push({ ...sentence(what), target: of?.life.life.target ?? null, capture: [...capture] });
  if (process === undefined || judgedOf(process).length === 0) {
    add(said('next-goroutine'), ['goroutine']);
    add(said('next-heap'), ['heap']);
    return steps;
  }
  const addRead = (sites: readonly (Frame | null)[]): void => {
    if (sites.length > 0) add(said('next-read', { places: placesText(sites) }));
  };
  if (decision.verdict === 'heap-leak')
    add(said('next-read-heap', { places: placesOf(process.leakingHeap) }));
  const isOfGoroutines =
    decision.verdict === 'goroutine-leak' ||
    process.suspects.goroutines.length > 0 ||
    process.goroutines?.sites.some(({ proven }) => proven) === true;
  if (isOfGoroutines) {
    if (decision.verdict !== 'heap-leak') addRead(whereGoroutinesLeak(process, claim?.row));
    if (process.dumps === null) add(said('next-dump'), ['goroutine-dump']);
    else if (process.dumps.first === null && decision.verdict === 'growing')
      add(secondDump(process, clock), ['goroutine-dump']);
    if (process.leaked === null) add(said('next-goroutineleak'), ['goroutineleak']);
    add(said('next-trace'), ['trace']);
  }
  if (decision.verdict === 'off-heap-growth') add(said('next-native'));
  if (decision.verdict === 'gc-headroom') add(said('next-gc'));
  if (process.memory?.rss == null && process.isOfTarget && !process.hasRss)
    add(said('next-memory'), ['memory']);
  // Where nothing leaks, whatever any of them lacks keeps all from being cleared.
  for (const of of claim === undefined ? newestOnes(processes) : [process]) {
    if (of.goroutines === null) add(said('next-goroutine'), ['goroutine'], of);
    if (of.heap === null) add(said('next-heap'), ['heap'], of);
  }
  if (decision.verdict === 'growing' && process.ageHours < SETTLED_HOURS && !isRestless(process.starts))
    add(waitUntil(settledMs(process), [process], clock));
  if (decision.verdict === 'not-enough-data') {
    const at = enoughMs(question);
    add(at === null ? said('next-plan') : waitUntil(at, processes, clock));
  }
  return steps;
}

/** Of what says so, what decided, else what says most. */
function whereGoroutinesLeak(
  { suspects, goroutines, leaked, dumps, crowd }: WatchedProcess,
  row: RowId | undefined,
): readonly (Frame | null)[] {
  const proven = leaked?.sites ?? [];
  const grows = [
    ...suspects.goroutines.map(({ site }) => site),
    ...(goroutines?.sites ?? []).map(({ site }) => site),
  ];
  const others = [
    [...(dumps?.staying ?? []), ...(dumps?.aged ?? [])].map(({ stack }) => siteOf(stack)),
    crowd?.sites ?? [],
  ];
  const places = row === 'runtime-proof' ? [proven, grows, ...others] : [grows, proven, ...others];
  return places.find((some) => some.length > 0) ?? [];
}

/** So many come between two dumps: then the survivor rule finds nearly every leak (of 36, all; of 6, one in ten), be the rate what it may. */
const BIRTHS_BETWEEN = 30;

function secondDump({ suspects, dumps }: WatchedProcess, { nowMs, timeScale }: Clock): Said {
  const perHour = Math.max(...suspects.goroutines.map(({ slopePerHour }) => slopePerHour), 0.5);
  const at = (dumps?.newest.timeMs ?? 0) + ((BIRTHS_BETWEEN / perHour) * HOUR_MS) / timeScale;
  return at > nowMs ? said('next-second-dump', { at }) : said('next-second-dump-now');
}

function waitUntil(at: number, processes: readonly WatchedProcess[], { nowMs, timeScale }: Clock): Said {
  return at > nowMs
    ? said('next-wait', { at })
    : said('next-wait-more', { span: (at - lastMs(processes)) * timeScale });
}
