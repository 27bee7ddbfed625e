// A profile of a trace that is broken has what came before. It says so in a comment, which stays with it through sums, files and
// exports, and which pprof prints above what it reports.
import type { FormatError } from '../base/result';
import type { Profile } from '../pprof/profile';

/** How a trace breaks off: what is told of it holds for all before. */
export const BREAKS = ['truncated', 'malformed', 'too-large'] as const;
export type Break = (typeof BREAKS)[number];

export interface TraceBreak {
  readonly how: Break;
  readonly message: string;
}

const breakNamed = (code: string | undefined): Break => BREAKS.find((how) => how === code) ?? 'malformed';

export const howBroken = ({ code }: FormatError): Break => breakNamed(code);

export const commentOfBreak = (error: FormatError): string =>
  `trace broken (${howBroken(error)}): ${error.message}`;

const COMMENT = /^trace broken(?: \(([a-z-]+)\))?: (.*)$/s;

/** How and why a trace that the profile is of is broken; null: none is, or it is of none. */
export function breakOf({ comments }: Profile): TraceBreak | null {
  for (const comment of comments) {
    const [, code, message] = COMMENT.exec(comment) ?? [];
    if (message !== undefined) return { how: breakNamed(code), message };
  }
  return null;
}
