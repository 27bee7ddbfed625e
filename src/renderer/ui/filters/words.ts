import type { FilterKind, FilterProblem } from '../../../core/pprof/filter/filters';
import type { Empty } from '../empty';

/** What the bar of filters says, in the language of the moment. */
export interface FilterWords {
  readonly label: () => string;
  readonly add: () => string;
  readonly addHint: () => string;
  readonly kind: () => string;
  /** What a kind does, in a few words. */
  readonly kinds: (kind: FilterKind) => string;
  readonly own: () => string;
  readonly ownHint: () => string;
  readonly pattern: (kind: FilterKind) => string;
  readonly apply: () => string;
  readonly cancel: () => string;
  readonly remove: (name: string) => string;
  readonly toggle: (name: string) => string;
  readonly problem: (problem: FilterProblem) => string;
  readonly idle: () => string;
  readonly samples: (count: string, all: string) => string;
  readonly value: (value: string, all: string, share: string) => string;
  readonly valueOf: (side: 'A' | 'B', value: string, all: string, share: string) => string;
  readonly stays: () => string;
  readonly sampleType: () => string;
  readonly stayHead: () => string;
  readonly allHead: () => string;
  readonly samplesHead: () => string;
  /** Where they leave nothing. */
  readonly nothing: () => Empty;
  /** Of the rows, by what is searched for. */
  readonly noMatch: () => string;
  readonly clear: () => string;
}
