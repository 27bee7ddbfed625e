// What a verdict stands on, row by row, each with where to look.
import type { Suspect } from '../../contract/growth';
import { sentence } from '../../contract/errors';
import type { Said } from '../../contract/failures/entry';
import { said } from '../../contract/failures/say';
import type { Evidence, Look } from '../../contract/verdicts/verdict';
import { isSamePlace } from '../../core/goroutine/same-stack';
import { waitStateOf } from '../../core/goroutine/wait-class';
import type { GrowthCapture, Judged } from './growth-data';
import {
  agesOf,
  HOUR_MS,
  isRestless,
  judgedOf,
  placesOf,
  placesText,
  rateOf,
  stayingOf,
} from './verdict-figures';
import { shareOf, type EarlierGrowth, type WatchedProcess } from './verdict-process';

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

/** `leads`: the verdict's sentence is of it. */
export function evidenceOf(process: WatchedProcess, leads: boolean): Evidence[] {
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
  const sites = judgedOf(process).flatMap((judged) => judged.sites.filter(({ proven: is }) => is));
  if (sites.length > 0)
    add(
      said('shows-sites', { n: sites.length, places: placesText(sites.map(({ site }) => site)) }),
      lookAt('goroutines'),
    );
  const together = [...suspects.goroutines, ...suspects.heap].filter(({ lives }) => lives > 1);
  if (together.length > 0) {
    const most = Math.max(...together.map(({ lives }) => lives));
    add(
      said('shows-together', { n: together.length, lives: most, places: placesOf(together) }),
      lookAt('findings'),
    );
  }
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
        mightBeListed(one, leaked.capture) && !leaked.sites.some((site) => isSamePlace(site, one.site)),
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
  if (process.newest !== null && leads)
    add(
      said('shows-in-place', { until: life.life.toMs, n: process.newest.observations }),
      lookAt('findings'),
    );
  if (process.earlier !== null) add(earlierSaid(process.earlier), lookAt('findings'));
  const { count, everyHours } = process.starts;
  if (process.newest === null && isRestless(process.starts)) {
    const values = { n: count, span: everyHours * HOUR_MS };
    const isUnknown = life.life.buildId === null;
    add(
      isUnknown ? said('shows-restarts-of-unknown-build', values) : said('shows-restarts', values),
      lookAt('findings'),
    );
  }
  const span = process.newest === null ? process.ageHours * HOUR_MS : 0;
  if (span > 0 && !life.life.unknown)
    add(life.life.startMs === null ? said('shows-age-unknown', { span }) : said('shows-age', { span }), null);
  return evidence;
}

/** A part that explains less of the growth of RSS is not told. */
const TOLD_SHARE = 0.1;
const PARTS = ['live', 'headroom', 'stacks', 'runtime', 'idle', 'outside'] as const;

function memorySays(process: WatchedProcess): Said[] {
  const { memory, suspects, isOfTarget } = process;
  if (memory?.rss == null)
    return isOfTarget && !process.hasRss && process.newest === null ? [said('shows-no-rss')] : [];
  const parts = PARTS.flatMap((name) => {
    const part = memory.parts[name];
    // Without a rate of RSS that is told from none, only what is proven by itself.
    if (part === null || (part.share === null && !part.proven)) return [];
    const share = shareOf(part, memory.rss) ?? 0;
    return share < TOLD_SHARE || part.perHour <= 0 ? [] : [{ name, part, share }];
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

function earlierSaid({ kind, life, ratePerHour: rate, sites }: EarlierGrowth): Said {
  const values = { until: life.toMs, rate, places: placesText(sites) };
  return kind === 'goroutine' ? said('shows-earlier', values) : said('shows-earlier-heap', values);
}
