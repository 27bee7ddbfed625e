import { pixelOfHex } from '../../canvas/colour';
import type { FlamePalette } from '../../canvas/flame-colours';

/** Steps of a ramp on which the common ink can be read: the stronger ones are for small marks. */
const STEPS = [1, 2, 3, 4];

/** The design tokens that hold where `element` is, as a painter takes them. */
export function flamePaletteOf(element: Element): FlamePalette {
  const style = getComputedStyle(element);
  const look = (token: string): string => style.getPropertyValue(token).trim();
  const ramp = (name: string): number[] => STEPS.map((step) => pixelOfHex(look(`--${name}-${step}`)));
  return {
    isDark: style.colorScheme.includes('dark'),
    background: pixelOfHex(look('--surface-panel')),
    rest: pixelOfHex(look('--line-2')),
    same: pixelOfHex(look('--same')),
    grow: ramp('grow'),
    shrink: ramp('shrink'),
    ink: look('--grow-1-ink'),
  };
}
