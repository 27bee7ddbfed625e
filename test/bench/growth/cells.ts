// What is simulated: a cell is one way to look at a service, so many times.
import type { Plan } from './session';

export interface Cell {
  readonly id: string;
  readonly plan: Plan;
  /** Judged after every so many snapshots; null: once, at the end, and each leak too. */
  readonly lookEvery: number | null;
  /** The part of the sessions asked for that it is given: looking again and again takes long. */
  readonly share: number;
}

const TEN_MINUTES = 1 / 6;
/** A week takes long, and there is little chance left in it. */
const WEEK_SHARE = 1 / 4;

function family(name: string, snapshots: readonly number[], cell: Partial<Plan & Cell> = {}): Cell[] {
  const { kind = 'goroutine', everyHours = TEN_MINUTES, gaps = false, busierBy = 0, lookEvery = null } = cell;
  return snapshots.map((n) => ({
    id: `${name}-${n}`,
    plan: { kind, snapshots: n, everyHours, gaps, busierBy },
    lookEvery,
    share: cell.share ?? (n >= 1000 ? WEEK_SHARE : 1),
  }));
}

export const CELLS: readonly Cell[] = [
  ...family('regular', [5, 10, 30, 100, 300, 1000]),
  ...family('gaps', [30, 100], { gaps: true }),
  ...family('hourly', [30, 100], { everyHours: 1 }),
  ...family('busier', [1000], { busierBy: 0.2 }),
  ...family('heap', [30, 100, 300, 1000], { kind: 'heap' }),
  ...family('heap-gaps', [100], { kind: 'heap', gaps: true }),
  ...family('peek', [300], { lookEvery: 4, share: 1 / 8 }),
  ...family('peek-each', [300], { lookEvery: 1, share: 1 / 40 }),
];

/** By full name or by family (`heap`), and by number of snapshots. Throws RangeError where nothing is called so. */
export function chooseCells(names: readonly string[], snapshots: readonly number[]): Cell[] {
  const familyOf = ({ id, plan }: Cell): string => id.slice(0, -String(plan.snapshots).length - 1);
  const isNamed = (cell: Cell, name: string): boolean => name === cell.id || name === familyOf(cell);
  const unknown = names.find((name) => !CELLS.some((cell) => isNamed(cell, name)));
  if (unknown !== undefined)
    throw new RangeError(`no cell is called ${unknown}: ${CELLS.map(({ id }) => id).join(', ')}`);
  const chosen = CELLS.filter(
    (cell) =>
      (names.length === 0 || names.some((name) => isNamed(cell, name))) &&
      (snapshots.length === 0 || snapshots.includes(cell.plan.snapshots)),
  );
  if (chosen.length === 0) throw new RangeError('no cell has so many snapshots');
  return chosen;
}

export const sessionsOf = ({ share }: Cell, sessions: number): number => Math.ceil(sessions * share);
