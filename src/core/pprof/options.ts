// What `go tool pprof` can be asked, with its defaults (internal/driver/config.go, cli.go), and how it reads the answers
// that a command line or a form gives: as Go's flag package does.
import { splitPathList } from '../base/path-list';
import { parseGoInteger } from '../base/go-integer';
import { err, ok, type FormatError, type Result } from '../base/result';

export const REPORTS = ['top', 'tree', 'peek', 'traces', 'tags', 'raw', 'dot', 'list'] as const;
export type ReportName = (typeof REPORTS)[number];

export const GRANULARITIES = ['functions', 'filefunctions', 'files', 'lines', 'addresses'] as const;
export type GranularityName = (typeof GRANULARITIES)[number];

/** What `unit` may be in a picture of bytes or of time, by pprof's names of its units. */
export const PICTURE_UNITS = ['minimum', 'B', 'kB', 'MB', 'GB', 'TB', 'PB', 'ns', 'us', 'ms', 's'] as const;
export type PictureUnit = (typeof PICTURE_UNITS)[number];

export interface ReportOptions {
  /** Name or index of a sample type; '' for the profile's default. */
  readonly sampleIndex: string;
  /** Each value divided by the first of its sample, the count. */
  readonly mean: boolean;
  /** Values are divided by this before they are shown. Never 0. */
  readonly divideBy: number;
  /** `minimum`: one unit for all; `auto`: one for each; else the unit's name. */
  readonly unit: string;
  readonly sort: 'flat' | 'cum';
  readonly granularity: GranularityName;
  readonly noInlines: boolean;
  readonly showColumns: boolean;
  readonly dropNegative: boolean;
  /** −1: the report's own default. 0: all. */
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  /** false: no limits whatever the three before say. */
  readonly trim: boolean;
  /** Of graphs: a box for each way that leads to a function. Reports in text do without. */
  readonly callTree: boolean;
  /** Percentages of what the filters leave, not of the whole. */
  readonly relativePercentages: boolean;
  readonly compactLabels: boolean;
  /** Regular expressions (RE2), '' for none: on function names, file names and binaries. */
  readonly focus: string;
  readonly ignore: string;
  readonly hide: string;
  readonly show: string;
  readonly showFrom: string;
  readonly pruneFrom: string;
  /** `[key=]regexp[,regexp…]` or `[key=]range`, as `bytes=1kb:64kb`; '' for none. */
  readonly tagFocus: string;
  readonly tagIgnore: string;
  /** Regular expressions on label keys. */
  readonly tagShow: string;
  readonly tagHide: string;
  /** Label keys, comma-separated. */
  readonly tagRoot: string;
  readonly tagLeaf: string;
  /** Folders in which sources are searched, and what is cut from the front of file names before; of graphs too. */
  readonly sourcePath: readonly string[];
  readonly trimPath: readonly string[];
}

export const DEFAULT_OPTIONS: ReportOptions = {
  sampleIndex: '',
  mean: false,
  divideBy: 1,
  unit: 'minimum',
  sort: 'flat',
  granularity: 'functions',
  noInlines: false,
  showColumns: false,
  dropNegative: false,
  nodeCount: -1,
  nodeFraction: 0.005,
  edgeFraction: 0.001,
  trim: true,
  callTree: false,
  relativePercentages: false,
  compactLabels: false,
  focus: '',
  ignore: '',
  hide: '',
  show: '',
  showFrom: '',
  pruneFrom: '',
  tagFocus: '',
  tagIgnore: '',
  tagShow: '',
  tagHide: '',
  tagRoot: '',
  tagLeaf: '',
  sourcePath: [],
  trimPath: [],
};

type KeysOf<T> = { [K in keyof ReportOptions]: ReportOptions[K] extends T ? K : never }[keyof ReportOptions];

interface Spelled {
  /** In a few words, for a list of options. */
  readonly help: string;
}
export type OptionSpelling = Spelled &
  (
    | { readonly kind: 'text'; readonly key: Exclude<KeysOf<string>, 'sort' | 'granularity'> }
    | { readonly kind: 'paths'; readonly key: KeysOf<readonly string[]> }
    | { readonly kind: 'yes'; readonly key: KeysOf<boolean> }
    | { readonly kind: 'whole' | 'real'; readonly key: KeysOf<number> }
    | { readonly kind: 'sort'; readonly value: ReportOptions['sort'] }
    | { readonly kind: 'granularity'; readonly value: GranularityName }
    | { readonly kind: 'sample'; readonly sampleType: string; readonly mean?: true }
  );

/** Every option by pprof's spelling, in the order in which a list shows them. */
export const OPTION_SPELLINGS: Readonly<Record<string, OptionSpelling>> = {
  flat: { kind: 'sort', value: 'flat', help: 'sort by own value (default)' },
  cum: { kind: 'sort', value: 'cum', help: 'sort by cumulative value' },
  sample_index: { kind: 'text', key: 'sampleIndex', help: 'sample type, by name or number' },
  total_delay: { kind: 'sample', sampleType: 'delay', help: 'as -sample_index=delay' },
  mean_delay: { kind: 'sample', sampleType: 'delay', mean: true, help: 'as -mean -sample_index=delay' },
  contentions: { kind: 'sample', sampleType: 'contentions', help: 'as -sample_index=contentions' },
  inuse_space: { kind: 'sample', sampleType: 'inuse_space', help: 'as -sample_index=inuse_space' },
  inuse_objects: { kind: 'sample', sampleType: 'inuse_objects', help: 'as -sample_index=inuse_objects' },
  alloc_space: { kind: 'sample', sampleType: 'alloc_space', help: 'as -sample_index=alloc_space' },
  alloc_objects: { kind: 'sample', sampleType: 'alloc_objects', help: 'as -sample_index=alloc_objects' },
  mean: { kind: 'yes', key: 'mean', help: 'values per event: divided by the first sample type' },
  divide_by: { kind: 'real', key: 'divideBy', help: 'divide every value by this' },
  unit: { kind: 'text', key: 'unit', help: 'unit to show values in; auto for each value its own' },
  functions: { kind: 'granularity', value: 'functions', help: 'one row per function (default)' },
  filefunctions: { kind: 'granularity', value: 'filefunctions', help: 'one row per function and file' },
  files: { kind: 'granularity', value: 'files', help: 'one row per file' },
  lines: { kind: 'granularity', value: 'lines', help: 'one row per line' },
  addresses: { kind: 'granularity', value: 'addresses', help: 'one row per address' },
  noinlines: { kind: 'yes', key: 'noInlines', help: 'count inlined functions to their callers' },
  showcolumns: { kind: 'yes', key: 'showColumns', help: 'columns beside lines' },
  focus: { kind: 'text', key: 'focus', help: 'only stacks with a match of this regexp' },
  ignore: { kind: 'text', key: 'ignore', help: 'no stacks with a match' },
  hide: { kind: 'text', key: 'hide', help: 'no frames that match' },
  show: { kind: 'text', key: 'show', help: 'only frames that match' },
  show_from: { kind: 'text', key: 'showFrom', help: 'stacks from the outermost match on' },
  prune_from: { kind: 'text', key: 'pruneFrom', help: 'stacks down to the innermost match' },
  tagfocus: { kind: 'text', key: 'tagFocus', help: 'only samples with a label: [key=]regexp or range' },
  tagignore: { kind: 'text', key: 'tagIgnore', help: 'no samples with such a label' },
  tagshow: { kind: 'text', key: 'tagShow', help: 'only labels whose key matches' },
  taghide: { kind: 'text', key: 'tagHide', help: 'no labels whose key matches' },
  tagroot: { kind: 'text', key: 'tagRoot', help: 'labels of these keys as outermost frames' },
  tagleaf: { kind: 'text', key: 'tagLeaf', help: 'labels of these keys as innermost frames' },
  nodecount: { kind: 'whole', key: 'nodeCount', help: 'at most so many rows; 0 for all' },
  nodefraction: { kind: 'real', key: 'nodeFraction', help: 'no rows below this share of the total' },
  edgefraction: { kind: 'real', key: 'edgeFraction', help: 'no calls below this share of the total' },
  trim: { kind: 'yes', key: 'trim', help: 'false: everything, however small' },
  drop_negative: { kind: 'yes', key: 'dropNegative', help: 'no rows with negative values' },
  relative_percentages: {
    kind: 'yes',
    key: 'relativePercentages',
    help: 'percentages of what filters leave',
  },
  call_tree: { kind: 'yes', key: 'callTree', help: 'in graphs, a box for each way to a function' },
  source_path: { kind: 'paths', key: 'sourcePath', help: 'folders to search for sources, and their parents' },
  trim_path: { kind: 'paths', key: 'trimPath', help: 'what to cut from the front of file names' },
  compact_labels: { kind: 'yes', key: 'compactLabels', help: 'a shorter head' },
};

/** Whether an option is a switch: it may stand without a value. */
export const isSwitch = ({ kind }: OptionSpelling): boolean =>
  kind !== 'text' && kind !== 'paths' && kind !== 'whole' && kind !== 'real';

const refuse = (message: string): Result<never, FormatError> => err({ code: 'unsupported', message });

/**
 * Options from their spelled values: a switch has one of Go's words for yes and no. `ignored` are short spellings of a
 * sample type that came after another choice; pprof goes on without them and says so. `delimiter` stands between paths.
 */
export function readOptions(
  given: Readonly<Record<string, string>>,
  delimiter = ':',
): Result<{ readonly options: ReportOptions; readonly ignored: readonly string[] }, FormatError> {
  const options: { -readonly [K in keyof ReportOptions]: ReportOptions[K] } = { ...DEFAULT_OPTIONS };
  const chosen = { sort: [] as string[], granularity: [] as string[] };
  const ignored: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const spelling = Object.hasOwn(OPTION_SPELLINGS, name) ? OPTION_SPELLINGS[name] : undefined;
    if (spelling === undefined) return refuse(`there is no option -${name}`);
    if (spelling.kind === 'text') options[spelling.key] = value;
    else if (spelling.kind === 'paths') options[spelling.key] = splitPathList(value, delimiter);
    else if (spelling.kind === 'whole' || spelling.kind === 'real') {
      const number = spelling.kind === 'whole' ? wholeNumber(value) : realNumber(value);
      if (number === null) return refuse(`invalid value "${value}" of -${name}: not a number`);
      options[spelling.key] = number;
    } else {
      const yes = yesOrNo(value);
      if (yes === null) return refuse(`invalid value "${value}" of -${name}: neither true nor false`);
      if (spelling.kind === 'yes') options[spelling.key] = yes;
      else if (yes && spelling.kind !== 'sample') chosen[spelling.kind].push(name);
    }
  }
  for (const [name, spelling] of Object.entries(OPTION_SPELLINGS)) {
    if (spelling.kind !== 'sample' || yesOrNo(given[name] ?? 'false') !== true) continue;
    if (options.sampleIndex !== '') ignored.push(name);
    else options.sampleIndex = spelling.sampleType;
    if (spelling.mean === true) options.mean = true;
  }
  for (const names of Object.values(chosen)) {
    if (names.length > 1) return refuse(`conflicting options: ${names.map((name) => `-${name}`).join(', ')}`);
  }
  for (const name of [...chosen.sort, ...chosen.granularity]) {
    const spelling = OPTION_SPELLINGS[name];
    if (spelling?.kind === 'sort') options.sort = spelling.value;
    if (spelling?.kind === 'granularity') options.granularity = spelling.value;
  }
  if (options.divideBy === 0) return refuse('-divide_by=0 divides by nothing');
  return ok({ options, ignored });
}

/** As Go's flag package reads a switch; null where it is neither. */
export function yesOrNo(value: string): boolean | null {
  if (/^(?:1|t|T|true|TRUE|True)$/.test(value)) return true;
  return /^(?:0|f|F|false|FALSE|False)$/.test(value) ? false : null;
}

function wholeNumber(value: string): number | null {
  const whole = parseGoInteger(value);
  return whole === null ? null : Number(whole);
}

/** As Go's ParseFloat. */
function realNumber(value: string): number | null {
  if (/^[+-]?inf(?:inity)?$/i.test(value)) return value.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(value)) return NaN;
  const hex = /^([+-]?)0[xX]((?:_?[\da-fA-F])*)\.?((?:[\da-fA-F](?:_?[\da-fA-F])*)?)[pP]([+-]?\d+)$/.exec(
    value,
  );
  if (hex !== null) return hexadecimalNumber(hex);
  if (!/^[+-]?(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?$/.test(value))
    return null;
  const number = Number(value.replaceAll('_', ''));
  return Number.isFinite(number) ? number : null;
}

/** Of sign, digits before and behind the point, and exponent of two. */
function hexadecimalNumber([, sign, whole = '', behind = '', exponent]: RegExpExecArray): number | null {
  const fraction = behind.replaceAll('_', '');
  const digits = whole.replaceAll('_', '') + fraction;
  if (digits === '') return null;
  const number = Number(BigInt(`0x${digits}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
  return Number.isFinite(number) ? (sign === '-' ? -number : number) : null;
}
