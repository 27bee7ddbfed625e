// The colours of lanes, by design tokens. Pure.
import { pixelOfHex } from '../../canvas/colour';
import type { LaneLook } from '../../canvas/lanes-palette';
import type { LanesColours } from '../../canvas/lanes-scene';
import { lookOfState } from '../../ui/wait-state';

/** Pixels as colour.ts has them. */
export interface LanesLook {
  readonly colours: LanesColours;
  readonly state: (word: string) => LaneLook;
  readonly gc: number;
  readonly stop: number;
  readonly user: number;
  readonly line: number;
  readonly fill: number;
}

/** `token` gives the value of a design token where the lanes are. */
export function lanesLook(token: (name: string) => string): LanesLook {
  const pixel = (name: string): number => pixelOfHex(token(name));
  return {
    colours: {
      background: pixel('--surface-panel'),
      highlighted: pixel('--accent-soft'),
      selected: pixel('--accent-soft'),
      ink: token('--text-3'),
      // Bars are as far from the panel's colour as text is.
      inkOnBars: token('--surface-panel'),
    },
    state(word) {
      const { family, texture } = lookOfState(word);
      if (family === 'other') return { strong: pixel('--same'), soft: pixel('--same'), texture };
      return { strong: pixel(`--st-${family}`), soft: pixel(`--st-${family}-2`), texture };
    },
    gc: pixel('--st-gc'),
    stop: pixel('--st-lock'),
    user: pixel('--st-kernel-2'),
    line: pixel('--series-2'),
    fill: pixel('--account-3'),
  };
}
