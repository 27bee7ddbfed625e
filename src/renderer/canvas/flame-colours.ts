// What colour a box has: by whose code it is, or by how it changed.
import { packageOf } from '../../core/base/go-symbol';
import type { FlameTree } from '../../core/pprof/flame-tree';
import { mixPixels, pixelOfOklch } from './colour';

/** The colours of a theme, as pixels; ramps from faint to strong. */
export interface FlamePalette {
  readonly isDark: boolean;
  readonly background: number;
  /** What is too small to be told apart, and the root. */
  readonly rest: number;
  readonly same: number;
  readonly grow: readonly number[];
  readonly shrink: readonly number[];
  /** Of labels, readable on all of them. */
  readonly ink: string;
}

export interface FlameFrame {
  readonly function: string;
  readonly own: boolean;
}

export const FLAME_COLOURINGS = ['package', 'module', 'own', 'growth'] as const;
export type FlameColouring = (typeof FLAME_COLOURINGS)[number];

/** Red says growth and blue-green shrinking, in every view: what says something else keeps off both. */
const FIRST_HUE = 75;
const LAST_HUE = 320;
const SHRINK_HUES = [185, 235] as const;
/** Of a change that evens out but for this much nobody wants to know which way it went. */
const LEAST_SHARE = 0.02;

export function hueOf(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  const share = ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
  const gap = SHRINK_HUES[1] - SHRINK_HUES[0];
  const hue = FIRST_HUE + share * (LAST_HUE - FIRST_HUE - gap);
  return hue < SHRINK_HUES[0] ? hue : hue + gap;
}

/** `github.com/x/y` of its packages; the first element of any other path. */
export function moduleOfPackage(path: string): string {
  const elements = path.split('/');
  return elements.slice(0, elements[0]?.includes('.') === true ? 3 : 1).join('/');
}

/** By the function's package or module, or whether it is the program's own. */
export function coloursByCode(
  tree: FlameTree,
  frames: readonly FlameFrame[],
  colouring: Exclude<FlameColouring, 'growth'>,
  palette: FlamePalette,
): Uint32Array {
  const { isDark } = palette;
  const ofFrame = Uint32Array.from(frames, ({ function: name, own }) => {
    const path = packageOf(name);
    const isPlain = path === '' || path === 'runtime' || path.startsWith('internal/runtime');
    if (colouring === 'own') return own ? pixelOfOklch(isDark ? 0.47 : 0.84, 0.09, 285) : palette.same;
    if (isPlain) return palette.same;
    const hue = hueOf(colouring === 'module' ? moduleOfPackage(path) : path);
    // A module's packages are a family by hue only where that is what is asked for; own code stands out by strength.
    return pixelOfOklch(isDark ? 0.42 : 0.87, own ? 0.1 : 0.055, hue);
  });
  return Uint32Array.from(tree.frame, (frame) => ofFrame[frame] ?? palette.rest);
}

/** By the net change of a box as a share of all that changed in it; what came and went in equal parts is neutral. */
export function coloursByChange(tree: FlameTree, palette: FlamePalette): Uint32Array {
  const pixels = new Uint32Array(tree.length);
  for (let box = 0; box < tree.length; box++) {
    const width = tree.up[box]! + tree.down[box]!;
    const share = width === 0 ? 0 : (tree.up[box]! - tree.down[box]!) / width;
    const ramp = share > 0 ? palette.grow : palette.shrink;
    const step = Math.min(ramp.length - 1, Math.floor(Math.abs(share) * ramp.length));
    pixels[box] = Math.abs(share) < LEAST_SHARE ? palette.same : (ramp[step] ?? palette.same);
  }
  return pixels;
}

/** By the share of all growth (per box; all of it at the root) that passes through a box. */
export function coloursByGrowth(growth: Float64Array, palette: FlamePalette): Uint32Array {
  const all = growth[0]!;
  const { grow, same } = palette;
  return Uint32Array.from(growth, (rate) => {
    if (rate <= 0) return same;
    return grow[Math.min(grow.length - 1, Math.floor((rate / all) * grow.length))] ?? same;
  });
}

/** Everything but the boxes of some frames (1 in `isWanted`) stands back. */
export function dimmed(
  pixels: Uint32Array,
  tree: FlameTree,
  isWanted: Uint8Array,
  { background }: FlamePalette,
): Uint32Array {
  return pixels.map((pixel, box) =>
    isWanted[tree.frame[box]!] === 1 ? pixel : mixPixels(pixel, background, 0.72),
  );
}
