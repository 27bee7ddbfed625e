// Set B, held out as set-b.ts says: what both of its kinds are made of.
import type { Random } from './random';
import { isSettled, spanOf, waited, type Ground, type Made, type MadeLeak } from './session';

/** More scattered than chance: a gamma of mean 1 for each moment. */
export const scattered = (random: Random, mean: number, shape: number): number =>
  random.poisson((mean * random.gamma(shape)) / shape);

const BIN_HOURS = 1 / 6;

/**
 * Things that come with the load and stay for lognormal times. They have come for `before` hours already, with the load of
 * the first moment; 0: none is there at the start.
 */
export function stayers(
  { random, hours, load }: Ground,
  level: number,
  medianHours: number,
  sigma: number,
  before: number,
): Float64Array {
  const perHour = level / (medianHours * Math.exp((sigma * sigma) / 2));
  const change = new Float64Array(hours.length + 1);
  const firstAfter = (t: number, from: number): number => {
    let [low, high] = [from, hours.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((hours[middle] ?? 0) < t) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  let next = 0;
  for (let t = -before; t < spanOf(hours); t += BIN_HOURS) {
    while (next < hours.length - 1 && (hours[next] ?? 0) < t) next++;
    for (let n = random.poisson(perHour * BIN_HOURS * (load[next] ?? 1)); n > 0; n--) {
      const born = t + random.uniform() * BIN_HOURS;
      const seen = firstAfter(born, 0);
      const gone = firstAfter(born + random.lognormal(medianHours, sigma), seen);
      change[seen] = (change[seen] ?? 0) + 1;
      change[gone] = (change[gone] ?? 0) - 1;
    }
  }
  let x = 0;
  return hours.map((_, i) => (x += change[i] ?? 0));
}

/** `stayers` of which none is there at the start: a cache that warms up and whose entries expire. */
export function warming(ground: Ground, level: number, medianHours: number, sigma: number): Made {
  const meanHours = medianHours * Math.exp((sigma * sigma) / 2);
  return {
    events: stayers(ground, level, medianHours, sigma, 0),
    settled: isSettled(ground.hours, meanHours),
  };
}

/** Connections are kept until none of the last `timeout` needed them. */
export function idlePool({ random, hours, load }: Ground, mean: number): Float64Array {
  const timeout = random.lognormal(0.8, 1);
  const limit = Math.ceil(mean * random.between(1.5, 6));
  const needed = load.map((l) => Math.min(limit, scattered(random, mean * l, 4)));
  return hours.map((h, i) => {
    let most = 0;
    for (let k = i; k >= 0 && h - (hours[k] ?? 0) <= timeout; k--) most = Math.max(most, needed[k] ?? 0);
    return most;
  });
}

const SETTLED_SHARE = 0.98;

/**
 * What is made when a tenant (a name, a host, a key) is seen for the first time, and kept: they are as popular as Zipf says,
 * and the process has served them for `age` hours. Settled where hardly one is still to come.
 */
export function firstSeen({ random, hours }: Ground, tenants: number, each: number): Made {
  const exponent = random.between(0.7, 1.3);
  const age = random.uniform() < 0.5 ? 0 : random.logBetween(5, 300);
  const perHour = random.logBetween(20, 5000);
  const weights = Array.from({ length: tenants }, (_, k) => (k + 1) ** -exponent);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const seen = weights.map((w) => random.exponential(total / (w * perHour)) - age).sort((a, b) => a - b);
  const expected = weights.reduce(
    (sum, w) => sum - Math.expm1((-w / total) * perHour * (age + spanOf(hours))),
    0,
  );
  let k = 0;
  const events = hours.map((h) => {
    while (k < seen.length && (seen[k] ?? 0) <= h) k++;
    return k * each;
  });
  return { events, settled: expected >= SETTLED_SHARE * tenants };
}

/** A sweeper frees part of what leaked since it last came; what it missed it never frees. */
export function partlySwept({ random, hours }: Ground, perHour: number): MadeLeak {
  const every = random.between(3, 9);
  const frees = random.between(0.2, 0.6);
  let [kept, newer] = [0, 0];
  let next = random.between(0, every);
  const events = hours.map((h, i) => {
    newer += random.poisson(perHour * waited(hours, i));
    for (; next <= h; next += every) {
      kept += random.binomial(newer, 1 - frees);
      newer = 0;
    }
    return kept + newer;
  });
  return { events, perHour: null };
}
