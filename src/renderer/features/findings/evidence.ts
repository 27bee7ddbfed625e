// The evidence of a verdict as the page lists it: under which head a row stands, and what of it the head of the page tells.
import type { Findings } from '../../../contract/growth';
import type { Evidence } from '../../../contract/verdicts/verdict';

/** What a row is about; null: of a newer Plumbline. */
export type EvidenceHead =
  'growth' | 'survivors' | 'ages' | 'runtime' | 'now' | 'process' | 'memory' | 'before' | 'cost';

const HEADS: Readonly<Record<string, EvidenceHead>> = {
  'shows-goroutines': 'growth',
  'shows-heap': 'growth',
  'shows-heap-of-goroutines': 'growth',
  'shows-sites': 'growth',
  'shows-together': 'growth',
  'shows-restarts': 'process',
  'shows-restarts-of-unknown-build': 'process',
  'shows-rising': 'growth',
  'shows-staying': 'survivors',
  'shows-ages': 'ages',
  'shows-truncated': 'ages',
  'shows-leaked': 'runtime',
  'shows-reachable': 'runtime',
  'shows-none-leaked': 'runtime',
  'shows-crowd': 'now',
  'shows-age': 'process',
  'shows-age-unknown': 'process',
  'shows-part': 'memory',
  'shows-no-rss': 'memory',
  'shows-cost': 'cost',
  'shows-forecast': 'memory',
  'shows-gomemlimit': 'memory',
  'shows-in-place': 'process',
  'shows-earlier': 'before',
  'shows-earlier-heap': 'before',
};
export const headOf = ({ key = '' }: Evidence): EvidenceHead | null => HEADS[key] ?? null;

const isSaid = (findings: Findings, keys: readonly string[]): boolean =>
  findings.verdict.evidence.some(({ key = '' }) => keys.includes(key));

/** The verdict tells how many stand in one place. */
export const tellsCrowd = (findings: Findings): boolean => isSaid(findings, ['shows-crowd']);
/** The verdict tells what rises. */
export const tellsGrowth = (findings: Findings): boolean =>
  isSaid(findings, ['shows-goroutines', 'shows-heap']);

/**
 * What the head of the page adds: that the verdict is of the process before, and, where the newest process of a target does
 * not tell yet, what the one before it showed, else a restart would read as a repair. Not where the two compare, since then
 * that is said.
 */
export function toldInHead({ verdict, growth }: Findings): Evidence[] {
  const compared = new Set(growth.leads.flatMap(({ target, change }) => (change === null ? [] : [target])));
  return verdict.evidence.filter(
    (one) =>
      one.key === 'shows-in-place' ||
      (verdict.verdict === 'not-enough-data' && headOf(one) === 'before' && !compared.has(one.target)),
  );
}
