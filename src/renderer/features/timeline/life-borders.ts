// Where process lives begin on the timeline: a hairline each, named after what happened, so far as there is room.
import type { Life } from '../../../contract/domain';
import { toPixel, type TimeWindow } from './window';

export interface LifeBorder {
  readonly key: string;
  readonly x: number;
  readonly text: 'restart' | 'deploy' | 'mixed';
  readonly life: Life;
  /** Whether its name has room, at the left of the line. */
  readonly label: boolean;
  /** Of the target whose memory is drawn; those of others are fainter and have no name. */
  readonly isLead: boolean;
}

/** Pixels that a name with its moment takes. */
const NAME_WIDTH = 118;

/** `lives`: by target, then in order of time. Ordered by place. */
export function placeLives(
  lives: readonly Life[],
  lead: string | null,
  window: TimeWindow,
  width: number,
): LifeBorder[] {
  const borders = lives.flatMap((life): LifeBorder[] => {
    if (life.began === null) return [];
    const at = life.sinceMs;
    if (at < window.fromMs || at > window.toMs) return [];
    return [
      {
        key: `${life.target ?? ''} ${life.life}`,
        x: toPixel(window, width, at),
        text: life.mixed ? 'mixed' : life.newBuild ? 'deploy' : 'restart',
        life,
        label: false,
        isLead: life.target === lead,
      },
    ];
  });
  borders.sort((a, b) => a.x - b.x);
  // The newest first: it is the one that is asked for.
  let free = Infinity;
  return borders
    .toReversed()
    .map((border) => {
      if (!border.isLead || border.x > free || border.x < NAME_WIDTH / 2) return border;
      free = border.x - NAME_WIDTH;
      return { ...border, label: true };
    })
    .reverse();
}
