// Set B, heap: held out as set-b.ts says. Counts of sampled objects, as they stood at the last GC.
import {
  arrivals,
  plus,
  sampledShare,
  waited,
  type Ground,
  type InnocentType,
  type LeakType,
  type Made,
  type MadeLeak,
} from './session';
import { firstSeen, idlePool, partlySwept, scattered, stayers, warming } from './set-b-shapes';

const only = (events: Float64Array): Made => ({ events });

/** Objects that stay for lognormal times, and have for as long as matters. */
function churn(ground: Ground): Made {
  const { random } = ground;
  const median = random.logBetween(0.2, 12);
  return only(stayers(ground, random.logBetween(0.5, 40), median, random.between(0.6, 1.6), 6 * median));
}

function requestBuffers({ random, load }: Ground): Made {
  const mean = random.lognormal(6, 1.2);
  const shape = random.between(1, 6);
  return only(load.map((l) => scattered(random, mean * l, shape)));
}

/** What is idle in a pool goes within two GCs. */
function objectPool({ random, load }: Ground): Made {
  const mean = random.logBetween(1, 60);
  let before = 0;
  return only(
    load.map((l) => {
      const used = scattered(random, mean * l, 3);
      const held = Math.max(used, Math.floor(random.uniform() * before));
      before = used;
      return held;
    }),
  );
}

/** Buckets are doubled when the entries no longer fit, and never halved. */
function doublingMap({ random, hours, load }: Ground): Made {
  const mean = random.logBetween(4, 60);
  let entries = mean;
  let buckets = 1;
  return only(
    hours.map((_, i) => {
      const stay = Math.exp(-waited(hours, i) / 5);
      entries = stay * entries + (1 - stay) * mean * (load[i] ?? 1) * random.between(0.7, 1.4);
      while (buckets * 6.5 < entries) buckets *= 2;
      return buckets;
    }),
  );
}

/** Fills for two or three hours, then is written out; part of it stays for a while. */
function headBlock({ random, hours, load }: Ground): Made {
  const length = random.between(1.5, 3.5);
  const perHour = random.logBetween(3, 80);
  const kept = random.between(0.1, 0.5);
  let base = 0;
  let head = random.poisson(perHour * length * random.uniform());
  let next = random.uniform() * length;
  return only(
    hours.map((h, i) => {
      head += random.poisson(perHour * waited(hours, i) * (load[i] ?? 1));
      for (; next <= h; next += length * random.between(0.9, 1.1)) {
        base = random.binomial(head, kept);
        head = 0;
      }
      return base + head;
    }),
  );
}

/** Twice the memory while the new index is made beside the old one, which is a little smaller or larger. */
function rebuiltIndex({ random, hours }: Ground): Made {
  const every = random.logBetween(0.5, 12);
  const takes = random.between(0.05, 0.3) * every;
  let size = random.logBetween(3, 150);
  let next = random.uniform() * every;
  let live = random.poisson(size);
  let coming = 0;
  return only(
    hours.map((h) => {
      for (; next + takes <= h; next += every) {
        size *= random.lognormal(1, 0.03);
        live = random.poisson(size);
        coming = 0;
      }
      if (h >= next) coming = Math.max(coming, random.binomial(live, Math.min(1, (h - next) / takes)));
      return live + coming;
    }),
  );
}

function warmCache(ground: Ground): Made {
  const { random } = ground;
  const median = random.logBetween(0.3, 6);
  return warming(ground, random.logBetween(2, 80), median, random.between(0.2, 0.6));
}

/** Each connection's buffer has grown to its largest message, and goes with the connection. */
function connectionBuffers(ground: Ground): Made {
  const { random } = ground;
  const median = random.logBetween(0.5, 8);
  const connections = stayers(ground, random.logBetween(2, 60), median, 0.8, 5 * median);
  const share = random.between(0.3, 1);
  return only(connections.map((n) => random.binomial(n, share)));
}

/** Read again when it was changed. */
function configuration({ random, hours }: Ground): Made {
  const every = random.between(20, 120);
  let size = random.logBetween(1, 40);
  let now = random.poisson(size);
  let next = random.exponential(every);
  return only(
    hours.map((h) => {
      for (; next <= h; next += random.exponential(every)) {
        size *= random.lognormal(1, 0.3);
        now = random.poisson(size);
      }
      return now;
    }),
  );
}

export const heapInnocentsB: readonly InnocentType[] = [
  { type: 'churn', stacks: 110, make: churn },
  { type: 'request buffers', stacks: 80, make: requestBuffers },
  { type: 'object pool', stacks: 50, make: objectPool },
  { type: 'doubling map', stacks: 40, make: doublingMap },
  { type: 'head block', stacks: 40, make: headBlock },
  { type: 'rebuilt index', stacks: 40, make: rebuiltIndex },
  { type: 'warm cache', stacks: 60, make: warmCache },
  {
    type: 'interned names',
    stacks: 30,
    make: (g) => firstSeen(g, Math.round(g.random.logBetween(10, 200)), 1),
  },
  { type: 'connection buffers', stacks: 30, make: connectionBuffers },
  { type: 'configuration', stacks: 20, make: configuration },
];

const KB = 1024;
const leaked =
  (bytes: number, perHour: number, beside?: (ground: Ground) => Float64Array) =>
  (ground: Ground): MadeLeak => {
    const leak = arrivals(ground, perHour * sampledShare(bytes), ground.load);
    return beside === undefined ? leak : { ...leak, events: plus(leak.events, beside(ground)) };
  };

export const heapLeaksB: readonly LeakType[] = [
  { name: '4K 1500/h', bytes: 4 * KB, make: leaked(4 * KB, 1500) },
  { name: '32K 60/h', bytes: 32 * KB, make: leaked(32 * KB, 60) },
  { name: '1M 1/h', bytes: 1024 * KB, make: leaked(1024 * KB, 1) },
  {
    name: '16K 300/h on churn',
    bytes: 16 * KB,
    make: leaked(16 * KB, 300, (g) => stayers(g, 15, 2, 1, 12)),
  },
  {
    name: '64K 60/h on idle pool',
    bytes: 64 * KB,
    make: leaked(64 * KB, 60, (g) => idlePool(g, 15)),
  },
  {
    name: '32K 200/h partly swept',
    bytes: 32 * KB,
    make: (g) => partlySwept(g, 200 * sampledShare(32 * KB)),
  },
];
