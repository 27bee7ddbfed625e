// Of which process life a target's verdict is: the newest, unless that has only just begun. A service that restarts, as at a deploy
// of the same build, has not forgotten what it does.
import { SERIES_OBSERVATIONS } from '../../core/growth/verdict';
import type { GrowthLife, Judged } from './growth-data';

export interface TellingLife {
  readonly life: GrowthLife;
  /** The newest life, where an earlier one tells in its place, and how many observations it has; null: it is the newest. */
  readonly newest: { readonly life: GrowthLife; readonly observations: number } | null;
}

/**
 * One for each target: its newest life; or, while that has too few observations for a series, the last life before it that has
 * enough, if it is known to be of the same build, and the newest shows nothing by itself: proven growth, or what the runtime has found leaked.
 * `lives`: by target, then in order of time.
 */
export function tellingLives(lives: readonly GrowthLife[], judged: readonly Judged[]): TellingLife[] {
  const observationsOf = (life: GrowthLife): number =>
    Math.max(0, ...judged.filter((j) => j.life === life.life).map(({ result }) => result.observations));
  return [...new Set(lives.map(({ life }) => life.target))].flatMap((target) => {
    const mine = lives.filter(({ life }) => life.target === target);
    const newest = mine.at(-1);
    if (newest === undefined) return [];
    const observations = observationsOf(newest);
    const { buildId, mixed } = newest.life;
    const tells = ({ life }: GrowthLife): boolean => life.buildId === buildId && !life.mixed;
    const showsSomething =
      newest.captures.some(({ kind }) => kind === 'goroutineleak') ||
      judged.some(({ life, result }) => life === newest.life && result.suspects.length > 0);
    const mayStandIn = observations < SERIES_OBSERVATIONS && buildId !== null && !mixed && !showsSomething;
    const before = mayStandIn
      ? mine.findLast((one) => tells(one) && observationsOf(one) >= SERIES_OBSERVATIONS)
      : undefined;
    return [
      before === undefined
        ? { life: newest, newest: null }
        : { life: before, newest: { life: newest, observations } },
    ];
  });
}
