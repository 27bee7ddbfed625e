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
  /** Of labels: on most boxes, and on the strong ends of the ramps. */
  readonly ink: string;
  readonly inkOnStrong: string;
}

export interface FlameFrame {
  readonly function: string;
  readonly own: boolean;
}

export const FLAME_COLOURINGS = ['package', 'module', 'own'] as const;
export type FlameColouring = (typeof FLAME_COLOURINGS)[number];

export interface BoxColours {
  /** Per box. */
  readonly pixels: Uint32Array;
  /** 1 where the label takes the ink for strong colours. */
  readonly isStrong: Uint8Array;
}

/** Red says growth and blue-green shrinking, in every view: what says something else keeps off both. */
const FIRST_HUE = 75;
const LAST_HUE = 320;
const SHRINK_HUES = [185, 235] as const;

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
  colouring: FlameColouring,
  palette: FlamePalette,
): BoxColours {
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
  const pixels = Uint32Array.from(tree.frame, (frame) => ofFrame[frame] ?? palette.rest);
  return { pixels, isStrong: new Uint8Array(tree.length) };
}

/**
 * By the net change of a box as a share of all that changed in it: what only grew is strong red, what came and went
 * in equal parts is neutral.
 */
export function coloursByChange(tree: FlameTree, palette: FlamePalette): BoxColours {
  const pixels = new Uint32Array(tree.length);
  const isStrong = new Uint8Array(tree.length);
  for (let box = 0; box < tree.length; box++) {
    const width = tree.up[box]! + tree.down[box]!;
    const share = width === 0 ? 0 : (tree.up[box]! - tree.down[box]!) / width;
    const ramp = share > 0 ? palette.grow : palette.shrink;
    const size = Math.abs(share);
    if (size < 0.02) pixels[box] = palette.same;
    else {
      const step = Math.min(ramp.length - 1, Math.floor(size * ramp.length));
      pixels[box] = ramp[step] ?? palette.same;
      if (step >= ramp.length - 2) isStrong[box] = 1;
    }
  }
  return { pixels, isStrong };
}

/** Everything but the boxes of some frames (1 in `isWanted`) stands back. */
export function dimmed(
  { pixels, isStrong }: BoxColours,
  tree: FlameTree,
  isWanted: Uint8Array,
  palette: FlamePalette,
): BoxColours {
  const faint = new Uint32Array(pixels.length);
  const strong = new Uint8Array(pixels.length);
  for (let box = 0; box < pixels.length; box++) {
    const isMatch = isWanted[tree.frame[box]!] === 1;
    faint[box] = isMatch ? pixels[box]! : mixPixels(pixels[box]!, palette.background, 0.72);
    if (isMatch) strong[box] = isStrong[box]!;
  }
  return { pixels: faint, isStrong: strong };
}
