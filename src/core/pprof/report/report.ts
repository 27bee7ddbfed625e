// A report in text, to the byte what `go tool pprof` prints. What differs knowingly: names that are mangled C++ or Rust
// stay mangled, and no binary is looked for to symbolise a profile without names.
import { compileSearch } from '../../base/linear-regexp';
import { err, ok, type FormatError, type Result } from '../../base/result';
import type { ReportName, ReportOptions } from '../options';
import type { Profile } from '../profile';
import { trimmedGraph, type TrimOptions } from '../trimmed-graph';
import { openReport, type ReportContext } from './context';
import { dotReport } from './dot';
import type { TimeFormats } from './head';
import { listReport, type ReadSource } from './list';
import { rawReport } from './raw';
import { isTooLong, ReportLines } from './report-lines';
import { tagsReport } from './tags';
import { textReport } from './text';
import { tracesReport } from './traces';
import { treeReport } from './tree';

export interface ReportQuestion {
  readonly report: ReportName;
  readonly options: ReportOptions;
  /** Functions that `peek` and `list` show, as a regular expression (RE2). */
  readonly pattern?: string;
  readonly times: TimeFormats;
  /** What `list` takes sources from. */
  readonly readSource?: ReadSource;
}

export interface ReportText {
  readonly text: string;
  /** Options that matched nothing. */
  readonly idle: readonly string[];
}

const NO_SOURCES: ReadSource = (file) => err(`could not find file ${file}`);

/**
 * Of what `combineProfiles` answers. Fails where the question cannot be read, no function matches, or the text would be
 * longer than `mostText` characters: by default what a string can hold.
 */
export function reportText(
  profile: Profile,
  question: ReportQuestion,
  mostText?: number,
): Result<ReportText, FormatError> {
  const opened = openReport(profile, question.options);
  if (!opened.ok) return opened;
  const out = new ReportLines(mostText);
  try {
    const written = writeReport(out, opened.value, question);
    return written.ok ? ok({ text: out.text(), idle: opened.value.idle }) : written;
  } catch (error) {
    if (!isTooLong(error)) throw error;
    return err({ code: 'too-large', message: 'the report would be too long; filters shorten it' });
  }
}

function writeReport(
  out: ReportLines,
  context: ReportContext,
  { report, options, pattern = '', times, readSource = NO_SOURCES }: ReportQuestion,
): Result<void, FormatError> {
  const trim = trimOf(report, options);
  switch (report) {
    case 'top':
      return ok(textReport(out, context, trimmedGraph(context, trim), trim, times));
    case 'tree':
      treeReport(out, context, trimmedGraph(context, trim), trim, times, null);
      return ok(undefined);
    case 'peek':
    case 'list': {
      const matches = compileSearch(pattern);
      if (!matches.ok) return err({ code: 'unsupported', message: `${matches.error} in “${pattern}”` });
      const isFound =
        report === 'peek'
          ? treeReport(out, context, trimmedGraph(context, trim), trim, times, matches.value)
          : listReport(out, context, matches.value, readSource);
      return isFound
        ? ok(undefined)
        : err({ code: 'unsupported', message: `no function matches “${pattern}”` });
    }
    case 'traces':
      return ok(tracesReport(out, context, times));
    case 'tags':
      return ok(tagsReport(out, context));
    case 'dot':
      return ok(dotReport(out, context, trim, times));
    case 'raw':
      return ok(rawReport(out, context, times));
  }
}

/** A tree or a graph of more nodes than this is not for reading. */
const READABLE_NODES = 80;

/** What a report leaves out: as it is asked for, else by its own measure. */
export function trimOf(report: ReportName, options: ReportOptions): TrimOptions {
  const { sort, dropNegative } = options;
  if (!options.trim || report === 'peek') {
    return { sort, dropNegative, nodeCount: 0, nodeFraction: 0, edgeFraction: 0 };
  }
  const own = report === 'tree' || report === 'dot' ? READABLE_NODES : 0;
  return {
    sort,
    dropNegative,
    nodeCount: options.nodeCount === -1 ? own : options.nodeCount,
    nodeFraction: options.nodeFraction,
    edgeFraction: options.edgeFraction,
  };
}
