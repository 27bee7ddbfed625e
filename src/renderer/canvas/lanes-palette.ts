// How states look in a lane: by height first (what runs stands tall, what waits lies low), then texture, then colour, so that
// no one needs to tell hues apart.
import { mixPixels } from './colour';

export type LaneTexture = 'plain' | 'hatch' | 'dots';

/** Pixels as colour.ts has them. */
export interface LaneLook {
  readonly strong: number;
  readonly soft: number;
  readonly texture: LaneTexture;
}

/** A lane is so many strips high, and one more above them as a gap. */
export const STRIPS = 4;

/** By state. */
export interface LanePalette {
  readonly strong: Uint32Array;
  readonly soft: Uint32Array;
  /** Row of TEXTURES. */
  readonly texture: Uint8Array;
  /** Strips, from the bottom. */
  readonly height: Uint8Array;
  /** The order in which states are stacked, from the bottom: what runs, what could, what waits. */
  readonly order: Uint8Array;
  /** Strong, of what runs and of locks: for what takes little of a column. */
  readonly running: number;
  readonly lock: number;
}

const TEXTURES: readonly LaneTexture[] = ['plain', 'hatch', 'dots'];

const heightOf = (state: string): number =>
  state === 'running' || state === 'syscall' ? STRIPS : state === 'runnable' ? STRIPS / 2 : 1;

const FIRST = ['running', 'syscall', 'runnable'];
const placeOf = (state: string): number => (FIRST.includes(state) ? FIRST.indexOf(state) : FIRST.length);

/** `states` as those of spans. */
export function lanePalette(states: readonly string[], lookOf: (state: string) => LaneLook): LanePalette {
  const looks = states.map(lookOf);
  const order = [...states.keys()].sort((a, b) => placeOf(states[a]!) - placeOf(states[b]!) || a - b);
  return {
    strong: Uint32Array.from(looks, ({ strong }) => strong),
    soft: Uint32Array.from(looks, ({ soft }) => soft),
    texture: Uint8Array.from(looks, ({ texture }) => TEXTURES.indexOf(texture)),
    height: Uint8Array.from(states, heightOf),
    order: Uint8Array.from(order),
    running: lookOf('running').strong,
    lock: lookOf('sync.Mutex.Lock').strong,
  };
}

const DIMMED = 0.72;

/** The same, standing back. */
export function dimmedPalette(palette: LanePalette, background: number): LanePalette {
  const dim = (pixel: number): number => mixPixels(pixel, background, DIMMED);
  return {
    ...palette,
    strong: palette.strong.map(dim),
    soft: palette.soft.map(dim),
    running: dim(palette.running),
    lock: dim(palette.lock),
  };
}

/** Whether a pixel of a texture has the strong colour; x and y in CSS pixels. */
export function isStrong(texture: number, x: number, y: number): boolean {
  if (texture === 0) return true;
  return texture === 1 ? (x + y) % 6 < 3 : x % 4 < 2 && y % 4 < 2;
}
