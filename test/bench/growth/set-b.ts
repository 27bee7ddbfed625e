// Set B: held out. NOBODY TUNES ON IT. No threshold, scale, gate or generator may be changed because of what comes out
// here; methods are chosen on set A, and set B says once what they are worth on services nobody looked at. Whoever has
// looked at single series of it must write another set.
//
// Written from what Go services do, not from what trend tests fall for: handlers with heavy-tailed durations, idle timeouts,
// cron, retries, autoscaled neighbours, tenants that come for the first time. It shares the random numbers and the types with
// set A, and no shape, no load and no range of parameters.
import { Random, seedOf } from './random';
import {
  arrivals,
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
import { heapInnocentsB, heapLeaksB } from './set-b-heap';
import { firstSeen, idlePool, partlySwept, scattered, stayers, warming } from './set-b-shapes';

const DAY_HOURS = 24;
const WEEK_HOURS = 168;
const BUSINESS_GROWS = 0.01;

/** Two peaks on working days, half at weekends, a percent more each day, and crowds that come at once and go slowly. */
function loadAt(random: Random, hours: Float64Array, busierBy: number): Float64Array {
  const startsAt = random.between(0, WEEK_HOURS);
  const depth = random.between(0.4, 0.9);
  const crowds = Array.from({ length: random.poisson((spanOf(hours) + DAY_HOURS) / 40) }, () => ({
    at: random.between(-DAY_HOURS, spanOf(hours)),
    height: random.between(0.3, 1.5),
    hours: random.logBetween(0.2, 3),
  }));
  let weather = random.normal();
  return hours.map((h, i) => {
    const clock = (h + startsAt) % DAY_HOURS;
    const peak = (at: number, width: number): number => Math.exp(-(((clock - at) / width) ** 2));
    const day = 1 - depth + depth * 1.6 * (peak(11, 3) + 0.8 * peak(19, 3.5));
    const weekend = (h + startsAt) % WEEK_HOURS >= 120 ? 0.5 : 1;
    const phi = Math.exp(-waited(hours, i) / 3);
    weather = phi * weather + Math.sqrt(1 - phi * phi) * random.normal();
    const crowd = crowds.reduce(
      (sum, c) => sum + (h >= c.at ? c.height * Math.exp(-(h - c.at) / c.hours) : 0),
      0,
    );
    const trend = (1 + BUSINESS_GROWS) ** (h / DAY_HOURS) * (1 + (busierBy * h) / WEEK_HOURS);
    return Math.max(0.02, day * weekend * trend * (1 + 0.08 * weather) + crowd);
  });
}

/** Heap profiles show the last GC, and where only a memory limit starts one, GCs come as the load fills the heap. */
function gcTimes(random: Random, span: number): number[] {
  const median = random.logBetween(1 / 60, 0.5);
  const times: number[] = [];
  for (let t = -random.exponential(median); t < span; t += random.lognormal(median, 0.5)) times.push(t);
  return times;
}

function session(seed: number, plan: Plan): Session {
  const random = new Random(seedOf(seed, 'session'));
  const looks = lookTimes(random, plan);
  if (plan.kind === 'goroutine') {
    const load = loadAt(random, looks, plan.busierBy);
    return {
      hours: looks,
      shows: Int32Array.from(looks, (_, i) => i),
      ground: { hours: looks, load, everyHours: plan.everyHours },
    };
  }
  const times = gcTimes(random, spanOf(looks));
  const moments: number[] = [];
  const shows = new Int32Array(looks.length);
  let gc = 0;
  looks.forEach((look, i) => {
    while (gc + 1 < times.length && (times[gc + 1] ?? 0) <= look) gc++;
    const at = times[gc] ?? 0;
    if (moments.at(-1) !== at) moments.push(at);
    shows[i] = moments.length - 1;
  });
  const first = moments[0] ?? 0;
  const hours = Float64Array.from(moments, (t) => t - first);
  return {
    hours: looks,
    shows,
    ground: { hours, load: loadAt(random, hours, plan.busierBy), everyHours: plan.everyHours },
  };
}

const only = (events: Float64Array): Made => ({ events });

/** A daemon's own goroutines, one of which is sometimes being started again. */
function daemon({ random, hours }: Ground): Made {
  const level = 1 + Math.floor(random.logBetween(1, 64));
  const restarts = random.between(0, 0.03);
  return only(hours.map(() => level - (random.uniform() < restarts ? 1 : 0)));
}

function handlers({ random, load }: Ground): Made {
  const mean = random.lognormal(8, 1.5);
  const shape = random.between(1, 8);
  return only(load.map((l) => scattered(random, mean * l, shape)));
}

/** At its minute, for as long as it takes; the one before may still be there. */
function cron({ random, hours }: Ground): Made {
  const every = [0.25, 0.5, 1, 2, 4, 6, 12, 24][Math.floor(random.uniform() * 8)] ?? 1;
  const at = random.uniform() * every;
  const workers = 1 + Math.floor(random.logBetween(1, 80));
  const median = random.logBetween(0.05, 0.4) * every;
  const runs: { from: number; to: number }[] = [];
  for (let t = at - 2 * every; t < spanOf(hours); t += every)
    runs.push({ from: t, to: t + random.lognormal(median, 0.7) });
  return only(hours.map((h) => 1 + workers * runs.filter(({ from, to }) => from <= h && h < to).length));
}

/** So many per replica of a neighbour that follows the load, up at once and down after a while. */
function scaledPeers({ random, hours, load }: Ground): Made {
  const each = 1 + Math.floor(random.logBetween(1, 12));
  const perReplica = random.between(0.05, 0.4);
  const calmHours = random.between(0.1, 2);
  let replicas = Math.ceil((load[0] ?? 1) / perReplica);
  let low = 0;
  return only(
    load.map((l, i) => {
      const wanted = Math.max(2, Math.ceil(l / perReplica));
      low = wanted < replicas ? low + waited(hours, i) : 0;
      if (wanted > replicas || low > calmHours) replicas = wanted;
      return replicas * each;
    }),
  );
}

/** All are cut off when what is before this service is deployed, and most come back at once. */
function stickySessions(ground: Ground): Made {
  const { random, hours } = ground;
  const cutEvery = random.between(30, 90);
  const lifetime = random.logBetween(0.5, 6);
  const level = random.logBetween(5, 120);
  const settled = stayers(ground, level, lifetime, 1, 8 * lifetime);
  let cut = random.exponential(cutEvery);
  let missing = 0;
  const events = hours.map((h, i) => {
    missing *= Math.exp(-waited(hours, i) / 0.3);
    for (; cut <= h; cut += random.exponential(cutEvery)) missing = random.between(0.3, 0.9);
    return random.binomial(settled[i] ?? 0, 1 - missing);
  });
  return { events };
}

function retryStorms({ random, hours, load }: Ground): Made {
  const base = random.logBetween(0.3, 10);
  const every = random.between(5, 40);
  const fades = random.logBetween(0.1, 2);
  let storm = 0;
  let next = random.exponential(every);
  return only(
    hours.map((h, i) => {
      storm *= Math.exp(-waited(hours, i) / fades);
      for (; next <= h; next += random.exponential(every)) storm += random.lognormal(15 * base, 1);
      return random.poisson(base * (load[i] ?? 1) + storm);
    }),
  );
}

/** A worker per key that is warm; none is at the start, and each goes when nobody asked for it for long enough. */
function keyWorkers(ground: Ground): Made {
  const { random } = ground;
  const median = random.logBetween(0.2, 4);
  const sigma = random.between(0.3, 0.9);
  return warming(ground, random.logBetween(5, 150), median, sigma);
}

/** Doubled when busy, one less when idle for a while. */
function elasticWorkers({ random, hours, load }: Ground): Made {
  const perWorker = random.logBetween(0.01, 0.3);
  const idleHours = random.logBetween(0.05, 1.5);
  let workers = 4;
  let idle = 0;
  return only(
    load.map((l, i) => {
      const busy = l / (workers * perWorker);
      idle = busy < 0.5 ? idle + waited(hours, i) : 0;
      if (busy > 1) workers = Math.min(256, workers * 2);
      else if (idle > idleHours && workers > 4) {
        workers -= 1;
        idle = 0;
      }
      return workers;
    }),
  );
}

/** Leads for a while, then another replica does. */
function leader({ random, hours }: Ground): Made {
  const [leads, follows] = [random.logBetween(2, 80), random.logBetween(2, 80)];
  const workers = 2 + Math.floor(random.logBetween(1, 40));
  let isLeader = random.uniform() < leads / (leads + follows);
  let next = random.exponential(isLeader ? leads : follows);
  return only(
    hours.map((h) => {
      for (; next <= h; next += random.exponential(isLeader ? leads : follows)) isLeader = !isLeader;
      return 1 + (isLeader ? workers : 0);
    }),
  );
}

const innocents: readonly InnocentType[] = [
  { type: 'daemon', stacks: 50, make: daemon },
  { type: 'handlers', stacks: 70, make: handlers },
  {
    type: 'slow handlers',
    stacks: 50,
    make: (g) => only(stayers(g, g.random.logBetween(1, 60), g.random.logBetween(0.15, 1.5), 1.2, DAY_HOURS)),
  },
  { type: 'idle pool', stacks: 60, make: (g) => only(idlePool(g, g.random.logBetween(2, 150))) },
  { type: 'cron', stacks: 40, make: cron },
  { type: 'scaled peers', stacks: 40, make: scaledPeers },
  { type: 'sticky sessions', stacks: 40, make: stickySessions },
  { type: 'retry storms', stacks: 40, make: retryStorms },
  {
    type: 'tenant pools',
    stacks: 30,
    make: (g) =>
      firstSeen(g, Math.round(g.random.logBetween(10, 500)), 1 + Math.floor(g.random.between(0, 6))),
  },
  { type: 'key workers', stacks: 30, make: keyWorkers },
  { type: 'elastic workers', stacks: 30, make: elasticWorkers },
  { type: 'leader', stacks: 20, make: leader },
];

/** Hardly any, and many while something it depends on is down. */
function onErrors({ random, hours }: Ground): MadeLeak {
  const [calm, down] = [random.logBetween(3, 12), random.logBetween(0.2, 1)];
  let x = 0;
  let isDown = false;
  let change = random.exponential(calm);
  let at = 0;
  const events = hours.map((h) => {
    while (at < h) {
      const until = Math.min(h, change);
      x += random.poisson((isDown ? 25 : 0.2) * (until - at));
      at = until;
      if (change <= h) {
        isDown = !isDown;
        change += random.exponential(isDown ? down : calm);
      }
    }
    return x;
  });
  return { events, perHour: (0.2 * calm + 25 * down) / (calm + down) };
}

function byCron({ random, hours }: Ground): MadeLeak {
  const every = [0.5, 1, 2][Math.floor(random.uniform() * 3)] ?? 1;
  const each = 1 + Math.floor(random.between(0, 4));
  const at = random.uniform() * every;
  return {
    events: hours.map((h) => each * Math.floor((h + at) / every)),
    perHour: each / every,
  };
}

function oneShard(ground: Ground): MadeLeak {
  const leak = arrivals(ground, 6);
  return { ...leak, events: plus(leak.events, stayers(ground, 45, 2, 1, 12)) };
}

/** Its rate grows with time; at the end it is 12 an hour. */
function slowStart(ground: Ground): MadeLeak {
  const span = spanOf(ground.hours);
  const weight = ground.hours.map((h) => (h / span) ** 2);
  return { events: arrivals(ground, 12, weight).events, perHour: null };
}

function onRestarts({ random, hours }: Ground): MadeLeak {
  const perHour = 1 / random.between(3, 8);
  let x = 0;
  const events = hours.map((_, i) => {
    for (let n = random.poisson(perHour * waited(hours, i)); n > 0; n--)
      x += Math.max(1, Math.round(random.lognormal(8, 0.8)));
    return x;
  });
  return { events, perHour: null };
}

const MOST_AT_ONCE = 100;
function zipfSizes({ random, hours }: Ground): MadeLeak {
  let x = 0;
  const events = hours.map((_, i) => {
    // P(size ≥ s) = 1/s.
    for (let n = random.poisson(1.5 * waited(hours, i)); n > 0; n--)
      x += Math.min(MOST_AT_ONCE, Math.floor(1 / (1 - random.uniform())));
    return x;
  });
  const meanSize = Array.from({ length: MOST_AT_ONCE }, (_, s) => 1 / (s + 1)).reduce((sum, p) => sum + p, 0);
  return { events, perHour: 1.5 * meanSize };
}

const leaks: readonly LeakType[] = [
  { name: 'on errors', make: onErrors },
  { name: 'by cron', make: byCron },
  { name: 'partly swept 12/h', make: (g) => partlySwept(g, 12) },
  { name: 'one shard 6/h', make: oneShard },
  { name: 'slow start', make: slowStart },
  { name: 'on restarts', make: onRestarts },
  { name: 'Zipf sizes', make: zipfSizes },
  { name: 'busy hours 3/h', make: (g) => arrivals(g, 3, g.load) },
  { name: 'even 1/h', make: (g) => arrivals(g, 1) },
  {
    name: '12/h on idle pool',
    make: (g) => {
      const leak = arrivals(g, 12);
      return { ...leak, events: plus(leak.events, idlePool(g, 30)) };
    },
  },
];

export const setB: GeneratorSet = {
  name: 'B',
  session,
  innocents: { goroutine: innocents, heap: heapInnocentsB },
  leaks: { goroutine: leaks, heap: heapLeaksB },
};
