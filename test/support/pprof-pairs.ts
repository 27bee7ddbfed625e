// Questions to `go tool pprof` as a user might put them: a report, some options, one profile or several. They follow from
// a seed alone, and their regular expressions and labels from the profiles that they are about.
import { REPORTS, type ReportName } from '../../src/core/pprof/options';
import { at, type Profile } from '../../src/core/pprof/profile';
import { randomFrom } from './random';

export interface Pair {
  readonly report: ReportName;
  /** As on a command line: `-focus=main`, `-cum`. */
  readonly args: readonly string[];
  readonly files: readonly string[];
}

export interface CorpusProfile {
  /** Relative to the folder of fixtures. */
  readonly file: string;
  /** Those of one group may be merged and subtracted. */
  readonly group: string;
  readonly profile: Profile;
}

export const describePair = ({ report, args, files }: Pair): string => [report, ...args, ...files].join(' ');

export const takesPattern = (report: ReportName): boolean => report === 'peek' || report === 'list';

/** The arguments of `go tool pprof`. `peek` and `list` take their pattern where ours take their first argument. */
export const goArguments = ({ report, args, files }: Pair, pathOf: (file: string) => string): string[] => [
  ...(takesPattern(report) ? [] : [`-${report}`]),
  ...args.map((arg) =>
    arg.replace(/^(-(?:diff_)?base=)(.*)$/, (_, option: string, file: string) => option + pathOf(file)),
  ),
  ...files.map(pathOf),
];

const WEIGHTED: readonly ReportName[] = [
  ...Array.from({ length: 8 }, () => 'top' as const),
  ...REPORTS,
  'tree',
  'tree',
  'peek',
  'list',
  'dot',
  'dot',
];

/** Relative to the folder of fixtures, in which both run. */
const FOLDERS = ['make', 'make/edges', 'make/fixtures', 'nowhere:make', 'make/edges/deeper/still'];

interface PairOptions {
  readonly reports?: readonly ReportName[];
  /** That may have sources. */
  readonly folders?: readonly string[];
}

export function makePairs(
  corpus: readonly CorpusProfile[],
  count: number,
  seed: number,
  { reports = WEIGHTED, folders = FOLDERS }: PairOptions = {},
): Pair[] {
  const random = randomFrom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(from: readonly T[]): T => at(from, below(from.length));
  return Array.from({ length: count }, () => {
    const chosen = pick(corpus);
    const siblings = corpus.filter(({ group }) => group === chosen.group);
    const report = pick(reports);
    const vocabulary = new Vocabulary(chosen.profile, below, pick);
    const args = new Set<string>();
    if (takesPattern(report)) {
      const own = report === 'list' && below(2) === 0;
      args.add(`-${report}=${own ? pick(OWN) : vocabulary.pattern()}`);
    }
    if (report === 'list') for (const arg of sourceArguments(folders, below, pick)) args.add(arg);
    const options = optionsFor(vocabulary, below, pick);
    for (let n = below(5); n > 0; n--) args.add(pick(options)());
    if (below(5) === 0) {
      args.add(`-${pick(['base', 'diff_base'])}=${pick(siblings).file}`);
      if (below(3) === 0) args.add('-normalize');
    }
    const files = [chosen.file];
    if (below(8) === 0) for (let n = 1 + below(3); n > 0; n--) files.push(pick(siblings).file);
    return { report, args: withoutConflicts([...args]), files };
  });
}

/** The first of several that exclude one another. */
function withoutConflicts(args: readonly string[]): string[] {
  const seen = new Set<string>();
  return args.filter((arg) => {
    const name = /^-(\w+)/.exec(arg)?.[1] ?? '';
    const kind = ['cum', 'flat'].includes(name)
      ? 'sort'
      : ['functions', 'filefunctions', 'files', 'lines', 'addresses'].includes(name)
        ? 'granularity'
        : name;
    if (seen.has(kind)) return false;
    seen.add(kind);
    return true;
  });
}

/** Without a folder pprof names the one in which it runs, which is another on each machine. */
function sourceArguments(folders: readonly string[], below: (n: number) => number, pick: Pick): string[] {
  return [`-source_path=${pick(folders)}`, ...(below(2) === 0 ? [`-trim_path=${pick(TRIMMED)}`] : [])];
}

/** Functions whose sources are among the fixtures. */
const OWN = ['main\\.', 'main\\.main', '^main\\.\\w+$', 'func\\d', 'anonymous|fill', '.'];

const TRIMMED = ['example.com/fixtures', 'edges:example.com/fixtures', 'app', 'runtime::net/', '/'];

type Pick = <T>(from: readonly T[]) => T;

function optionsFor(words: Vocabulary, below: (n: number) => number, pick: Pick): (() => string)[] {
  const regexps = ['focus', 'ignore', 'hide', 'show', 'show_from', 'prune_from'];
  return [
    ...regexps.map((name) => () => `-${name}=${words.pattern()}`),
    () => '-cum',
    () => '-cum=true',
    () => '-flat',
    () => `-nodecount=${pick([0, 1, 3, 10, 40])}`,
    () => `-nodefraction=${pick(['0', '0.01', '0.1', '.5', '1e-3'])}`,
    () => `-edgefraction=${pick(['0', '0.05', '0.2'])}`,
    () => '-trim=false',
    () => `-sample_index=${words.sampleIndex()}`,
    () => pick(['-inuse_space', '-inuse_objects', '-alloc_space', '-alloc_objects']),
    () => pick(['-contentions', '-total_delay', '-mean_delay']),
    () =>
      `-unit=${pick(['auto', 'minimum', 'bytes', 'kb', 'MB', 'ms', 'ns', 's', 'seconds', 'hours', 'count', 'apples'])}`,
    () => '-drop_negative',
    () => '-mean',
    () => `-divide_by=${pick(['2', '10', '0.5', '3', '1e3', '-2'])}`,
    () => '-relative_percentages',
    () => '-compact_labels',
    () => '-call_tree',
    () => pick(['-functions', '-filefunctions', '-lines', '-addresses', '-files']),
    () => pick(['-filefunctions', '-lines', '-addresses']),
    () => '-noinlines',
    () => '-showcolumns',
    () => `-tagfocus=${words.labelFilter()}`,
    () => `-tagignore=${words.labelFilter()}`,
    () => `-tagshow=${words.keyPattern()}`,
    () => `-taghide=${words.keyPattern()}`,
    () => `-tagroot=${words.keys()}`,
    () => `-tagleaf=${words.keys()}`,
    () => `-nodecount=${below(30)}`,
    () => `-trim_path=${pick(TRIMMED)}`,
    () => `-source_path=${pick(FOLDERS)}`,
  ];
}

/** What one might ask a profile for. */
class Vocabulary {
  constructor(
    private readonly profile: Profile,
    private readonly below: (n: number) => number,
    private readonly pick: Pick,
  ) {}

  private names(column: Uint32Array): string[] {
    return [...new Set(column)].map((row) => at(this.profile.strings, row)).filter((name) => name !== '');
  }

  pattern(): string {
    const { functions, mappings } = this.profile;
    const names = this.names(functions.name);
    const quote = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const name = (): string => (names.length === 0 ? 'x' : this.pick(names));
    const part = (): string => {
      const whole = name();
      const start = this.below(whole.length);
      return quote(whole.slice(start, start + 2 + this.below(12)));
    };
    return this.pick([
      () => quote(name()),
      () => `^${quote(name())}$`,
      part,
      part,
      () => `${part()}|${part()}`,
      () =>
        `(?i)${part()
          .toUpperCase()
          .replace(/\\[A-Z]/g, '.')}`,
      () => `${quote(name().split(/[./]/)[0] ?? '')}[./]`,
      () =>
        this.pick([
          'runtime',
          '^main\\.',
          'main\\..*func\\d+',
          '\\(\\*\\w+\\)\\.',
          '[[:upper:]]\\w{2,5}\\b',
          'nothing at all',
          '\\.go$',
          '^$',
          '.',
          '(a|e)+r',
          'unk?nown',
        ]),
      () => quote(this.pick([...this.names(functions.filename), ...this.names(mappings.filename), 'x'])),
      () => `\\Q${name().slice(0, 9)}\\E`,
    ])();
  }

  sampleIndex(): string {
    const { sampleTypes } = this.profile;
    const row = this.below(sampleTypes.length);
    return this.pick([String(row), at(sampleTypes, row).type]);
  }

  private key(): string {
    return this.pick([...this.names(this.profile.labels.key), 'bytes', 'job']);
  }

  keyPattern(): string {
    return this.pick([this.key(), `^${this.key().slice(0, 2)}`, '.', 'none']);
  }

  keys(): string {
    return this.pick([this.key(), `${this.key()},${this.key()}`, `${this.key()},`]);
  }

  labelFilter(): string {
    const { labels, strings } = this.profile;
    const values = this.names(labels.str);
    const number = (): string => {
      const value = labels.length === 0 ? 1024 : at(labels.num.numbers, this.below(labels.length));
      return this.pick([`${value}`, `${value}b`, `${Math.round(value / 1024)}kb`, '1mb', '0', '-1', '2s']);
    };
    const range = (): string =>
      this.pick([number(), `${number()}:`, `:${number()}`, `${number()}:${number()}`, '1kb:64kb', '+1:']);
    const text = (): string => (values.length === 0 ? 'config' : this.pick(values));
    const row = labels.length === 0 ? -1 : this.below(labels.length);
    const key = row < 0 ? 'job' : at(strings, at(labels.key, row));
    return this.pick([
      range,
      () => `${key}=${range()}`,
      text,
      () => `${key}=${text()}`,
      () => `${text()},${text()}`,
      () => `${key}=${text()},${text()}`,
      () => `${key}:.*`,
      () => `${text().slice(0, 2)}.*`,
    ])();
  }
}
