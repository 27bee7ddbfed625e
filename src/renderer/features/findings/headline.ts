// What the big sentence may say. The strongest statement that the data bears, and never more: proven growth, else a
// concentration in the latest snapshot, else what is there and what is still needed. The words come from the
// catalogue; here it is decided which sentence, of which figures.
import type { Concentration, Findings, Suspect } from '../../../contract/analysis';
import { waitStateOf } from '../../../core/goroutine/wait-class';
import { fileLine } from '../../ui/go-name';

export interface Place {
  /** `rainbow.go:72`, or the function where no file is known. */
  readonly text: string;
  readonly function: string;
}

/** Of one process: the one that grows fastest. */
export interface Growth {
  readonly kind: string;
  readonly unit: string;
  readonly target: string | null;
  /** How many other targets grow in this, more slowly. */
  readonly others: number;
  readonly perHour: number;
  /** Null: some of it grew already when watching began. */
  readonly sinceMs: number | null;
  readonly places: readonly Place[];
  /** Suspects beyond those whose place is named. */
  readonly more: number;
  /** The wait state that all of them share, where it is known. */
  readonly state: string | null;
}

export interface Crowd {
  readonly count: number;
  readonly total: number;
  readonly places: readonly Place[];
  readonly more: number;
  readonly state: string | null;
}

/** When a leak could be proven at the earliest: rises needed and one snapshot to rise from. */
export interface Outlook {
  readonly kind: string;
  readonly snapshots: number;
  readonly needed: number;
}

export type Headline =
  | { readonly type: 'nothing' }
  | {
      readonly type: 'growth';
      readonly lead: Growth;
      readonly also: readonly Growth[];
      readonly crowd: Crowd | null;
    }
  | { readonly type: 'crowd'; readonly crowd: Crowd; readonly outlook: Outlook | null }
  | {
      readonly type: 'rising';
      readonly candidates: number;
      readonly places: readonly Place[];
      readonly more: number;
      readonly total: number | null;
      readonly outlook: Outlook | null;
    }
  | {
      readonly type: 'level';
      readonly total: number | null;
      readonly sites: number;
      readonly top: { count: number; state: string | null; place: Place } | null;
      readonly outlook: Outlook | null;
    };

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
const siteKey = (site: Site): string => `${site.function}\n${site.line}`;

function common(states: readonly (string | null)[]): string | null {
  const [first, ...rest] = states;
  return first !== undefined && first !== null && rest.every((s) => s === first) ? first : null;
}

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

/**
 * The wait state at a suspect's site in the latest snapshot, where that is of its target, else by its frames: growth itself
 * knows none.
 */
export function stateOf(findings: Findings, { target, site, stack }: Suspect): string | null {
  const row =
    target === findings.target
      ? findings.sites.find((one) => siteKey(one.site) === siteKey(site))
      : undefined;
  return row === undefined ? waitStateOf(stack) : row.state;
}

function groupsOf(suspects: readonly Suspect[], keyOf: (suspect: Suspect) => string | null): Suspect[][] {
  const groups = new Map<string | null, Suspect[]>();
  for (const suspect of suspects) {
    const key = keyOf(suspect);
    groups.set(key, [...(groups.get(key) ?? []), suspect]);
  }
  return [...groups.values()];
}

const sumOf = (suspects: readonly Suspect[]): number => suspects.reduce((sum, s) => sum + s.slopePerHour, 0);

/** Of suspects of one kind. Those of different processes are not added up: no process grows by such a rate. */
function fastestGrowth(findings: Findings, all: readonly Suspect[]): Growth | null {
  const [suspects = [], ...others] = groupsOf(all, (s) => s.target).sort((a, b) => sumOf(b) - sumOf(a));
  const first = suspects[0];
  if (first === undefined) return null;
  const since = suspects.map((s) => (s.since === null ? Number.NaN : Date.parse(s.since)));
  return {
    kind: first.kind,
    unit: first.unit,
    target: first.target,
    others: others.length,
    perHour: sumOf(suspects),
    sinceMs: since.every(Number.isFinite) ? Math.min(...since) : null,
    ...namePlaces(suspects.map((s) => s.site)),
    state: common(suspects.map((s) => stateOf(findings, s))),
  };
}

const isGoroutine = (kind: string): boolean => kind.startsWith('goroutine');
const isBytes = (unit: string): boolean => unit === 'bytes';

/** Growth per kind, goroutines first; of the heap the bytes, since objects say the same twice. */
function growthByKind(findings: Findings): Growth[] {
  const all = groupsOf(findings.growth.suspects, ({ kind, sampleType }) => `${kind}\n${sampleType}`).flatMap(
    (suspects) => fastestGrowth(findings, suspects) ?? [],
  );
  const told = new Set<string>();
  return all
    .sort(
      (a, b) =>
        Number(isGoroutine(b.kind)) - Number(isGoroutine(a.kind)) ||
        Number(isBytes(b.unit)) - Number(isBytes(a.unit)),
    )
    .filter((g) => !told.has(g.kind) && told.add(g.kind));
}

function crowdOf(concentrations: readonly Concentration[]): Crowd | null {
  const first = concentrations[0];
  if (first === undefined) return null;
  return {
    count: concentrations.reduce((sum, c) => sum + c.count, 0),
    total: first.total,
    ...namePlaces(concentrations.map((c) => c.site)),
    state: common(concentrations.map((c) => c.state)),
  };
}

/** Of the goroutine kind where it is observed: it shows a leak first. */
function outlookOf(findings: Findings): Outlook | null {
  const basis = findings.basis.find((b) => isGoroutine(b.kind)) ?? findings.basis[0];
  if (basis === undefined) return null;
  return { kind: basis.kind, snapshots: basis.snapshots, needed: basis.risesNeeded + 1 };
}

export function composeHeadline(findings: Findings): Headline {
  const { snapshotId, goroutines, sites, growth } = findings;
  if (snapshotId === null && findings.basis.length === 0) return { type: 'nothing' };
  const [lead, ...also] = growthByKind(findings);
  const crowd = crowdOf(findings.concentrations);
  if (lead !== undefined) return { type: 'growth', lead, also, crowd };
  const outlook = outlookOf(findings);
  if (crowd !== null) return { type: 'crowd', crowd, outlook };
  if (growth.candidates.length > 0) {
    return {
      type: 'rising',
      candidates: growth.candidates.length,
      ...namePlaces(growth.candidates.map((c) => c.site)),
      total: goroutines,
      outlook,
    };
  }
  const top = sites[0];
  return {
    type: 'level',
    total: goroutines,
    sites: sites.length,
    top: top === undefined ? null : { count: top.count, state: top.state, place: placeOf(top.site) },
    outlook,
  };
}
