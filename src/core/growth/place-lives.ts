// Lives are told from the snapshots in the order in which they were taken, where every count has something to say; and stand
// in the order in which they are shown, which is another one where the user has moved snapshots in time.
import type { ProcessLife, TargetLives } from './lives';

/** One snapshot, in the order shown. */
export interface Shown {
  /** Its index in the order taken. */
  readonly taken: number;
  readonly moved: boolean;
  /** An attempt from which nothing came: of no process, so that it is no border to what was moved past it. */
  readonly empty: boolean;
}

/**
 * A moved snapshot stays of the life in which it was taken while the lives keep their order: within its life, at either end
 * of it, or with all of it. Else it stands among those of another process, and is a stray. Of moved ones that contradict one
 * another most are kept, and all that were not moved.
 *
 * @param told of the snapshots in the order taken
 */
export function placeLives(told: TargetLives, shown: readonly Shown[]): TargetLives {
  const labels = shown.map(({ taken }) => told.lifeOf[taken] ?? 0);
  const isAllEmpty = shown.every(({ empty }) => empty);
  const isOfNone = shown.map(({ empty }) => empty && !isAllEmpty);
  const kept = keepInOrder(labels, isOfNone, boundsOf(shown, labels, isOfNone));
  const places = new Map(shown.map(({ taken }, index) => [taken, index]));
  const rowOf = new Map<number, number>();
  for (const index of kept) {
    const label = labels[index] ?? 0;
    if (!rowOf.has(label)) rowOf.set(label, rowOf.size);
  }
  const isKept = new Set(kept);
  let current = 0;
  const lifeOf = labels.map((label, index) => {
    if (isKept.has(index)) current = rowOf.get(label) ?? 0;
    return current;
  });
  const strays = new Set(
    shown.flatMap((_, index) => (isKept.has(index) || isOfNone[index] === true ? [] : [index])),
  );
  const lives = [...rowOf].flatMap(([label, row]): ProcessLife[] => {
    const life = told.lives[label];
    const isMine = (of: number, index: number): boolean => of === row && !strays.has(index);
    const [from, to] = [lifeOf.findIndex(isMine), lifeOf.findLastIndex(isMine)];
    if (life === undefined) return [];
    const firstOwn =
      life.firstOwn === null ? null : { ...life.firstOwn, at: places.get(life.firstOwn.at) ?? -1 };
    return [{ ...life, id: String(row + 1), from, to, firstOwn }];
  });
  return { lives, lifeOf, several: told.several, strays };
}

/** Per snapshot the lives of those around it that were not moved: itself, where it is one of them. */
function boundsOf(
  shown: readonly Shown[],
  labels: readonly number[],
  isOfNone: readonly boolean[],
): { low: number[]; high: number[] } {
  const low: number[] = [];
  const high: number[] = [];
  const isBound = (i: number): boolean => shown[i]?.moved === false && isOfNone[i] === false;
  let bound = -Infinity;
  for (let i = 0; i < shown.length; i++) {
    if (isBound(i)) bound = labels[i] ?? bound;
    low[i] = bound;
  }
  bound = Infinity;
  for (let i = shown.length - 1; i >= 0; i--) {
    if (isBound(i)) bound = labels[i] ?? bound;
    high[i] = bound;
  }
  return { low, high };
}

/** Indices of the longest sequence of labels within their bounds that never falls. */
function keepInOrder(
  labels: readonly number[],
  isOfNone: readonly boolean[],
  { low, high }: ReturnType<typeof boundsOf>,
): readonly number[] {
  /** Per length, the index of the least label with which a sequence of that length can end. */
  const ends: number[] = [];
  const before = new Int32Array(labels.length);
  for (const [i, label] of labels.entries()) {
    if (isOfNone[i] === true || label < (low[i] ?? 0) || label > (high[i] ?? 0)) continue;
    let [from, to] = [0, ends.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((labels[ends[middle] ?? 0] ?? 0) <= label) from = middle + 1;
      else to = middle;
    }
    before[i] = ends[from - 1] ?? -1;
    ends[from] = i;
  }
  const kept: number[] = [];
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i] ?? -1) kept.push(i);
  return kept.reverse();
}
