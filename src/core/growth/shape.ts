// The word for how a stack's series goes. For a suspect it is part of the finding; for the others a description.
import { medianInPlace } from '../base/stats-order';

export type Shape =
  'steady' | 'stepped' | 'one-off' | 'plateaued' | 'rising-unproven' | 'oscillating' | 'flat';

const RISE_OVER_NOISE = 3;
const NOISE_FACTOR = 1.5;
const MIN_NOISE_UNITS = 0.5;
const SPLIT_EXPLAINS = 0.8;
const JUMP_SHARE = 0.6;
const STEPPED_RISES_SHARE = 0.25;
const STEPPED_UNITS = 3;

/** A suspect that passed at single observations and rises seldom but by much at once moves in steps. */
export function suspectShape(
  values: Float64Array,
  length: number,
  passingScale: number,
  unit: number,
): 'steady' | 'stepped' {
  const steps = new Float64Array(length);
  let rises = 0;
  for (let i = 1; i < length; i++) {
    const step = (values[i] ?? 0) - (values[i - 1] ?? 0);
    if (step > 0) steps[rises++] = step;
  }
  const seldom = rises <= STEPPED_RISES_SHARE * (length - 1);
  return passingScale === 1 && seldom && medianInPlace(steps, rises) >= STEPPED_UNITS * unit
    ? 'stepped'
    : 'steady';
}

/** Median of the last fifth less that of the first. */
export function riseOf(values: Float64Array, length: number): number {
  const fifth = Math.max(1, Math.floor(length / 5));
  return medianInPlace(values.slice(length - fifth, length)) - medianInPlace(values.slice(0, fifth));
}

/** Whether a rise is more than three times the noise of single moves. */
export function standsOut(rise: number, values: Float64Array, length: number, unit: number): boolean {
  // Of most stacks it is less than the least noise, and nothing else need be known.
  if (!(rise > RISE_OVER_NOISE * MIN_NOISE_UNITS * unit)) return false;
  const moves = new Float64Array(Math.max(0, length - 1));
  for (let i = 1; i < length; i++) moves[i - 1] = Math.abs((values[i] ?? 0) - (values[i - 1] ?? 0));
  const noise = moves.length === 0 ? 0 : NOISE_FACTOR * medianInPlace(moves);
  return rise > RISE_OVER_NOISE * noise;
}

/**
 * Whether one split explains the series and the jump there makes up the rise. The jump's share of the time is
 * taken off, as in gate c: between three captures every step is a large share of the rise.
 */
export function isOneOff(values: Float64Array, hours: Float64Array, length: number, rise: number): boolean {
  const span = (hours[length - 1] ?? 0) - (hours[0] ?? 0);
  let sum = 0;
  for (let i = 0; i < length; i++) sum += values[i] ?? 0;
  const mean = sum / length;
  let total = 0;
  for (let i = 0; i < length; i++) total += ((values[i] ?? 0) - mean) ** 2;
  // Between-group variance of a split is (left sum, about the mean)² · n / (k (n − k)).
  let left = 0;
  let best = 0;
  let split = 0;
  for (let k = 1; k < length; k++) {
    left += (values[k - 1] ?? 0) - mean;
    const between = (left * left * length) / (k * (length - k));
    if (between > best) {
      best = between;
      split = k;
    }
  }
  if (best <= SPLIT_EXPLAINS * total) return false;
  const jump = ((values[split] ?? 0) - (values[split - 1] ?? 0)) / rise;
  const time = span > 0 ? ((hours[split] ?? 0) - (hours[split - 1] ?? 0)) / span : 0;
  return jump - time > JUMP_SHARE;
}
