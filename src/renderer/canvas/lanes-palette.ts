// How states look in a lane: by height first (what runs stands tall, what waits lies low), then texture, then colour, so that
// no one needs to tell hues apart.
import { MARK_LOCK, MARK_RUNNING, marksOf } from '../../core/layout/lane-mips';
import { NOT_THERE } from '../../core/trace/spans';

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
  /** Bits of what is seen even where it takes little of a column, as marksOf has them; and their colours. */
  readonly mark: Uint8Array;
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
    mark: marksOf(states),
    running: lookOf('running').strong,
    lock: lookOf('sync.Mutex.Lock').strong,
  };
}

/** Pixels of a column by its state + 256 × its marks, strip by strip from the top: drawn without asking what is where. */
export type StripTables = readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array];

export function stripTables(palette: LanePalette, background: number): StripTables {
  const table = (strip: number): Uint32Array => {
    const pixels = new Uint32Array(1024).fill(background);
    for (let marks = 0; marks < 4; marks++) {
      for (let state = 0; state <= NOT_THERE; state++) {
        const height = palette.height[state] ?? 0;
        const isInside = strip >= STRIPS - height;
        // Of one that is not what fills the column, or of nothing.
        const others = height === STRIPS ? 0 : marks & ~(palette.mark[state] ?? 0);
        const at = state + 256 * marks;
        if (isInside) pixels[at] = palette.strong[state]!;
        if (strip === 0 && (others & MARK_RUNNING) !== 0) pixels[at] = palette.running;
        if (strip === 1 && (others & MARK_LOCK) !== 0) pixels[at] = palette.lock;
      }
    }
    return pixels;
  };
  return [table(0), table(1), table(2), table(3)];
}

/** Both textures repeat after so many CSS pixels. */
export const TEXTURE_PERIOD = 12;

/** Whether a pixel of a texture has the strong colour; x and y in CSS pixels. */
export function isStrong(texture: number, x: number, y: number): boolean {
  if (texture === 0) return true;
  return texture === 1 ? (x + y) % 6 < 3 : x % 4 < 2 && y % 4 < 2;
}
