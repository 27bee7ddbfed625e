// How heavy a box or a call looks, as pprof's graph has it (internal/graph: dotgraph.go).
import { magnitude64, type Int64 } from '../../base/int64-column';

/** Points: 8 for nothing of its own, 24 for the most of all. */
export function fontSizeOf(flat: Int64, mostFlat: number): number {
  const own = Math.abs(Number(flat));
  return mostFlat !== 0 && own !== 0 && own <= mostFlat ? 8 + Math.ceil(16 * Math.sqrt(own / mostFlat)) : 8;
}

/** 1 to 101 for the engine that places boxes: how straight and short a call is to be. */
export const weightOf = (value: Int64, total: Int64): number => step(value, 100n, total);

/** 1 to 6 points. */
export const widthOf = (value: Int64, total: Int64): number => step(value, 5n, total);

function step(value: Int64, most: bigint, total: Int64): number {
  const whole = BigInt(total);
  if (whole === 0n) return 1;
  // In int64, which wraps around.
  const share = BigInt.asIntN(64, BigInt.asIntN(64, BigInt(value) * most) / whole);
  const magnitude = magnitude64(share);
  return 1 + Number(magnitude < most ? magnitude : most);
}

/** Moves shares away from grey, so that small ones can be told apart. */
const SHIFT = 0.7;

/** `#rrggbb`, green for −1, grey for 0, red for 1; pale where it is for the back. */
export function colourOf(share: number, isBack: boolean): string {
  let saturation = isBack ? 0.1 : 1;
  const value = isBack ? 0.93 : 0.7;
  let score = Math.max(-1, Math.min(1, share));
  if (Math.abs(score) < 0.2) saturation *= Math.abs(score) / 0.2;
  score = Math.sign(score) * Math.abs(score) ** (1 - SHIFT);
  const red = score < 0 ? value * (1 + saturation * score) : value;
  const green = score < 0 ? value : value * (1 - saturation * score);
  const hex = (part: number): string => (Math.trunc(part * 255) & 255).toString(16).padStart(2, '0');
  return `#${hex(red)}${hex(green)}${hex(value * (1 - saturation))}`;
}
