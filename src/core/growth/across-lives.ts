// Several processes of one build, each watched too briefly to prove anything. No test is run across a restart, since levels start anew there:
// the evidence of each life is multiplied by that of the others, and what they prove together must have the shape of a leak in most of them.
import { eBH } from '../base/stats-evidence';
import { ALPHA, fastestFirst, MIN_MOVES, type GrowthResult, type StackGrowth } from './analyse';
import { fillSeries, type Series } from './series';
import { suspectShape } from './shape';

const MIN_SHAPED = 0.6;

export interface LifeOfStacks {
  readonly result: GrowthResult;
  readonly series: Series;
  /** Per stack of the result what it is called in every life. */
  readonly keys: readonly unknown[];
}

interface Together {
  logE: number;
  moves: number;
  /** In which it moved. */
  lives: number;
  /** Of those, where it rises as a leak does, proven or not. */
  shaped: number;
}

/**
 * What is known of the last of `lives` when those before it count too: the stacks that all of them prove together are suspects, each with
 * the number of lives that it takes. Of what comes down in the last life nothing is said: it may be mended.
 */
export function growthAcrossLives(lives: readonly LifeOfStacks[]): GrowthResult | null {
  const last = lives.at(-1);
  if (last === undefined || lives.length < 2) return last?.result ?? null;
  const all = new Map<unknown, Together>();
  for (const { result, keys } of lives) result.stacks.forEach((growth, row) => add(all, keys[row], growth));
  const tested = [...all].filter(([, { moves }]) => moves >= MIN_MOVES);
  const logs = tested.map(([, { logE }]) => logE);
  const proven = new Map(
    eBH(logs, tested.length, ALPHA).flatMap((i) => {
      const [key, together] = tested[i] ?? [];
      return together !== undefined && together.shaped >= MIN_SHAPED * together.lives
        ? [[key, together]]
        : [];
    }),
  );
  const stacks = last.result.stacks.map((growth, row): StackGrowth => {
    const lifeCount = proven.get(last.keys[row])?.lives ?? 0;
    if (growth.suspect || !growth.candidate || lifeCount < 2) return growth;
    const values = fillSeries(last.series, row, new Float64Array(last.series.times.length));
    const shape = suspectShape(values, values.length, 1, last.series.units[row] ?? 1);
    return { ...growth, suspect: true, candidate: false, shape, lives: lifeCount };
  });
  const isOpen = (row: number): boolean => stacks[row]?.suspect !== true;
  return {
    ...last.result,
    stacks,
    suspects: stacks
      .filter(({ suspect }) => suspect)
      .sort(fastestFirst)
      .map(({ stack }) => stack),
    candidates: last.result.candidates.filter(isOpen),
    undecided: last.result.undecided.filter(isOpen),
  };
}

function add(all: Map<unknown, Together>, key: unknown, growth: StackGrowth): void {
  const moves = growth.rises + growth.falls;
  if (moves === 0) return;
  const together = all.get(key) ?? { logE: 0, moves: 0, lives: 0, shaped: 0 };
  together.logE += growth.logE;
  together.moves += moves;
  together.lives++;
  if (growth.suspect || growth.candidate) together.shaped++;
  all.set(key, together);
}
