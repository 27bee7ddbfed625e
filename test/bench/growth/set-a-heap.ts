// Set A, heap: counts of sampled objects. An object is sampled once, at its birth, and stays in every later profile until it
// goes: what is noise is which births were sampled.
import type { Random } from './random';
import {
  arrivals,
  isSettled,
  plus,
  sampledShare,
  spanOf,
  waited,
  type Ground,
  type InnocentType,
  type LeakType,
  type Made,
  type MadeLeak,
} from './session';

/** Births and deaths about a level that may move; begins there unless told. */
function turnover(
  { random, hours }: Ground,
  lifetime: number,
  level: (i: number) => number,
  start?: number,
): Float64Array {
  let x = start ?? random.poisson(level(0));
  return hours.map((_, i) => {
    const stay = Math.exp(-waited(hours, i) / lifetime);
    return (x = random.binomial(x, stay) + random.poisson(level(i) * (1 - stay)));
  });
}

const level = (random: Random): number => random.logBetween(0.3, 300);
const churnLifetime = (random: Random): number => random.logBetween(0.05, 50);

function sawtooth({ random, hours }: Ground): Made {
  const period = random.logBetween(0.3, 12);
  const perHour = random.logBetween(3, 300) / period;
  let phase = random.uniform() * period;
  let x = random.poisson(perHour * phase);
  const events = hours.map((_, i) => {
    phase += waited(hours, i);
    const born = waited(hours, i);
    if (phase < period) x += random.poisson(perHour * born);
    else {
      phase %= period;
      x = random.poisson(perHour * phase);
    }
    return x;
  });
  return { events };
}

function cache({ random, hours }: Ground): Made {
  const tau = random.logBetween(0.3, 12);
  const size = level(random);
  let x = 0;
  const events = hours.map((h, i) => {
    const before = i === 0 ? 0 : (hours[i - 1] ?? 0);
    return (x += random.poisson(size * (Math.exp(-before / tau) - Math.exp(-h / tau))));
  });
  return { events, settled: isSettled(hours, tau) };
}

/** Fills evenly; from then on each that comes puts out another. */
function lru(ground: Ground): Made {
  const { random, hours } = ground;
  const capacity = level(random);
  const full = random.between(0.15, 0.7) * spanOf(hours);
  let x = 0;
  const events = hours.map((h, i) => {
    const fill = Math.max(0, Math.min(h, full) - (hours[i - 1] ?? 0)) / full;
    const over = Math.max(0, h - Math.max(full, hours[i - 1] ?? 0)) / full;
    x = i === 0 ? 0 : random.binomial(x, Math.exp(-over));
    return (x += random.poisson(capacity * (fill + -Math.expm1(-over))));
  });
  return { events };
}

function step({ random, hours }: Ground): Made {
  const low = level(random);
  const factor = random.between(1.2, 2);
  const at = random.between(0.2, 0.8) * spanOf(hours);
  const lifetime = churnLifetime(random);
  let x = random.poisson(low);
  let reached = low;
  const events = hours.map((h, i) => {
    const stay = Math.exp(-waited(hours, i) / lifetime);
    x = random.binomial(x, stay) + random.poisson(reached * (1 - stay));
    if (h >= at && reached === low) {
      reached = low * factor;
      x += random.poisson(reached - low);
    }
    return x;
  });
  return { events };
}

/** Buffers that grow to the most that was ever needed at once. */
function highWater({ random, load }: Ground): Made {
  const size = random.logBetween(1, 100);
  const exponent = random.between(0.6, 1.2);
  const sampled = random.between(0.2, 1);
  let most = 0;
  let x = 0;
  const events = load.map((l) => {
    const needed = random.poisson(size * l ** exponent);
    if (needed > most) {
      x += random.binomial(needed - most, sampled);
      most = needed;
    }
    return x;
  });
  return { events };
}

export const heapInnocents: readonly InnocentType[] = [
  {
    type: 'churn',
    stacks: 150,
    make: (g) => {
      const mean = level(g.random);
      return { events: turnover(g, churnLifetime(g.random), () => mean) };
    },
  },
  {
    type: 'wave',
    stacks: 100,
    make: (g) => {
      const mean = level(g.random);
      const exponent = g.random.between(0.6, 1.2);
      const lifetime = g.random.logBetween(0.05, 1);
      return { events: turnover(g, lifetime, (i) => mean * (g.load[i] ?? 1) ** exponent) };
    },
  },
  { type: 'sawtooth', stacks: 60, make: sawtooth },
  { type: 'cache', stacks: 80, make: cache },
  { type: 'LRU', stacks: 40, make: lru },
  { type: 'step', stacks: 50, make: step },
  { type: 'high water', stacks: 20, make: highWater },
];

const KB = 1024;
const leaked =
  (bytes: number, objectsPerHour: number, churned = 0) =>
  (ground: Ground): MadeLeak => {
    const leak = arrivals(ground, objectsPerHour * sampledShare(bytes));
    if (churned === 0) return leak;
    const churn = turnover(ground, churnLifetime(ground.random), () => churned);
    return { ...leak, events: plus(leak.events, churn) };
  };

export const heapLeaks: readonly LeakType[] = [
  { name: '24K 50/h', bytes: 24 * KB, make: leaked(24 * KB, 50) },
  { name: '24K 500/h', bytes: 24 * KB, make: leaked(24 * KB, 500) },
  { name: '24K 50/h on churn', bytes: 24 * KB, make: leaked(24 * KB, 50, 20) },
  { name: '256K 3/h', bytes: 256 * KB, make: leaked(256 * KB, 3) },
  { name: '256K 30/h on churn', bytes: 256 * KB, make: leaked(256 * KB, 30, 20) },
];
