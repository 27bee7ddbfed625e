// The rows of the one table of Findings: suspects, candidates and sites now, in one shape, so that they stand under
// the same heads.
import type { Frame } from '../../../contract/analysis';
import type { Findings, Suspect } from '../../../contract/growth';
import { waitStateOf } from '../../../core/goroutine/wait-class';
import { pickRate, type Rate } from '../../ui/format';

export type KindFilter = 'all' | 'goroutines' | 'heap';
export type RowSection = 'suspects' | 'candidates' | 'sites';

export interface FindingRow {
  readonly key: string;
  readonly section: RowSection;
  readonly rank: number | null;
  readonly kind: string;
  readonly sampleType: string;
  readonly unit: string;
  readonly target: string | null;
  /** Process life; null: the newest. */
  readonly life: string | null;
  readonly site: Frame;
  readonly ownSite: Frame | null;
  /** Empty for a site: it stands for many stacks. */
  readonly stack: readonly Frame[];
  readonly state: string | null;
  readonly first: number | null;
  readonly now: number;
  readonly perHour: number | null;
  readonly interval: readonly [number, number] | null;
  /** Of its kind's growth; for a site, of all goroutines. */
  readonly share: number;
  /** Null for a site, and for what grew already when watching began. */
  readonly sinceMs: number | null;
  /** Process lives that it takes to prove it. */
  readonly lives: number;
  readonly shape: Suspect['shape'] | null;
  readonly spark: readonly number[];
  /** Of a site none. */
  readonly pattern: Suspect['pattern'];
  readonly alongside: Suspect['alongside'];
}

const isGoroutine = (kind: string): boolean => kind.startsWith('goroutine');

const siteKey = (site: Frame): string => `${site.function}\n${site.line}`;

/**
 * The wait state at a suspect's site in the latest snapshot, where that is of its target, else by its frames: growth itself
 * knows none.
 */
function stateOf(findings: Findings, { target, site, stack }: Suspect): string | null {
  const row =
    target === findings.target
      ? findings.sites.find((one) => siteKey(one.site) === siteKey(site))
      : undefined;
  return row === undefined ? waitStateOf(stack) : row.state;
}

function fromSuspect(
  findings: Findings,
  suspect: Suspect,
  section: 'suspects' | 'candidates',
  spark: readonly number[],
): FindingRow {
  const since = suspect.since === null ? Number.NaN : Date.parse(suspect.since);
  const stackId = suspect.stack.map((f) => `${f.function}:${f.line}`).join(';');
  return {
    // Not the rank: a row that moves up keeps its selection.
    key: [section, suspect.kind, suspect.sampleType, suspect.target, suspect.life, stackId].join('|'),
    section,
    rank: suspect.rank,
    kind: suspect.kind,
    sampleType: suspect.sampleType,
    unit: suspect.unit,
    target: suspect.target,
    life: suspect.life,
    site: suspect.site,
    ownSite: suspect.ownSite,
    stack: suspect.stack,
    state: isGoroutine(suspect.kind) ? stateOf(findings, suspect) : null,
    first: suspect.first,
    now: suspect.last,
    perHour: suspect.slopePerHour,
    interval: suspect.slopeInterval,
    share: suspect.share,
    sinceMs: Number.isNaN(since) ? null : since,
    shape: suspect.shape,
    lives: suspect.lives,
    spark,
    pattern: suspect.pattern,
    alongside: suspect.alongside,
  };
}

export function listRows(findings: Findings): readonly FindingRow[] {
  const { suspects, candidates } = findings.growth;
  return Object.freeze([
    ...suspects.map((s, i) => fromSuspect(findings, s, 'suspects', findings.suspectSparks[i] ?? [])),
    ...candidates.map((s, i) => fromSuspect(findings, s, 'candidates', findings.candidateSparks[i] ?? [])),
    ...findings.sites.map((row): FindingRow => ({
      key: `sites|${row.site.function}|${row.site.line}|${row.state ?? ''}`,
      section: 'sites',
      rank: null,
      kind: 'goroutine',
      sampleType: '',
      unit: 'count',
      target: findings.target,
      life: null,
      site: row.site,
      ownSite: row.ownSite,
      stack: [],
      state: row.state,
      first: null,
      now: row.count,
      perHour: null,
      interval: null,
      share: row.share,
      sinceMs: null,
      shape: null,
      lives: 1,
      spark: [],
      pattern: null,
      alongside: [],
    })),
  ]);
}

export function filterRows(
  rows: readonly FindingRow[],
  kind: KindFilter,
  text: string,
): readonly FindingRow[] {
  const needle = text.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (kind === 'all' || (kind === 'goroutines') === isGoroutine(row.kind)) &&
      (needle === '' ||
        [row.site, ...row.stack].some((f) =>
          `${f.function} ${f.file}:${f.line}`.toLowerCase().includes(needle),
        ) ||
        (row.state?.toLowerCase().includes(needle) ?? false)),
  );
}

/** The fastest rate of a stack of goroutines; 0 where there is none. */
export const fastestCount = (rows: readonly FindingRow[]): number =>
  rows.reduce((max, r) => (r.unit === 'count' ? Math.max(max, Math.abs(r.perHour ?? 0)) : max), 0);

/** How long growth was watched, on the session's clock. */
export function watchedHours(findings: Findings, timeScale: number): number {
  const longest = findings.basis.reduce((max, b) => Math.max(max, b.toMs - b.fromMs), 0);
  return (longest / 3_600_000) * timeScale;
}

/** When a leak could be proven at the earliest: rises needed and one snapshot to rise from. */
export interface Outlook {
  readonly snapshots: number;
  readonly needed: number;
}

/** Of the goroutine kind where it is observed: it shows a leak first. null: nothing is. */
export function outlookOf({ basis }: Findings): Outlook | null {
  const of = basis.find((b) => isGoroutine(b.kind)) ?? basis[0];
  return of === undefined ? null : { snapshots: of.snapshots, needed: of.risesNeeded + 1 };
}

export interface SlowestLeak {
  readonly kind: string;
  readonly unit: string;
  /** null: nothing shows whether the process restarted. */
  readonly rate: Rate | null;
  /** It holds for objects of up to so many bytes; null: of counts. */
  readonly objectBytes: number | null;
}

/**
 * The slowest leak of each kind that would have been proven, of several targets by the one that shows it last. Nothing of a
 * kind that cannot yet show a leak of every target.
 */
export function slowestLeaks(findings: Findings, timeScale: number): SlowestLeak[] {
  const hours = watchedHours(findings, timeScale);
  return [...new Set(findings.basis.map(({ kind }) => kind))].flatMap((kind): SlowestLeak[] => {
    const of = findings.basis.filter((basis) => basis.kind === kind);
    if (of.some(({ snapshots, risesNeeded }) => snapshots <= risesNeeded)) return [];
    const unit = of[0]?.unit ?? 'count';
    if (of.some(({ lifeUnknown }) => lifeUnknown)) return [{ kind, unit, rate: null, objectBytes: null }];
    const slowest = of.reduce((most, { slowestPerHour }) => Math.max(most, slowestPerHour ?? Infinity), 0);
    if (!Number.isFinite(slowest)) return [];
    const sizes = of.flatMap(({ slowestObjectBytes }) => slowestObjectBytes ?? []);
    const objectBytes = sizes.length === 0 ? null : Math.min(...sizes);
    return [{ kind, unit, rate: pickRate(slowest, unit, hours), objectBytes }];
  });
}
