// A profile of a trace that is broken has what came before. It says so in a comment, which stays with it through sums, files and
// exports, and which pprof prints above what it reports.
import type { FormatError } from '../base/result';
import type { Profile } from '../pprof/profile';

const MARK = 'trace broken: ';

export const commentOfBreak = ({ message }: FormatError): string => MARK + message;

/** Why a trace that the profile is of is broken; null: none is, or it is of none. */
export const breakOf = ({ comments }: Profile): string | null =>
  comments.find((comment) => comment.startsWith(MARK))?.slice(MARK.length) ?? null;
