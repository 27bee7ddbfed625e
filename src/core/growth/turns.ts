// Several processes that answer behind one URL by turns: told by what comes back, which no restart does, or by counts that
// would hardly ever look so if each process had followed the one before.
import type { LifeEvidence, LifeSign, SeveralProcesses } from './life-evidence';
import { countReturns, labelReplicas, labelStarts, type Labels } from './start-times';

/**
 * How often a process must come back to prove that it never went. A start time does not return by itself; a build does
 * when a deploy is rolled back.
 */
const RETURNS_THAT_PROVE = { 'start-time': 1, build: 3 } as const;
/** How likely restarts may look like processes that take turns, by their counters or heap records alone. */
const MAX_CHANCE = 0.002;
const MOST_PROCESSES = 8;
/** A stretch of one process before or after the turns is a life of its own from so many snapshots on … */
const MIN_CALM = 8;
/** … and where it is so much longer than any turn. */
const CALM_FACTOR = 2;

export interface Turns extends SeveralProcesses {
  /** Snapshots of the stretch in which processes take turns, both inclusive. */
  readonly from: number;
  readonly to: number;
}

export function findTurns(snapshots: readonly LifeEvidence[]): Turns | null {
  const starts = labelStarts(snapshots);
  if (countReturns(starts) >= RETURNS_THAT_PROVE['start-time']) return turnsOf(starts, 'start-time');
  const replicas = labelReplicas(snapshots, starts);
  if (replicas !== null) return turnsOf(replicas, 'start-time');
  // Start times that never come back are restarts, whatever counters and records look like.
  if (new Set(starts.filter((label) => label !== null)).size > 1) return null;
  const chains = snapshots.map(({ heap }) => heap?.chain ?? null);
  if (areTurns(countChanges(chains))) return turnsOf(chains, 'heap-record');
  const counted = labelCounters(snapshots);
  if (counted !== null) return turnsOf(counted.labels, counted.by);
  const builds = labelBuilds(snapshots);
  return countReturns(builds) >= RETURNS_THAT_PROVE.build ? turnsOf(builds, 'build') : null;
}

function labelBuilds(snapshots: readonly LifeEvidence[]): Labels {
  const ids: string[] = [];
  return snapshots.map(({ buildId }) => {
    if (buildId === null) return null;
    const label = ids.indexOf(buildId);
    return label < 0 ? ids.push(buildId) - 1 : label;
  });
}

interface Changes {
  readonly chains: number;
  /** How often the next value, or the next heap, is not of the chain before it. */
  readonly falls: number;
}

/**
 * Whether processes take turns, or one restarts again and again. Restarts leave off and begin anywhere, and one that ran
 * long has every count of one that ended young; turns of `n` processes are `n` rising chains and no more. Then no n
 * values before falls are in falling order, nor any n after falls. Of F values in random order that happens with a chance
 * below (n−1)^(2F)/F!, and it happens for both. Heaps, of which two may each have a record that the other lacks, are
 * harder to lay in few chains, and so the less likely to look like turns.
 */
function areTurns({ chains, falls }: Changes): boolean {
  if (chains < 2 || chains > MOST_PROCESSES) return false;
  let logChance = 2 * falls * Math.log(chains - 1);
  for (let k = 2; k <= falls; k++) logChance -= Math.log(k);
  return 2 * logChance <= Math.log(MAX_CHANCE);
}

function countChanges(labels: Labels): Changes {
  const told = labels.filter((label) => label !== null);
  return {
    chains: new Set(told).size,
    falls: told.filter((label, i) => i > 0 && label !== told[i - 1]).length,
  };
}

/** By what each process has allocated since it began: every value goes to the chain with the largest last value below it. */
function labelCounters(snapshots: readonly LifeEvidence[]): { labels: Labels; by: LifeSign } | null {
  for (const by of ['counter', 'heap-record'] as const) {
    const values = snapshots.map(({ memory, heap }) =>
      by === 'counter' ? (memory?.totalAllocBytes ?? memory?.mallocs ?? null) : (heap?.allocObjects ?? null),
    );
    const { labels, ...changes } = layInChains(values);
    if (areTurns(changes)) return { labels, by };
  }
  return null;
}

function layInChains(values: readonly (number | null)[]): { labels: Labels } & Changes {
  const last: number[] = [];
  let before = -Infinity;
  let falls = 0;
  const labels = values.map((value) => {
    if (value === null) return null;
    if (value < before) falls++;
    before = value;
    let best = -1;
    for (const [chain, top] of last.entries())
      if (top <= value && (best < 0 || top > (last[best] ?? 0))) best = chain;
    // More than can be shown: restarts, each with a chain of its own. The answer is known, and the search is cut short.
    if (best < 0) best = Math.min(last.length, MOST_PROCESSES);
    last[best] = value;
    return best;
  });
  return { labels, chains: last.length, falls };
}

/** The stretch of turns: all snapshots but a long calm before the first turn, and after the last one. */
function turnsOf(labels: Labels, by: LifeSign): Turns {
  const runs: { from: number; to: number; label: number }[] = [];
  labels.forEach((label, index) => {
    const run = runs.at(-1);
    if (label === null) return;
    if (run?.label === label) run.to = index;
    else runs.push({ from: index, to: index, label });
  });
  const length = ({ from, to }: { from: number; to: number }): number => to - from + 1;
  const longestTurn = Math.max(0, ...runs.slice(1, -1).map(length));
  const isCalm = (run: { from: number; to: number } | undefined): run is { from: number; to: number } =>
    run !== undefined && length(run) >= MIN_CALM && length(run) > CALM_FACTOR * longestTurn;
  const [first, last] = [runs[0], runs.at(-1)];
  return {
    by,
    processes: new Set(runs.map((run) => run.label)).size,
    from: isCalm(first) ? first.to + 1 : 0,
    to: isCalm(last) ? last.from - 1 : labels.length - 1,
  };
}
