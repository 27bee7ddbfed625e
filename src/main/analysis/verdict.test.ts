// The verdict of captures on a disk: what it says, what it stands on, what it asks for.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Life } from '../../contract/domain';
import { accountMemory } from '../../core/memory/account';
import { makeGrowthLife } from '../../../test/support/lives';
import { memoryLife, type MemoryLifeOptions } from '../../../test/support/memory-life';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import type { GrowthCapture, GrowthInput, GrowthLife } from './growth-data';
import { judgeGrowth, type GrowthOutput } from './job-growth';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2025, 4, 1);
const folder = temporaryFolder('verdict');

type Counts = Readonly<Record<string, number>>;
let written = 0;
function capture(atHours: number, kind: string, text: string): GrowthCapture {
  const id = String(++written);
  const path = join(folder, `${id}.txt`);
  writeFileSync(path, text);
  return {
    ...{ captureId: id, snapshotId: `s${id}`, path, sha256: id, kind, encoding: 'text' },
    ...{ isDelta: false, ofAnother: null, timeMs: START + atHours * HOUR_MS, numGc: null },
  };
}
const total = (counts: Counts): number => Object.values(counts).reduce((sum, n) => sum + n, 0);
/** A goroutine profile as text: by function, all blocked in a channel receive. */
function profile(atHours: number, counts: Counts, kind = 'goroutine'): GrowthCapture {
  const records = Object.entries(counts).map(([name, n], i) => {
    const frames = [
      ['runtime.gopark+0x1', '/go/src/runtime/proc.go:400'],
      ['runtime.chanrecv1+0x1', '/go/src/runtime/chan.go:440'],
      [`${name}+0x1`, `/src/${name.replace(/.*\./, '')}.go:7`],
    ];
    const lines = frames.map(([symbol, place]) => ['#', `0x${i + 1}`, symbol, place].join('\t'));
    return `${n} @ 0x${i + 1}\n${lines.join('\n')}\n`;
  });
  return capture(atHours, kind, `${kind} profile: total ${total(counts)}\n${records.join('\n')}\n`);
}
/** A dump: by function the goids and how long each has waited, in minutes. */
function dump(
  atHours: number,
  places: Readonly<Record<string, readonly [goid: number, minutes: number][]>>,
): GrowthCapture {
  const goroutines = Object.entries(places).flatMap(([name, waits]) =>
    waits.map(([goid, minutes]) => {
      const wait = minutes > 0 ? `, ${minutes} minutes` : '';
      return `goroutine ${goid} [chan receive${wait}]:\n${name}()\n\t/src/${name.replace(/.*\./, '')}.go:7 +0x1d\n`;
    }),
  );
  return capture(atHours, 'goroutine-dump', `${goroutines.join('\n')}\n`);
}

const QUIET = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`main.idle${i}`, 3 + i]));
/** One more an observation. */
const leaking = (n: number, everyHours: number): GrowthCapture[] =>
  Array.from({ length: n }, (_, i) => profile(i * everyHours, { ...QUIET, 'main.leak': 5 + i }));
const still = (n: number, everyHours: number): GrowthCapture[] =>
  Array.from({ length: n }, (_, i) => profile(i * everyHours, QUIET));

const judgeLives = (lives: GrowthInput['lives'], more: Partial<GrowthInput> = {}): Promise<GrowthOutput> =>
  judgeGrowth({
    indexFolder: null,
    keepIndex: false,
    noLinks: false,
    timeScale: 1,
    nowMs: START,
    several: [],
    lives,
    ...more,
  });
async function verdictOf(
  captures: readonly GrowthCapture[],
  life: Partial<Life> = {},
  more: Partial<GrowthInput> = {},
): Promise<GrowthOutput['verdict']> {
  return (await judgeLives([makeGrowthLife(captures, life)], more)).verdict;
}
const keys = (some: readonly { key?: string | undefined }[]): (string | undefined)[] =>
  some.map(({ key }) => key);

describe('a verdict', () => {
  it('is a leak where growth is proven and the process is a day old, with place, rate and since', async () => {
    const { verdict, sentence, evidence, next, target } = await verdictOf(leaking(60, 0.5));
    expect(verdict).toBe('goroutine-leak');
    expect(target).toBe('t1');
    expect(sentence.message).toBe(
      'Goroutines leak: 2 an hour more at leak.go:7, since before watching began.',
    );
    expect(keys(evidence)).toEqual(['shows-goroutines', 'shows-no-rss', 'shows-age-unknown']);
    expect(evidence[0]?.message).toBe('Goroutines: 1 of 13 stacks never comes down, beyond doubt: leak.go:7');
    expect(next.map(({ key, capture: kinds }) => [key, ...kinds])).toEqual([
      ['next-read'],
      ['next-dump', 'goroutine-dump'],
      ['next-goroutineleak', 'goroutineleak'],
      ['next-trace', 'trace'],
      ['next-memory', 'memory'],
      ['next-heap', 'heap'],
    ]);
  });

  it('is growing where the process is younger, and says when that will be known', async () => {
    const { verdict, sentence } = await verdictOf(leaking(60, 0.1), { startMs: START - 2 * HOUR_MS });
    expect(verdict).toBe('growing');
    expect((await verdictOf(leaking(60, 0.1), { startMs: START - 13 * HOUR_MS })).verdict).toBe('growing');
    expect(sentence.message).toContain(
      'known at about 2025-05-01 22:00:00 UTC, when the process is a day old',
    );
    // Looked at a year later.
    const old = await verdictOf(leaking(60, 0.1), { startMs: START - 2 * HOUR_MS }, { nowMs: START + 1e10 });
    expect(old.sentence.message).toContain(
      'known after 16 h 6 min more of captures, when the process is a day old',
    );
    expect(old.next.at(-1)?.message).toBe('Go on capturing, for 16 h 6 min more.');
  });

  it('counts hours by the clock of a service that runs faster than life', async () => {
    expect((await verdictOf(leaking(60, 0.1), {}, { timeScale: 10 })).verdict).toBe('goroutine-leak');
  });

  it('is a leak sooner where two dumps show that they stay, and looks at both', async () => {
    const old: [number, number][] = Array.from({ length: 20 }, (_, i) => [i + 1, 0]);
    const born: [number, number][] = Array.from({ length: 20 }, (_, i) => [i + 5000, 0]);
    const dumps = [dump(0, { 'main.leak': old }), dump(5, { 'main.leak': [...old, ...born] })];
    const { verdict, row, evidence } = await verdictOf(
      [...leaking(60, 0.1), ...dumps].sort((a, b) => a.timeMs - b.timeMs),
    );
    expect([verdict, row]).toEqual(['goroutine-leak', 'goroutines-grow']);
    const shown = evidence.find(({ key }) => key === 'shows-staying');
    expect(shown?.message).toBe('Two dumps 5 h apart: 20 of 20 stayed at leak.go:7, 20 came');
    expect(shown?.look).toEqual({
      ...{ view: 'compare', kind: 'goroutine-dump' },
      ...{ a: dumps[0]?.snapshotId, b: dumps[1]?.snapshotId },
    });
    const beside = await verdictOf([
      ...dumps,
      ...leaking(60, 0.1).map((_, i) =>
        profile(i * 0.1, { ...QUIET, 'main.leak': 5 + i, 'main.cache': 5 + 2 * i }),
      ),
    ]);
    // What no dump has looked at may still be warming up.
    expect(beside.sentence.message).toContain('more at leak.go:7, since');
    expect(beside.also).toEqual(['growing']);
    expect((await verdictOf(dumps)).row).toBe('goroutines-stay');
    // What the series shows to have come to rest was filled between the two.
    const rested = await verdictOf([
      ...dumps,
      ...Array.from({ length: 40 }, (_, i) => profile(i / 8, { 'main.leak': i < 10 ? 20 + 2 * i : 40 })),
    ]);
    expect(rested.row).toBe('not-enough-data');
  });

  it('of dumps that nothing else holds together counts as staying only who has waited for as long', async () => {
    const at = (first: number, n: number, minutes: number): [number, number][] =>
      Array.from({ length: n }, (_, i) => [first + i, minutes]);
    const unknown = { unknown: true, target: null };
    const first = dump(0, { 'main.worker': at(1, 20, 0) });
    // The same ids at the same places, and more: of a process that was started anew an hour ago.
    const restarted = dump(5, { 'main.worker': at(1, 60, 58) });
    expect((await verdictOf([first, restarted], unknown)).row).toBe('not-enough-data');
    expect((await verdictOf([first, restarted])).row).toBe('goroutines-stay');
    // Restarted in the minutes after the first dump: those who came have waited as long as those who stayed.
    const atOnce = dump(5, { 'main.worker': at(1, 60, 298) });
    expect((await verdictOf([first, atOnce], unknown)).row).toBe('not-enough-data');
    const short = dump(5, { 'main.worker': [...at(1, 20, 296), ...at(5000, 40, 58)] });
    expect((await verdictOf([first, short], unknown)).row).not.toBe('goroutines-stay');
    const stayed = dump(5, { 'main.worker': [...at(1, 20, 298), ...at(5000, 40, 58)] });
    const told = await verdictOf([first, stayed], unknown);
    expect(told.row).toBe('goroutines-stay');
    // Files cannot be asked for more.
    expect(keys(told.evidence)).not.toContain('shows-no-rss');
    expect(keys(told.next)).not.toContain('next-memory');
  });

  it('is a leak by one dump whose goroutines are of all ages', async () => {
    const waits: [number, number][] = Array.from({ length: 40 }, (_, i) => [i + 1, 10 + i * 35]);
    const one = [dump(24, { 'main.leak': waits, 'main.main': [[999, 1439]] })];
    const { row, sentence, evidence } = await verdictOf(one, { startMs: START });
    expect(row).toBe('goroutines-of-all-ages');
    expect(sentence.message).toBe(
      '40 goroutines at leak.go:7 look leaked: in one dump they have waited for all lengths of time, up to 22 h 55 min, as where they come and none goes.',
    );
    expect(evidence.find(({ key }) => key === 'shows-ages')?.message).toContain('19 older than half');
    expect((await verdictOf(one, { startMs: START }, { timeScale: 60 })).row).toBe('not-enough-data');
  });

  it('is none by ages or a crowd where the series stands still or goes down', async () => {
    const waits: [number, number][] = Array.from({ length: 40 }, (_, i) => [i + 1, 10 + i * 35]);
    const one = dump(24, { 'main.actor': waits, 'main.main': [[999, 1439]] });
    const level = Array.from({ length: 40 }, (_, i) => profile(i * 0.6, { ...QUIET, 'main.actor': 40 }));
    const { verdict, evidence } = await verdictOf([...level, one], { startMs: START });
    expect(verdict).toBe('not-enough-data');
    expect(keys(evidence)).not.toContain('shows-ages');
    const falling = [9000, 7000, 4800].map((n, i) => profile(i, { ...QUIET, 'main.drain': n }));
    expect((await verdictOf(falling)).row).toBe('not-enough-data');
    const lessOne = [50_000, 49_999].map((n, i) => profile(i, { ...QUIET, 'main.leak': n }));
    expect((await verdictOf(lessOne)).row).toBe('goroutines-crowd');
    // Five minutes of profiles say nothing of what came over a day.
    const brief = Array.from({ length: 40 }, (_, i) =>
      profile(23.9 + i / 400, { ...QUIET, 'main.actor': 40 }),
    );
    expect((await verdictOf([...brief, one], { startMs: START })).row).toBe('goroutines-of-all-ages');
  });

  it('is growing where each goroutine that leaks has a stack of its own', async () => {
    const calls = (atHours: number, n: number): GrowthCapture =>
      profile(atHours, {
        ...QUIET,
        ...Object.fromEntries(Array.from({ length: n }, (_, k) => [`deep${k}`, 1])),
      });
    const captures = Array.from({ length: 60 }, (_, i) => calls(i / 2, i + 1));
    for (const { path } of captures) {
      const text = readFileSync(path, 'utf8');
      // A recursion: it waits in one place, each a call deeper.
      writeFileSync(
        path,
        text.replaceAll(
          /(#\t\S+\t)(deep\d+)(\+0x1\t).*/g,
          '$1main.wait$3/src/wait.go:7\n$1main.$2$3/src/walk.go:9',
        ),
      );
    }
    const { verdict, sentence, evidence } = await verdictOf(captures);
    expect(verdict).toBe('growing');
    expect(sentence.message).toBe(
      'Goroutines grow, 2 an hour more at wait.go:7, where they stand in many stacks. That is proven of all of them together, of no single one.',
    );
    expect(keys(evidence)).toContain('shows-sites');
  });

  it('is a leak by one capture in which a thousand and most of all stand at one place, until a series says more', async () => {
    const crowd = profile(0, { ...QUIET, 'main.leak': 14_974 });
    const { row, sentence } = await verdictOf([crowd]);
    expect(row).toBe('goroutines-crowd');
    expect(sentence.message).toBe(
      '14,974 of 15,076 goroutines are blocked at leak.go:7: at one moment that looks like a leak.',
    );
    // A call that leaves two goroutines behind: no place holds half.
    const pair = await verdictOf([profile(0, { ...QUIET, 'main.watch': 2_000, 'main.loop': 2_001 })]);
    expect(pair.sentence.message).toBe(
      '4,001 of 4,103 goroutines are blocked at loop.go:7, watch.go:7: at one moment that looks like a leak.',
    );
    expect((await verdictOf([profile(0, { 'main.watch': 2_000, 'main.other': 2_500 })])).row).toBe(
      'goroutines-crowd',
    );
    expect((await verdictOf([profile(0, { 'main.a': 900, 'main.b': 600, 'main.c': 500 })])).row).toBe(
      'not-enough-data',
    );
    expect((await verdictOf([profile(0, { ...QUIET, 'main.pool': 999 })])).row).toBe('not-enough-data');
    const series = Array.from({ length: 16 }, (_, i) => profile(i, { ...QUIET, 'main.pool': 5000 }));
    expect((await verdictOf(series)).row).toBe('not-enough-data');
  });

  it('of a process that has just started says what the one before it showed, and draws nothing from it', async () => {
    const before = makeGrowthLife(leaking(60, 0.5), { life: '1' });
    const now = makeGrowthLife([profile(31, QUIET), profile(31.5, QUIET)], { life: '2' });
    const { verdict } = await judgeLives([before, now]);
    expect(verdict.verdict).toBe('not-enough-data');
    const earlier = verdict.evidence.filter(({ key }) => key === 'shows-earlier');
    expect(earlier.map(({ message }) => message)).toEqual([
      'The process before it, seen until 2025-05-02 05:30:00 UTC, grew by 2 an hour at leak.go:7, beyond doubt',
    ]);
    // Of another target nothing is said, and nothing where the one before did not grow.
    const other = makeGrowthLife([profile(31, QUIET)], { life: '1', target: 't2' });
    expect(keys((await judgeLives([before, other])).verdict.evidence)).not.toContain('shows-earlier');
    const calm = makeGrowthLife(still(60, 0.5), { life: '1' });
    expect(keys((await judgeLives([calm, now])).verdict.evidence)).not.toContain('shows-earlier');
  });

  it('is growing by several processes of one build that none of them proves alone, and says how often it restarts', async () => {
    const lives = (builds: readonly string[]): GrowthLife[] =>
      builds.map((buildId, k) =>
        makeGrowthLife(
          Array.from({ length: 7 }, (_, i) =>
            profile(k * 4 + i / 4, { ...QUIET, 'main.idle0': 5 + ((i * 7 + k) % 3), 'main.leak': 5 + i }),
          ),
          { life: String(k + 1), buildId, startMs: START + k * 4 * HOUR_MS },
        ),
      );
    const { verdict, growth } = await judgeLives(lives(['b1', 'b1', 'b1']));
    expect(verdict.verdict).toBe('growing');
    expect(growth.suspects.map(({ site, lives: n }) => [site.function, n])).toEqual([['main.leak', 3]]);
    const messages = verdict.evidence.map(({ message }) => message);
    expect(messages).toContain(
      '1 of them is proven by 3 processes of this build together, not by this one alone: leak.go:7',
    );
    expect(messages.join()).toContain(
      'It has been started 3 times, every 4 h on average: what needs longer to show is told only from all processes',
    );
    // It never becomes a day old.
    expect(verdict.sentence.message).toContain(
      'is known once a process lives for a day: so far each lives for 4 h on average.',
    );
    expect(keys(verdict.next)).not.toContain('next-wait');
    // By the day: a cache that warms up in each of them looks the same.
    const daily = ['b1', 'b1', 'b1'].map((buildId, k) =>
      makeGrowthLife(
        Array.from({ length: 7 }, (_, i) =>
          profile(k * 26 + i * 4, { ...QUIET, 'main.idle0': 5 + ((i * 7 + k) % 3), 'main.leak': 5 + i }),
        ),
        { life: String(k + 1), buildId, startMs: START + k * 26 * HOUR_MS },
      ),
    );
    const slow = (await judgeLives(daily)).verdict;
    expect(slow.verdict).toBe('growing');
    expect(slow.sentence.message).toContain('is known once one process proves it by itself');
    // Another build may have mended it.
    const other = await judgeLives(lives(['b1', 'b1', 'b2']));
    expect(other.verdict.verdict).toBe('not-enough-data');
    expect(other.growth.suspects).toEqual([]);
  });

  it('is what the runtime has proven', async () => {
    const leaked = profile(1, { 'main.leak': 3, 'main.other': 1 }, 'goroutineleak');
    const { row, sentence, evidence } = await verdictOf([profile(0, QUIET), leaked]);
    expect(row).toBe('runtime-proof');
    expect(sentence.message).toBe(
      'The runtime has proven 4 goroutines leaked, at leak.go:7, other.go:7: nothing can wake them.',
    );
    expect(evidence.find(({ key }) => key === 'shows-leaked')?.look?.a).toBe(leaked.snapshotId);
    const both = await verdictOf([...leaking(60, 0.5), profile(30, { 'main.other': 2 }, 'goroutineleak')]);
    expect(both.evidence.find(({ key }) => key === 'shows-reachable')?.message).toContain(
      'still reaches what it waits for, at leak.go:7',
    );
    // A main() that ends in `select {}` is listed as well.
    const main = profile(1, { 'main.main': 1 }, 'goroutineleak');
    const parked = await verdictOf([profile(0, QUIET), main]);
    expect([parked.row, keys(parked.evidence).includes('shows-none-leaked')]).toEqual([
      'not-enough-data',
      true,
    ]);
    const none = await verdictOf([profile(0, QUIET), profile(1, {}, 'goroutineleak')]);
    expect(keys(none.evidence)).toContain('shows-none-leaked');
  });

  it.each<[string, () => GrowthCapture[], Partial<Life>, string]>([
    ['nothing', () => [], {}, 'there is no absolute capture of goroutines or heap.'],
    [
      'deltas alone',
      () => still(3, 1).map((one) => ({ ...one, isDelta: true })),
      {},
      'all 3 captures are deltas, which show what changed for a moment, not what is there.',
    ],
    ['too few snapshots', () => still(3, 1), {}, '3 observations of the goroutines, and 100 are needed.'],
    [
      'a heap that is text',
      () => [...still(120, 0.25), profile(30, { 'main.fill': 7 }, 'heap')],
      {},
      'the heap is captured only as text (debug=1), and growth needs profiles (without debug).',
    ],
    [
      'a heap that is text alone',
      () => [profile(0, { 'main.fill': 7 }, 'heap')],
      {},
      'the heap is captured only as text (debug=1), and growth needs profiles (without debug).',
    ],
    ['no heap', () => still(120, 0.25), {}, 'the heap is not captured.'],
    [
      'lives that are not known',
      () => still(120, 0.25),
      { unknown: true },
      'whether the process restarted is not known, and nothing compares across a restart.',
    ],
    [
      'a stack that rises',
      () =>
        Array.from({ length: 40 }, (_, i) =>
          profile(i, { ...QUIET, 'main.slow': 5 + [10, 18, 25, 31, 37].filter((at) => at <= i).length }),
        ),
      {},
      'one place rises, and it is not beyond doubt: slow.go:7.',
    ],
  ])('says what is missing of %s', async (_, captures, life, why) => {
    const { verdict, sentence } = await verdictOf(captures(), life);
    expect(verdict).toBe('not-enough-data');
    expect(sentence.message).toContain(`Not enough data yet: ${why}`);
  });

  it('is none by a crowd of connections, as a profile, as text and with what stands beside each', async () => {
    const connections = (atHours: number): GrowthCapture => {
      const record = (n: number, ...frames: string[]): string =>
        `${n} @ 0x1\n${frames.map((name) => `#\t0x1\t${name}+0x1\t/src/a.go:7`).join('\n')}\n`;
      const serve = record(
        1500,
        'internal/poll.runtime_pollWait',
        'net.(*conn).Read',
        'net/http.(*conn).serve',
      );
      const writer = record(1500, 'main.(*client).write');
      return capture(atHours, 'goroutine', `goroutine profile: total 3000\n${serve}\n${writer}\n`);
    };
    expect((await verdictOf([connections(0)])).row).toBe('not-enough-data');
  });

  it('is none by two dumps close to each other, nor by clients that stay', async () => {
    const many = (from: number, n: number): [number, number][] =>
      Array.from({ length: n }, (_, i) => [from + i, 0]);
    const early = many(1, 20);
    const grown = [...early, ...many(5000, 20)];
    const close = [dump(0, { 'main.pool': early }), dump(0.9, { 'main.pool': grown })];
    expect((await verdictOf(close)).row).toBe('not-enough-data');
    const clients = [dump(0, { 'net.read': early }), dump(9, { 'net.read': grown })];
    for (const one of clients)
      writeFileSync(one.path, readFileSync(one.path, 'utf8').replaceAll('chan receive', 'IO wait'));
    expect((await verdictOf(clients)).row).toBe('not-enough-data');
  });

  it('is what a dump marks as leaked', async () => {
    const marked = dump(1, {
      'main.leak': [
        [7, 0],
        [8, 0],
      ],
    });
    writeFileSync(
      marked.path,
      readFileSync(marked.path, 'utf8').replaceAll('chan receive', 'chan receive (leaked)'),
    );
    const { row, sentence } = await verdictOf([profile(0, QUIET), marked]);
    expect(row).toBe('runtime-proof');
    expect(sentence.message).toContain('proven 2 goroutines leaked, at leak.go:7');
  });

  describe('by the memory account', () => {
    const verdictBy = async (
      hours: number,
      options: Partial<MemoryLifeOptions>,
    ): Promise<GrowthOutput['verdict']> => {
      const life = makeGrowthLife(still(2 * hours, 0.5));
      const account = accountMemory(
        memoryLife({ seed: 3, snapshots: 6 * hours, ...options }).map((row) => ({
          ...row,
          timeMs: START + row.timeMs,
        })),
      );
      return (await judgeLives([{ ...life, account }])).verdict;
    };

    it('is growth outside Go, with what it explains, and where to look', async () => {
      const { verdict, sentence, evidence, next } = await verdictBy(30, {
        outsideLeak: 4,
        containerLimit: 1024,
      });
      expect(verdict).toBe('off-heap-growth');
      expect(sentence.message).toMatch(/^Memory outside Go grows by [34](\.\d)? MiB an hour: cgo, mmap/);
      expect(evidence.map(({ message }) => message).join('\n')).toMatch(
        /Outside Go: .* more, \d+ % of the growth of RSS/,
      );
      expect(keys(next)).toContain('next-native');
      expect(keys(next)).not.toContain('next-memory');
    });

    it('is growing while the process is young, and where no stack shows what grows', async () => {
      const young = await verdictBy(16, { outsideLeak: 6 });
      expect(young.verdict).toBe('growing');
      expect(young.sentence.key).toBe('says-growing-outside');
      const live = await verdictBy(30, { liveLeak: 6 });
      expect(live.verdict).toBe('growing');
      expect(live.sentence.message).toMatch(
        /^Live heap grows by .*: that is proven, though of no single stack\.$/,
      );
    });

    it('tells when a limit is reached', async () => {
      const MIB = 2 ** 20;
      const rows = Array.from({ length: 48 }, (_, i) => ({
        timeMs: START + i * HOUR_MS,
        liveHeapBytes: null,
        memory: { source: 'metrics' as const, rssBytes: (300 + i) * MIB, containerLimitBytes: 512 * MIB },
      }));
      const life = { ...makeGrowthLife(still(2, 47)), account: accountMemory(rows) };
      const { evidence } = (await judgeLives([life])).verdict;
      expect(evidence.find(({ key }) => key === 'shows-forecast')?.message).toMatch(
        /^At this rate the limit of 512 MiB is reached at 2025-05-09 .* UTC, give or take /,
      );
    });

    it('is nothing of a service that only breathes with the day', async () => {
      expect((await verdictBy(30, {})).verdict).toBe('not-enough-data');
    });
  });

  it('says of a cut dump that it tells nothing', async () => {
    const whole = dump(1, { 'main.leak': [[1, 5]] });
    writeFileSync(whole.path, `goroutine 1 [chan receive, 5 minutes]:\nmain.leak()\n\t/src/leak.go`);
    const { evidence } = await verdictOf([profile(0, QUIET), whole]);
    expect(keys(evidence)).toContain('shows-truncated');
  });

  it('is of the process before, while the one that runs now has hardly been seen, if it is of the same build', async () => {
    const restarted = (more: Partial<Life>): Promise<GrowthOutput> =>
      judgeLives([
        makeGrowthLife(leaking(60, 0.5), { life: '1', buildId: 'a' }),
        makeGrowthLife(
          Array.from({ length: 3 }, (_, i) => profile(40 + i, { ...QUIET, 'main.leak': i })),
          { life: '2', buildId: 'a', ...more },
        ),
      ]);
    const { verdict, growth } = await restarted({});
    expect(verdict.verdict).toBe('goroutine-leak');
    expect(verdict.evidence.find(({ key }) => key === 'shows-in-place')?.values).toMatchObject({ n: 3 });
    // It may accuse, and never clears; nor does it speak where the newest shows something.
    const calm = makeGrowthLife(still(60, 0.5), { life: '1', buildId: 'a' });
    const begun = Array.from({ length: 3 }, (_, i) => profile(40 + i, QUIET));
    const now = makeGrowthLife(begun, { life: '2', buildId: 'a' });
    const quiet = (await judgeLives([calm, now])).verdict;
    expect(quiet.sentence.message).toBe(
      'Not enough data yet: 3 observations of the goroutines, and 100 are needed.',
    );
    expect(keys(quiet.evidence)).not.toContain('shows-in-place');
    // What came before both is told all the same.
    const first = makeGrowthLife(leaking(60, 0.1), { life: '0', buildId: 'z' });
    const later = makeGrowthLife(
      Array.from({ length: 40 }, (_, i) => profile(7 + i / 2, QUIET)),
      { life: '1', buildId: 'a' },
    );
    expect(keys((await judgeLives([first, later, now])).verdict.evidence)).toContain('shows-earlier');
    const crowd = Array.from({ length: 3 }, (_, i) => profile(40 + i, { ...QUIET, 'main.leak': 5000 + i }));
    const crowded = await judgeLives([calm, makeGrowthLife(crowd, { life: '2', buildId: 'a' })]);
    expect(crowded.verdict.row).toBe('goroutines-crowd');
    // A capture that shows none leaked says nothing of what the process before has proven.
    const none = [...begun, profile(43, {}, 'goroutineleak')];
    const leaky = makeGrowthLife(leaking(60, 0.5), { life: '1', buildId: 'a' });
    const kept = await judgeLives([leaky, makeGrowthLife(none, { life: '2', buildId: 'a' })]);
    expect([kept.verdict.row, keys(kept.verdict.evidence).includes('shows-in-place')]).toEqual([
      'goroutines-grow',
      true,
    ]);
    const asked = [...begun, profile(43, { 'main.lost': 7 }, 'goroutineleak')];
    const found = await judgeLives([calm, makeGrowthLife(asked, { life: '2', buildId: 'a' })]);
    expect(found.verdict.row).toBe('runtime-proof');
    const rising = Array.from({ length: 12 }, (_, i) => profile(40 + i, { ...QUIET, 'main.leak': 5 + i }));
    const young = await judgeLives([calm, makeGrowthLife(rising, { life: '2', buildId: 'a' })]);
    expect([young.verdict.verdict, keys(young.verdict.evidence).includes('shows-in-place')]).toEqual([
      'growing',
      false,
    ]);
    // What is listed stays that of the process that runs now.
    expect(growth.suspects).toEqual([]);
    const repaired = (await restarted({ buildId: 'b', newBuild: true })).verdict;
    expect(repaired.verdict).toBe('not-enough-data');
    expect(keys(repaired.evidence)).toContain('shows-earlier');
    expect((await restarted({ mixed: true })).verdict.verdict).toBe('not-enough-data');
  });

  it('is of the process that leaks, where another does not', async () => {
    const lives = [
      makeGrowthLife(still(60, 0.5), { target: 'quiet' }),
      makeGrowthLife(leaking(60, 0.5), { target: 'leaky' }),
    ];
    const { verdict } = await judgeLives(lives);
    expect([verdict.verdict, verdict.target]).toEqual(['goroutine-leak', 'leaky']);
    expect(new Set(verdict.evidence.map(({ target }) => target))).toEqual(new Set(['quiet', 'leaky']));
  });

  it('asks for what is missing of each process, of that process', async () => {
    const lives = ['a', 'b'].map((target) => makeGrowthLife(still(3, 1), { target }));
    const { verdict } = await judgeLives([...lives, makeGrowthLife([], { target: 'c' })]);
    const heaps = verdict.next.filter(({ key }) => key === 'next-heap').map(({ target }) => target);
    expect(heaps).toEqual(['a', 'b', 'c']);
    expect(keys((await verdictOf([])).next)).toEqual(['next-goroutine', 'next-heap']);
  });

  it('keeps what dumps said beside the session, and reads them no more', async () => {
    const indexFolder = join(folder, 'session', '.index');
    mkdirSync(join(folder, 'session'), { recursive: true });
    const waits: [number, number][] = Array.from({ length: 40 }, (_, i) => [i + 1, 10 + i * 35]);
    const one = dump(24, { 'main.leak': waits });
    const life = { startMs: START };
    const first = await verdictOf([one], life, { indexFolder, keepIndex: true });
    rmSync(one.path);
    const again = await judgeLives([makeGrowthLife([one], life)], { indexFolder, keepIndex: true });
    expect(again.verdict.evidence.filter(({ key }) => key === 'shows-ages')).toEqual(
      first.evidence.filter(({ key }) => key === 'shows-ages'),
    );
    expect(first.row).toBe('goroutines-of-all-ages');
    expect((await verdictOf([one], life)).row).toBe('not-enough-data');
  });
});
