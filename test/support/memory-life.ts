// A service's memory as its runtime would report it, on paper: a live heap that breathes with the day, a collector that lets
// it fill up to its goal, spans that are kept and given back, and what is outside Go.
import type { AccountRow } from '../../src/core/memory/account';
import { randomFrom } from './random';

export interface MemoryLifeOptions {
  readonly seed: number;
  readonly snapshots: number;
  readonly everyHours?: number;
  /** MiB an hour. */
  readonly liveLeak?: number;
  readonly stackLeak?: number;
  readonly outsideLeak?: number;
  /** MiB. */
  readonly live?: number;
  readonly gogc?: number;
  readonly gomemlimit?: number;
  readonly containerLimit?: number;
}

const MIB = 1 << 20;
const HOUR_MS = 3_600_000;
/** The heap grows by so much at a time. */
const ARENA = 4;

export function memoryLife(options: MemoryLifeOptions): AccountRow[] {
  const { seed, snapshots, everyHours = 1 / 6, live: base = 120, gogc = 100 } = options;
  const { liveLeak = 0, stackLeak = 0, outsideLeak = 0 } = options;
  const random = randomFrom(seed);
  const rows: AccountRow[] = [];
  let idle = 40;
  let heapSys = 2 * base;
  for (let i = 0; i < snapshots; i++) {
    const hours = i * everyHours;
    const wave = 1 + 0.08 * Math.sin((hours / 24) * 2 * Math.PI) + 0.02 * (random() - 0.5);
    const live = base * wave + liveLeak * hours;
    const stacks = 6 + random() + stackLeak * hours;
    const runtime = 9 + 0.02 * live;
    const room = (options.gomemlimit ?? Infinity) - stacks - runtime - 0.03 * (options.gomemlimit ?? 0);
    const goal = Math.max(live, Math.min(live * (1 + gogc / 100), room));
    const alloc = live + (goal - live) * random();
    const inuse = alloc * (1.03 + 0.02 * random());
    // The scavenger leaves a tenth, and is behind.
    idle += 0.3 * (0.1 * goal + Math.max(0, goal - inuse) - idle) + 2 * (random() - 0.5);
    idle = Math.max(0, Math.min(idle, room - inuse));
    heapSys = Math.max(heapSys, Math.ceil((inuse + idle) / ARENA) * ARENA);
    const outside = 30 + outsideLeak * hours + 0.5 * random();
    const held = inuse + idle + stacks + runtime;
    rows.push({
      timeMs: hours * HOUR_MS,
      // A profile's estimate, of samples.
      liveHeapBytes: live * (1 + 0.01 * (random() - 0.5)) * MIB,
      memory: {
        heapAllocBytes: alloc * MIB,
        heapInuseBytes: inuse * MIB,
        heapIdleBytes: (heapSys - inuse) * MIB,
        heapReleasedBytes: (heapSys - inuse - idle) * MIB,
        stackInuseBytes: stacks * MIB,
        sysBytes: (heapSys + stacks + runtime) * MIB,
        rssBytes: (held + outside) * MIB,
        gogcPercent: gogc,
        ...(options.gomemlimit === undefined ? {} : { gomemlimitBytes: options.gomemlimit * MIB }),
        ...(options.containerLimit === undefined
          ? {}
          : { containerLimitBytes: options.containerLimit * MIB }),
      },
    });
  }
  return rows;
}
