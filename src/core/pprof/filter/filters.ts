// Filters one by one, as a reader sets them, and what of `go tool pprof`'s options they come to: each kind is an option of
// that name, and several of a kind are one expression.
import { compileSearch } from '../../base/linear-regexp';
import { quoteRegexp } from '../../base/quote-regexp';
import { readLabelFilter } from './by-label';

/** As pprof spells its options, in the order of its help. */
export const FILTER_OPTIONS = [
  'focus',
  'ignore',
  'hide',
  'show',
  'show_from',
  'prune_from',
  'tagfocus',
  'tagignore',
  'tagshow',
  'taghide',
  'tagroot',
  'tagleaf',
] as const;
export type FilterOption = (typeof FILTER_OPTIONS)[number];

/** `own`: shows the program's own code alone; its expression is made from the profile, and its own pattern is ''. */
export const FILTER_KINDS = ['own', ...FILTER_OPTIONS] as const;
export type FilterKind = (typeof FILTER_KINDS)[number];

export interface Filter {
  readonly kind: FilterKind;
  readonly pattern: string;
  readonly enabled: boolean;
}

/** Characters of one filter's pattern, and filters at once. */
export const MAX_PATTERN = 4_096;
export const MAX_FILTERS = 200;

/** What a profile is asked to be filtered by. */
export interface FilterQuestion {
  readonly options: Readonly<Partial<Record<FilterOption, string>>>;
  readonly ownOnly: boolean;
}

export const NO_FILTERS: FilterQuestion = { options: {}, ownOnly: false };

export const isFiltering = ({ options, ownOnly }: FilterQuestion): boolean =>
  ownOnly || Object.keys(options).length > 0;

/** How several of a kind become one: any may match, all keys count, or only one can be. */
const TOGETHER: Readonly<Record<FilterOption, 'any' | 'list' | 'one'>> = {
  focus: 'any',
  ignore: 'any',
  hide: 'any',
  show: 'any',
  show_from: 'any',
  prune_from: 'any',
  tagfocus: 'one',
  tagignore: 'one',
  tagshow: 'any',
  taghide: 'any',
  tagroot: 'list',
  tagleaf: 'list',
};

export const standsAlone = (kind: FilterKind): boolean => kind !== 'own' && TOGETHER[kind] === 'one';

export type FilterProblem =
  | { readonly why: 'unreadable'; readonly detail: string }
  /** It can be read, but not together with those before it. */
  | { readonly why: 'too-many' }
  /** Of this kind another one is on. */
  | { readonly why: 'second' };

/** Nothing where it can be read by itself. */
export function filterProblem({ kind, pattern }: Pick<Filter, 'kind' | 'pattern'>): FilterProblem | null {
  if (kind === 'own' || TOGETHER[kind] === 'list') return null;
  const read = TOGETHER[kind] === 'one' ? readLabelFilter(pattern) : compileSearch(pattern);
  return read.ok ? null : { why: 'unreadable', detail: read.error };
}

/** Of several expressions, one that matches where any does. */
export const anyOf = (patterns: readonly string[]): string =>
  patterns.length === 1 ? (patterns[0] ?? '') : patterns.map((pattern) => `(?:${pattern})`).join('|');

/**
 * The question that the filters which are on and can be read come to, and per filter why it is none of them; those that
 * are off are looked at as well.
 */
export function combineFilters(filters: readonly Filter[]): {
  readonly question: FilterQuestion;
  readonly problems: readonly (FilterProblem | null)[];
} {
  const taken = new Map<FilterOption, string[]>();
  let ownOnly = false;
  const problems = filters.map((filter): FilterProblem | null => {
    const { kind, pattern, enabled } = filter;
    const problem = filterProblem(filter);
    if (problem !== null || !enabled) return problem;
    if (kind === 'own') {
      ownOnly = true;
      return null;
    }
    const others = taken.get(kind) ?? [];
    if (pattern === '' || others.includes(pattern)) return null;
    if (TOGETHER[kind] === 'one' && others.length > 0) return { why: 'second' };
    const all = [...others, pattern];
    if (TOGETHER[kind] === 'any' && !compileSearch(anyOf(all)).ok) return { why: 'too-many' };
    taken.set(kind, all);
    return null;
  });
  const options = Object.fromEntries(
    [...taken].map(([kind, patterns]) => [
      kind,
      TOGETHER[kind] === 'list' ? patterns.join(',') : anyOf(patterns),
    ]),
  );
  return { question: { options, ownOnly }, problems };
}

/** Matches a function by its whole name; of a name too long for a pattern by its beginning. */
export function namePattern(name: string): string {
  const whole = `^${quoteRegexp(name)}$`;
  if (whole.length <= MAX_PATTERN) return whole;
  let pattern = '^';
  for (const char of name) {
    const quoted = quoteRegexp(char);
    if (pattern.length + quoted.length > MAX_PATTERN) break;
    pattern += quoted;
  }
  return pattern;
}
