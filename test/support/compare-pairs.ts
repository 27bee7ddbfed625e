import type { Pair } from './pprof-pairs';

export interface Comparison {
  readonly same: number;
  /** Pairs that pprof refuses, and those of them that we answer: neither counts. */
  readonly refused: number;
  /** pprof itself does not answer them in one way. */
  readonly undecided: readonly Pair[];
  readonly different: readonly { readonly pair: Pair; readonly ours: string; readonly theirs: string }[];
  readonly summary: string;
}

/** So often is pprof asked again before a difference is believed: of two orders that tie one may be rare. */
const AGAIN = 60;

export async function comparePairs(
  pairs: readonly Pair[],
  { theirs, ours }: { theirs: (pair: Pair) => Promise<string | null>; ours: (pair: Pair) => string },
): Promise<Comparison> {
  let [same, refused, next] = [0, 0, 0];
  const undecided: Pair[] = [];
  const different: { pair: Pair; ours: string; theirs: string }[] = [];
  const byReport = new Map<string, number>();
  const work = async (): Promise<void> => {
    for (let pair = pairs[next++]; pair !== undefined; pair = pairs[next++]) {
      const answer = await theirs(pair);
      if (answer === null) {
        refused++;
        continue;
      }
      const own = answerOf(pair, ours);
      if (own === answer) {
        same++;
        byReport.set(pair.report, (byReport.get(pair.report) ?? 0) + 1);
        continue;
      }
      const others = new Set<string | null>([answer]);
      for (let i = 0; i < AGAIN && others.size === 1; i++) others.add(await theirs(pair));
      if (others.size > 1) undecided.push(pair);
      else different.push({ pair, ours: own, theirs: answer });
    }
  };
  await Promise.all([work(), work(), work()]);
  const reports = [...byReport].map(([report, count]) => `${report} ${count}`).join(', ');
  return {
    same,
    refused,
    undecided,
    different,
    summary:
      `${pairs.length} pairs: ${same} the same (${reports}), ${different.length} different, ` +
      `${refused} that pprof refuses, ${undecided.length} that it answers in several ways`,
  };
}

function answerOf(pair: Pair, ours: (pair: Pair) => string): string {
  try {
    return ours(pair);
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : String(error)}`;
  }
}
