// Set A: the innocents and leaks on which the method was chosen and its thresholds set. Methods may be tuned on it.
//
// Services whose stacks fool trend tests: a common daily wave, wandering pools, memory that fills. How many stacks of each
// type there are is chosen so that the known false alarms of Mann–Kendall and of e-BH come out, and the load can be recovered.
import { Random, seedOf } from './random';
import {
  arrivals,
  isSettled,
  lookTimes,
  plus,
  spanOf,
  waited,
  type GeneratorSet,
  type Ground,
  type InnocentType,
  type LeakType,
  type Made,
  type MadeLeak,
  type Plan,
  type Session,
} from './session';
import { heapInnocents, heapLeaks } from './set-a-heap';

const WEEK_HOURS = 168;

function session(seed: number, plan: Plan): Session {
  const random = new Random(seedOf(seed, 'session'));
  const hours = lookTimes(random, plan);
  const amplitude = random.between(0.3, 0.7);
  const startsAt = random.between(0, WEEK_HOURS);
  const drift = random.between(0, 2 * Math.PI);
  const load = hours.map((h) => {
    const slow = 1 + 0.25 * Math.sin((2 * Math.PI * h) / 83 + drift);
    const day = 1 + amplitude * slow * Math.sin((2 * Math.PI * (h + startsAt)) / 24);
    const weekend = (h + startsAt) % WEEK_HOURS >= 120 ? 0.8 : 1;
    return Math.max(0.05, day) * weekend * (1 + (plan.busierBy * h) / WEEK_HOURS);
  });
  const shows = Int32Array.from(hours, (_, i) => i);
  return { hours, shows, ground: { hours, load, everyHours: plan.everyHours } };
}

/** Short requests: every look finds others. */
function wave({ random, load }: Ground, mean: number): Float64Array {
  const exponent = random.between(0.6, 1.2);
  return load.map((l) => random.poisson(mean * l ** exponent));
}

const timeConstant = (random: Random): number => random.logBetween(0.3, 12);
const made = (events: Float64Array): Made => ({ events });

function pool({ random, hours }: Ground): Made {
  const size = Math.round(random.logBetween(8, 200));
  const moves = random.between(1, 12);
  let x = Math.floor(random.between(0, size));
  return made(
    hours.map(() => {
      x += Math.round(random.normal() * Math.sqrt(moves));
      if (x < 0) x = -x;
      if (x > size) x = Math.max(0, 2 * size - x);
      return x;
    }),
  );
}

function autoregressive({ random, hours }: Ground): Made {
  const mean = random.logBetween(5, 500);
  const tau = random.between(0.5, 8);
  let x = random.normal();
  return made(
    hours.map((_, i) => {
      const phi = Math.exp(-waited(hours, i) / tau);
      x = phi * x + Math.sqrt(1 - phi * phi) * random.normal();
      return Math.max(0, Math.round(mean * (1 + 0.3 * x)));
    }),
  );
}

function cache({ random, hours }: Ground): Made {
  const size = random.logBetween(20, 2000);
  const tau = timeConstant(random);
  return {
    // A full cache is never quite still.
    events: hours.map((h) => Math.round(size * -Math.expm1(-h / tau) * (1 + 0.01 * random.normal()))),
    settled: isSettled(hours, tau),
  };
}

function connections({ random, hours }: Ground): Made {
  const level = random.logBetween(10, 500);
  const tau = timeConstant(random);
  let x = 0;
  const events = hours.map((_, i) => {
    const stay = Math.exp(-waited(hours, i) / tau);
    return (x = random.binomial(x, stay) + random.poisson(level * (1 - stay)));
  });
  return { events, settled: isSettled(hours, tau) };
}

function lru({ random, hours }: Ground): Made {
  const capacity = random.logBetween(20, 2000);
  const full = random.between(0.15, 0.7) * spanOf(hours);
  return made(hours.map((h) => Math.round(capacity * Math.min(1, h / full))));
}

function noisyStep({ random, hours }: Ground): Made {
  const level = random.logBetween(5, 300);
  const factor = random.between(1.2, 2);
  const at = random.between(0.2, 0.8) * spanOf(hours);
  return made(hours.map((h) => random.poisson(h < at ? level : level * factor)));
}

function exactSteps({ random, hours }: Ground): Made {
  const deploys = Array.from({ length: 1 + Math.floor(random.between(0, 3)) }, () => ({
    at: random.uniform() * spanOf(hours),
    by: Math.round(random.logBetween(2, 50)),
  }));
  return made(hours.map((h) => 10 + deploys.reduce((sum, d) => sum + (h >= d.at ? d.by : 0), 0)));
}

function batch({ random, hours }: Ground): Made {
  const every = random.between(1, 12);
  const lasts = random.between(0.1, 0.5) * every;
  const height = random.logBetween(10, 500);
  return made(hours.map((h) => (h % every < lasts ? random.poisson(height) : 0) + random.poisson(1)));
}

function highWater(ground: Ground): Made {
  let most = 0;
  return made(wave(ground, ground.random.logBetween(1, 100)).map((x) => (most = Math.max(most, x))));
}

const innocents: readonly InnocentType[] = [
  {
    type: 'constant',
    stacks: 30,
    make: ({ random, hours }) =>
      made(new Float64Array(hours.length).fill(Math.round(random.logBetween(1, 300)))),
  },
  {
    type: 'poisson',
    stacks: 60,
    make: ({ random, hours }) => {
      const mean = random.logBetween(0.3, 300);
      return made(hours.map(() => random.poisson(mean)));
    },
  },
  { type: 'wave', stacks: 200, make: (g) => made(wave(g, g.random.logBetween(1, 1500))) },
  { type: 'pool', stacks: 30, make: pool },
  { type: 'AR(1)', stacks: 30, make: autoregressive },
  { type: 'cache', stacks: 45, make: cache },
  { type: 'conns', stacks: 25, make: connections },
  { type: 'LRU', stacks: 15, make: lru },
  { type: 'noisy step', stacks: 15, make: noisyStep },
  { type: 'exact steps', stacks: 10, make: exactSteps },
  { type: 'batch', stacks: 20, make: batch },
  { type: 'high water', stacks: 20, make: highWater },
];

const perSnapshot = (ground: Ground, rate: number, weight?: Float64Array): MadeLeak =>
  arrivals(ground, rate / ground.everyHours, weight);

const onWave =
  (rate: number, mean: number, byLoad = false) =>
  (ground: Ground): MadeLeak => {
    const leak = perSnapshot(ground, rate, byLoad ? ground.load : undefined);
    return { ...leak, events: plus(leak.events, wave(ground, mean)) };
  };

function stepped({ random, hours, everyHours }: Ground): MadeLeak {
  const eventsPerHour = 1 / (15 * everyHours);
  let x = 0;
  const events = hours.map((_, i) => {
    for (let n = random.poisson(eventsPerHour * waited(hours, i)); n > 0; n--)
      x += 5 + Math.floor(random.between(0, 16));
    return x;
  });
  return { events, perHour: 12.5 * eventsPerHour };
}

const LUMP = 50;

/** An event in six snapshots, of 1 to 50: half of all comes by a fifth of the events. */
function lumpy({ random, hours, everyHours }: Ground): MadeLeak {
  const eventsPerHour = 1 / (6 * everyHours);
  let x = 0;
  const events = hours.map((_, i) => {
    for (let n = random.poisson(eventsPerHour * waited(hours, i)); n > 0; n--)
      x += Math.round(random.logBetween(1, LUMP));
    return x;
  });
  return { events, perHour: ((LUMP - 1) / Math.log(LUMP)) * eventsPerHour };
}

/** About every 25 snapshots 60 % of those that came since the last release go. */
function release({ random, hours, everyHours }: Ground): MadeLeak {
  let kept = 0;
  let newer = 0;
  let next = random.exponential(25 * everyHours);
  const events = hours.map((h, i) => {
    newer += random.poisson((2 / everyHours) * waited(hours, i));
    if (h >= next) {
      kept += random.binomial(newer, 0.4);
      newer = 0;
      while (next <= h) next += random.exponential(25 * everyHours);
    }
    return kept + newer;
  });
  return { events, perHour: null };
}

function midstart(ground: Ground): MadeLeak {
  const from = ground.random.between(0.3, 0.6) * spanOf(ground.hours);
  return {
    ...perSnapshot(
      ground,
      1,
      ground.hours.map((h) => (h >= from ? 1 : 0)),
    ),
    perHour: null,
  };
}

/** The number is the rate per snapshot. */
const leaks: readonly LeakType[] = [
  { name: 'lin1/30', make: (g) => perSnapshot(g, 1 / 30) },
  { name: 'lin1/10', make: (g) => perSnapshot(g, 0.1) },
  { name: 'lin1', make: (g) => perSnapshot(g, 1) },
  { name: 'lin10', make: (g) => perSnapshot(g, 10) },
  { name: 'traffic1', make: (g) => perSnapshot(g, 1, g.load) },
  { name: 'lin1+wave10', make: onWave(1, 10) },
  { name: 'traffic1+wave10', make: onWave(1, 10, true) },
  { name: 'lin1+wave100', make: onWave(1, 100) },
  { name: 'lin10+wave100', make: onWave(10, 100) },
  { name: 'stepped', make: stepped },
  { name: 'lumpy', make: lumpy },
  { name: 'release', make: release },
  { name: 'midstart', make: midstart },
];

export const setA: GeneratorSet = {
  name: 'A',
  session,
  innocents: { goroutine: innocents, heap: heapInnocents },
  leaks: { goroutine: leaks, heap: heapLeaks },
};
