// Sessions of innocent services and of leaking ones, seeded, to measure what growth analysis accuses and finds.
// The innocents are the ones that fool trend tests: common daily waves, wandering pools, memory that fills.

/** sfc32 behind a splitmix seeding: small, fast, the same on every machine. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  private spare: number | null = null;

  constructor(seed: number) {
    let s = seed | 0;
    const next = (): number => {
      s = (s + 0x9e3779b9) | 0;
      let z = Math.imul(s ^ (s >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return z ^ (z >>> 16);
    };
    [this.a, this.b, this.c] = [next(), next(), next()];
    for (let i = 0; i < 12; i++) this.uniform();
  }

  uniform(): number {
    const t = (this.a + this.b + this.counter++) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + t;
    return (t >>> 0) / 4294967296;
  }

  between(lo: number, hi: number): number {
    return lo + (hi - lo) * this.uniform();
  }

  logBetween(lo: number, hi: number): number {
    return Math.exp(this.between(Math.log(lo), Math.log(hi)));
  }

  normal(): number {
    if (this.spare !== null) {
      const spare = this.spare;
      this.spare = null;
      return spare;
    }
    const r = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = r * Math.sin(angle);
    return r * Math.cos(angle);
  }

  poisson(mean: number): number {
    if (mean <= 0) return 0;
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let n = 0;
    for (let p = this.uniform(); p > limit; p *= this.uniform()) n++;
    return n;
  }

  binomial(n: number, p: number): number {
    if (n * p * (1 - p) > 30)
      return Math.min(n, Math.max(0, Math.round(n * p + Math.sqrt(n * p * (1 - p)) * this.normal())));
    let k = 0;
    for (let i = 0; i < n; i++) if (this.uniform() < p) k++;
    return k;
  }
}

/** When the session looked (hours since its start), and the load that all of its stacks share. */
export interface Session {
  readonly random: Random;
  readonly hours: readonly number[];
  readonly load: readonly number[];
}

export interface SessionPlan {
  readonly snapshots: number;
  readonly everyHours?: number;
  /** ±40 % jitter, 15 % missed, two pauses of 12–60 h. */
  readonly gaps?: boolean;
}

export function makeSession(
  seed: number,
  { snapshots, everyHours = 1 / 6, gaps = false }: SessionPlan,
): Session {
  const random = new Random(seed);
  const pauses = gaps ? [random.uniform(), random.uniform()].map((u) => Math.floor(u * snapshots)) : [];
  const hours: number[] = [];
  let t = 0;
  for (let i = 0; hours.length < snapshots; i++) {
    if (!gaps || random.uniform() >= 0.15)
      hours.push(t + (gaps ? random.between(-0.4, 0.4) * everyHours : 0));
    t += everyHours;
    if (pauses.includes(i)) t += random.between(12, 60);
  }
  const amplitude = random.between(0.3, 0.7);
  const startsAt = random.between(0, 168);
  const drift = random.between(0, 2 * Math.PI);
  const load = hours.map((h) => {
    const slow = 1 + 0.25 * Math.sin((2 * Math.PI * h) / 83 + drift);
    const day = 1 + amplitude * slow * Math.sin((2 * Math.PI * (h + startsAt)) / 24);
    return Math.max(0.05, day) * ((h + startsAt) % 168 >= 120 ? 0.8 : 1);
  });
  return { random, hours, load };
}

type Generator = (session: Session) => number[];

const stepHours = ({ hours }: Session, i: number): number =>
  i === 0 ? 0 : (hours[i] ?? 0) - (hours[i - 1] ?? 0);

const wave =
  (mean: (r: Random) => number): Generator =>
  ({ random, load }) => {
    const level = mean(random);
    const exponent = random.between(0.6, 1.2);
    return load.map((l) => random.poisson(level * l ** exponent));
  };

function autoregressive({ random, hours }: Session, tau: number): number[] {
  let x = random.normal();
  return hours.map((_, i) => {
    const phi = Math.exp(-stepHours({ random, hours, load: [] }, i) / tau);
    x = phi * x + Math.sqrt(1 - phi * phi) * random.normal();
    return x;
  });
}

/** Innocents that are settled: caches and connections begin with the session, and it outlasts four of their time constants. */
export const settledInnocents: Readonly<Record<string, Generator>> = {
  constant: ({ random, hours }) => {
    const level = Math.round(random.logBetween(1, 300));
    return hours.map(() => level);
  },
  poisson: ({ random, hours }) => {
    const mean = random.logBetween(0.3, 300);
    return hours.map(() => random.poisson(mean));
  },
  wave: wave((r) => r.logBetween(1, 1500)),
  pool: ({ random, hours }) => {
    const size = Math.round(random.logBetween(8, 200));
    const moves = random.between(1, 12);
    let x = Math.floor(random.between(0, size));
    return hours.map(() => {
      x += Math.round(random.normal() * Math.sqrt(moves));
      if (x < 0) x = -x;
      if (x > size) x = Math.max(0, 2 * size - x);
      return x;
    });
  },
  'ar(1)': (session) => {
    const mean = session.random.logBetween(5, 500);
    return autoregressive(session, session.random.between(0.5, 8)).map((x) =>
      Math.max(0, Math.round(mean * (1 + 0.3 * x))),
    );
  },
  'settled cache': (session) => fillingCache(session, settledTau(session)),
  'settled conns': (session) => fillingConnections(session, settledTau(session)),
  lru: ({ random, hours }) => {
    const capacity = random.logBetween(20, 2000);
    const full = random.between(0.15, 0.7) * (hours.at(-1) ?? 1);
    return hours.map((h) => Math.round(capacity * Math.min(1, h / full)));
  },
  'noisy step': ({ random, hours }) => {
    const level = random.logBetween(5, 300);
    const factor = random.between(1.2, 2);
    const at = random.between(0.2, 0.8) * (hours.at(-1) ?? 1);
    return hours.map((h) => random.poisson(h < at ? level : level * factor));
  },
  'exact steps': ({ random, hours }) => {
    const deploys = Array.from({ length: 1 + Math.floor(random.between(0, 3)) }, () => ({
      at: random.uniform() * (hours.at(-1) ?? 1),
      by: Math.round(random.logBetween(2, 50)),
    }));
    return hours.map((h) => 10 + deploys.reduce((sum, d) => sum + (h >= d.at ? d.by : 0), 0));
  },
  batch: ({ random, hours }) => {
    const every = random.between(1, 12);
    const height = random.logBetween(10, 500);
    return hours.map((h) => (h % every < 0.25 ? random.poisson(height) : 0) + random.poisson(1));
  },
  'high water': (session) => {
    let most = 0;
    return wave((r) => r.logBetween(1, 100))(session).map((x) => (most = Math.max(most, x)));
  },
};

function settledTau({ random, hours }: Session): number {
  const oldest = Math.min(12, (hours.at(-1) ?? 0) / 4);
  return random.between(Math.min(0.3, oldest), oldest);
}

function warmingTau({ random, hours }: Session): number {
  return random.between(Math.min(12, Math.max(0.3, (hours.at(-1) ?? 0) / 4)), 12);
}

function fillingCache({ random, hours }: Session, tau: number): number[] {
  const size = random.logBetween(20, 2000);
  return hours.map((h) => Math.round(size * -Math.expm1(-h / tau)));
}

function fillingConnections({ random, hours }: Session, tau: number): number[] {
  const level = random.logBetween(10, 500);
  let x = 0;
  return hours.map((_, i) => {
    const dt = i === 0 ? 0 : (hours[i] ?? 0) - (hours[i - 1] ?? 0);
    const stay = Math.exp(-dt / tau);
    return (x = random.binomial(x, stay) + random.poisson(level * (1 - stay)));
  });
}

/** What looks like a leak for as long as it fills: only age tells. */
export const warmingInnocents: Readonly<Record<string, Generator>> = {
  cache: (session) => fillingCache(session, warmingTau(session)),
  conns: (session) => fillingConnections(session, warmingTau(session)),
};

/** Arrivals that stay, `perSnapshot` of a ten-minute plan. */
function arrivals(session: Session, perSnapshot: number, load?: readonly number[]): number[] {
  let x = 0;
  return session.hours.map((_, i) => {
    x += session.random.poisson(perSnapshot * 6 * stepHours(session, i) * (load?.[i] ?? 1));
    return x;
  });
}

const onWave =
  (perSnapshot: number, mean: number): Generator =>
  (session) => {
    const leak = arrivals(session, perSnapshot);
    return wave(() => mean)(session).map((x, i) => x + (leak[i] ?? 0));
  };

/** One leak each; the number is its rate per ten minutes. */
export const leaks: Readonly<Record<string, Generator>> = {
  'lin1/10': (s) => arrivals(s, 0.1),
  lin1: (s) => arrivals(s, 1),
  lin10: (s) => arrivals(s, 10),
  traffic1: (s) => arrivals(s, 1, s.load),
  'lin1+wave10': onWave(1, 10),
  'lin10+wave100': onWave(10, 100),
  stepped: (session) => {
    let x = 0;
    return session.hours.map((_, i) => {
      const events = session.random.poisson((6 * stepHours(session, i)) / 15);
      for (let e = 0; e < events; e++) x += Math.round(session.random.between(5, 20));
      return x;
    });
  },
  midstart: (session) => {
    const from = session.random.between(0.3, 0.6) * (session.hours.at(-1) ?? 1);
    const leak = arrivals(
      session,
      1,
      session.hours.map((h) => (h >= from ? 1 : 0)),
    );
    return leak;
  },
};

export interface Stack {
  readonly name: string;
  readonly values: readonly number[];
}

/** `count` innocents, the types in equal parts. */
export function innocentStacks(session: Session, count: number, types = settledInnocents): Stack[] {
  const names = Object.keys(types);
  return Array.from({ length: count }, (_, i) => {
    const name = names[i % names.length] ?? '';
    return { name, values: types[name]?.(session) ?? [] };
  });
}

export function leakStack(session: Session, name: string): Stack {
  const generate = leaks[name];
  if (!generate) throw new RangeError(`no leak is called ${name}`);
  return { name, values: generate(session) };
}
