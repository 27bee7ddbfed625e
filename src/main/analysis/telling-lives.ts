// Which process lives of a target a verdict is asked of: the newest, and while that has only just begun, one before it too. A service that
// restarts, as at a deploy of the same build, has not forgotten what it does.
import { SERIES_OBSERVATIONS } from '../../core/growth/verdict';
import type { GrowthLife, Judged } from './growth-data';

export interface TellingLife {
  readonly life: GrowthLife;
  /** An earlier life tells beside this one, the newest, which has so many observations; null: it is the newest. */
  readonly newest: { readonly life: GrowthLife; readonly observations: number } | null;
}

/**
 * Of each target its newest life; and, while that has too few observations for a series, the last life before it that has
 * enough, if it is known to be of the same build. `lives`: by target, then in order of time.
 */
export function tellingLives(lives: readonly GrowthLife[], judged: readonly Judged[]): TellingLife[] {
  const observationsOf = (life: GrowthLife): number =>
    Math.max(0, ...judged.filter((j) => j.life === life.life).map(({ result }) => result.observations));
  return [...new Set(lives.map(({ life }) => life.target))].flatMap((target): TellingLife[] => {
    const mine = lives.filter(({ life }) => life.target === target);
    const newest = mine.at(-1);
    if (newest === undefined) return [];
    const observations = observationsOf(newest);
    const { buildId, mixed } = newest.life;
    const tells = ({ life }: GrowthLife): boolean => life.buildId === buildId && !life.mixed;
    const isYoung = observations < SERIES_OBSERVATIONS && buildId !== null && !mixed;
    const before = isYoung
      ? mine.findLast((one) => one !== newest && tells(one) && observationsOf(one) >= SERIES_OBSERVATIONS)
      : undefined;
    const now = { life: newest, newest: null };
    return before === undefined ? [now] : [now, { life: before, newest: { life: newest, observations } }];
  });
}
