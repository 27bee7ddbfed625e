// What of a life's captures counts as its observations. Profiles, their text and dumps show different frames of the same
// goroutines, so one life is judged on one of them alone, and rates are compared where both lives were judged on the same:
// a stack that is looked for among those of another form is found nowhere, and its leak would seem to be gone.
import type { GrowthReport } from '../../contract/growth';
import type { GrowthCapture, GrowthLife, Source } from './growth-data';

/** Best first. */
const SOURCES: readonly Source[] = [
  { kind: 'goroutine', of: 'goroutine', encoding: 'proto' },
  { kind: 'goroutine', of: 'goroutine', encoding: 'text' },
  { kind: 'goroutine', of: 'goroutine-dump', encoding: 'text' },
  { kind: 'heap', of: 'heap', encoding: 'proto' },
];

/** So many observations give a rate its interval, without which no change is told. */
const ENOUGH = 7;
/** As little of a newest life's best source may be given up for one that an earlier life has too. */
const MOST_GIVEN_UP = 1 / 2;

export interface Observations {
  readonly source: Source;
  /** Never empty, in order of time. */
  readonly captures: readonly GrowthCapture[];
}

/**
 * Per life of one target, in order of time, the absolute captures of a kind that it is judged on; null: none. That is the
 * source that it has most captures of, or one with enough that the newest life is judged on, which has as many or nearly.
 */
export function pickObservations(
  kind: Source['kind'],
  lives: readonly GrowthLife[],
  excluded: GrowthReport['excluded'],
): (Observations | null)[] {
  const offers = lives.map((life) => offersOf(kind, life));
  const shared = sharedSource(offers);
  return lives.map((life, i) => {
    const mine = offers[i] ?? [];
    const best = mostOf(mine);
    const alike = mine.find(({ source }) => source === shared);
    const isEnough = (alike?.captures.length ?? 0) >= Math.min(ENOUGH, best?.captures.length ?? 0);
    const picked = (isEnough ? alike : best) ?? null;
    excludeOthers(kind, life, i === lives.length - 1, picked, excluded);
    return picked;
  });
}

const offersOf = (kind: Source['kind'], { life, captures }: GrowthLife): Observations[] =>
  SOURCES.filter((source) => source.kind === kind).flatMap((source) => {
    const own = captures.filter(
      (one) => isFrom(source, one) && !one.isDelta && one.ofAnother === null && !life.mixed,
    );
    return own.length === 0 ? [] : [{ source, captures: own }];
  });

const isFrom = (source: Source, { kind, encoding }: GrowthCapture): boolean =>
  kind === source.of && encoding === source.encoding;

const mostOf = (offers: readonly Observations[]): Observations | undefined =>
  offers.reduce<Observations | undefined>(
    (most, one) => (one.captures.length > (most?.captures.length ?? 0) ? one : most),
    undefined,
  );

/** What the newest life is judged on: rather what an earlier one can be judged on too. */
function sharedSource(offers: readonly (readonly Observations[])[]): Source | undefined {
  const newest = offers.at(-1) ?? [];
  const most = mostOf(newest);
  const least = Math.max(ENOUGH, (most?.captures.length ?? 0) * (1 - MOST_GIVEN_UP));
  const alike = newest.filter(
    ({ source, captures }) =>
      captures.length >= least &&
      offers
        .slice(0, -1)
        .some((earlier) => earlier.some((one) => one.source === source && one.captures.length >= ENOUGH)),
  );
  return (mostOf(alike) ?? most)?.source;
}

function excludeOthers(
  kind: Source['kind'],
  { life: { mixed }, captures }: GrowthLife,
  isNewest: boolean,
  picked: Observations | null,
  excluded: GrowthReport['excluded'],
): void {
  const sources = SOURCES.filter((source) => source.kind === kind);
  const counted = new Set(picked?.captures);
  for (const capture of captures) {
    // Of its kind, in a form that is judged or not: a heap as text (debug=1) is left out too, and that is said.
    if (!sources.some((source) => source.of === capture.kind)) continue;
    const { captureId, isDelta, ofAnother, kind: of } = capture;
    if (counted.has(capture) && isNewest) continue;
    // A dump beside profiles is a closer look at the same moment: nothing is lost by not counting it twice.
    if (of === 'goroutine-dump' && !isDelta && ofAnother === null && picked !== null && isNewest) continue;
    const why = isDelta
      ? 'delta'
      : mixed
        ? 'several-processes'
        : (ofAnother ?? (isNewest ? 'other-format' : 'earlier-life'));
    excluded.push({ capture: captureId, why });
  }
}
