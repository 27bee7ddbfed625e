// Very many goroutines in one place, or in some, as one snapshot shows them.
import type { Concentration } from '../../../contract/growth';
import { fileLine } from '../../ui/go-name';

export interface Place {
  /** `rainbow.go:72`, or the function where no file is known. */
  readonly text: string;
  readonly function: string;
}

export interface Crowd {
  readonly count: number;
  readonly total: number;
  readonly places: readonly Place[];
  /** Places beyond those that are named. */
  readonly more: number;
  /** The wait state that all of them share. */
  readonly state: string | null;
}

const NAMED_PLACES = 2;

interface Site {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}
export const placeOf = (site: Site): Place => ({
  text: fileLine(site.file, site.line) || site.function,
  function: site.function,
});

function namePlaces(sites: readonly Site[]): { places: Place[]; more: number } {
  const places = new Map<string, Place>();
  for (const site of sites) {
    const place = placeOf(site);
    places.set(place.text, places.get(place.text) ?? place);
  }
  const all = [...places.values()];
  // Two places and "1 more" is longer than three places.
  const named = all.length === NAMED_PLACES + 1 ? all.length : NAMED_PLACES;
  return { places: all.slice(0, named), more: Math.max(0, all.length - named) };
}

function common(states: readonly (string | null)[]): string | null {
  const [first, ...rest] = states;
  return first !== undefined && first !== null && rest.every((s) => s === first) ? first : null;
}

/** null: they stand nowhere in such numbers. */
export function crowdOf(concentrations: readonly Concentration[]): Crowd | null {
  const first = concentrations[0];
  if (first === undefined) return null;
  return {
    count: concentrations.reduce((sum, c) => sum + c.count, 0),
    total: first.total,
    ...namePlaces(concentrations.map((c) => c.site)),
    state: common(concentrations.map((c) => c.state)),
  };
}
