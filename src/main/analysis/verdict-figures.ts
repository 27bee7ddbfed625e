// What the sentence, the evidence and the next steps of a verdict say alike: places, rates, who stayed, and when more will be known.
import type { Suspect } from '../../contract/growth';
import { isSameFrame, type Frame } from '../../core/base/frame';
import { siteOf } from '../../core/base/site';
import { CLEARING_OBSERVATIONS, SETTLED_HOURS } from '../../core/growth/verdict';
import type { Said } from '../../contract/failures/entry';
import { said } from '../../contract/failures/say';
import type { Judged } from './growth-data';
import type { Clock, VerdictQuestion, WatchedProcess } from './verdict-process';

export const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const NAMED_PLACES = 2;

/** `rainbow.go:72, kv_config.go:69 +1`, in any language. */
export const placesText = (frames: readonly (Frame | null)[]): string =>
  someOf(frames.flatMap((frame) => (frame === null ? [] : [placeText(frame)])));
function someOf(all: readonly string[]): string {
  const places = [...new Set(all)];
  const rest = places.length - NAMED_PLACES;
  return places.slice(0, NAMED_PLACES).join(', ') + (rest > 0 ? ` +${rest}` : '');
}
const placeText = ({ function: name, file, line }: Frame): string =>
  file === '' ? name : `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;

/** Where they wait or allocate, and where that is a library, what of the program's own code called it: `client.go:40 ← main.go:12`. */
export const placesOf = (suspects: readonly Suspect[]): string =>
  someOf(
    suspects.map(({ site, ownSite }) =>
      ownSite === null || isSameFrame(ownSite, site)
        ? placeText(site)
        : `${placeText(site)} ← ${placeText(ownSite)}`,
    ),
  );
export const rateOf = (suspects: readonly Suspect[]): number =>
  suspects.reduce((sum, { slopePerHour }) => sum + slopePerHour, 0);
/** The first of them; null: some of it grew already when watching began. */
export function sinceOf(suspects: readonly Suspect[]): number | null {
  const times = suspects.map(({ since }) => (since === null ? Number.NaN : Date.parse(since)));
  return times.every(Number.isFinite) ? Math.min(...times) : null;
}

/** When the process will be old enough to tell warming up from a leak. */
export const settledMs = ({ life, newest, ageHours, timeScale }: WatchedProcess): number =>
  newest === null
    ? life.life.toMs + (Math.max(0, SETTLED_HOURS - ageHours) * HOUR_MS) / timeScale
    : newest.life.life.sinceMs + (SETTLED_HOURS * HOUR_MS) / timeScale;

/** Real time of the newest capture of any of them. */
export const lastMs = (processes: readonly WatchedProcess[]): number =>
  Math.max(...processes.map(({ life, newest }) => (newest?.life ?? life).life.toMs));

/** Of captures that have ended long ago a date would lie in the past: what is told then is how many more it would take. */
export const whenSaid = (atMs: number, { nowMs, timeScale }: Clock, newestMs: number): Said =>
  atMs > nowMs
    ? said('when-at', { at: atMs })
    : said('when-watched', { span: (atMs - newestMs) * timeScale });

/** When the growth of a process is known to be a leak or not. */
export function whenKnown(process: WatchedProcess, clock: Clock): Said {
  const { ageHours, starts } = process;
  if (ageHours >= SETTLED_HOURS) return said('when-alone');
  if (isRestless(starts)) return said('when-lives-longer', { span: starts.everyHours * HOUR_MS });
  const at = settledMs(process);
  return at > clock.nowMs
    ? said('when-day-at', { at })
    : said('when-day-watched', { span: (at - lastMs([process])) * clock.timeScale });
}

/** Fewer are no habit. */
const MANY_STARTS = 3;
export const isRestless = ({ count, everyHours }: WatchedProcess['starts']): boolean =>
  count >= MANY_STARTS && everyHours < SETTLED_HOURS;

/** Spans are by the session's clock, as rates are. */
export function stayingOf({ dumps, timeScale }: WatchedProcess): {
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

export function agesOf({ dumps }: WatchedProcess): {
  n: number;
  old: number;
  longest: number;
  places: string;
} {
  const aged = dumps?.aged ?? [];
  return {
    n: aged.reduce((sum, { count }) => sum + count, 0),
    old: aged.reduce((sum, { old }) => sum + old, 0),
    longest: aged.reduce((max, { oldestMinutes }) => Math.max(max, oldestMinutes), 0) * MINUTE_MS,
    places: placesText(aged.map(({ stack }) => siteOf(stack))),
  };
}

/** Without those that tell beside a newer one of the same target. */
export const newestOnes = (processes: readonly WatchedProcess[]): WatchedProcess[] =>
  processes.filter(({ newest }) => newest === null);

export const judgedOf = ({ goroutines, heap }: WatchedProcess): Judged[] =>
  [goroutines, heap].filter((judged) => judged !== null);

/** When there will be enough, if captures go on as they did; null: not by waiting, or nothing says how often they come or when what rises is proven. */
export function enoughMs({ processes, clock: { timeScale } }: VerdictQuestion): number | null {
  const times = newestOnes(processes).flatMap((process) =>
    process.goroutines === null || process.heap === null
      ? [null]
      : judgedOf(process).map((judged) => enoughOfMs(judged, timeScale)),
  );
  return times.length === 0 || times.includes(null) ? null : Math.max(...(times as number[]));
}

function enoughOfMs({ life, result }: Judged, timeScale: number): number | null {
  const { observations, fromMs, toMs, undecided, provenInHours } = result;
  if (life.unknown || observations < 2 || toMs <= fromMs) return null;
  if (undecided.length > 0 && provenInHours === null) return null;
  const perObservation = (toMs - fromMs) / (observations - 1);
  return Math.max(
    toMs + Math.max(0, CLEARING_OBSERVATIONS - observations) * perObservation,
    fromMs + (SETTLED_HOURS * HOUR_MS) / timeScale,
    undecided.length === 0 ? 0 : toMs + ((provenInHours ?? 0) * HOUR_MS) / timeScale,
  );
}
