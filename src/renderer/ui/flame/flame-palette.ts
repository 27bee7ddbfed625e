import { pixelOfHex } from '../../canvas/colour';
import type { FlamePalette } from '../../canvas/flame-colours';

/** The design tokens that hold where `element` is, as a painter takes them. */
export function flamePaletteOf(element: Element): FlamePalette {
  const style = getComputedStyle(element);
  const look = (token: string): string => style.getPropertyValue(token).trim();
  const ramp = (name: string): number[] =>
    [1, 2, 3, 4, 5, 6].map((step) => pixelOfHex(look(`--${name}-${step}`)));
  return {
    isDark: style.colorScheme.includes('dark'),
    background: pixelOfHex(look('--surface-panel')),
    rest: pixelOfHex(look('--line-2')),
    same: pixelOfHex(look('--same')),
    grow: ramp('grow'),
    shrink: ramp('shrink'),
    ink: look('--grow-1-ink'),
    inkOnStrong: look('--grow-6-ink'),
  };
}
