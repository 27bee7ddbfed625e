import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeTrace, told, type MadeEvent } from '../../../test/support/made-trace';
import { EV, GO_STATE } from '../../core/trace/event-types';
import { NOT_THERE } from '../../core/trace/spans';
import type { Trace } from '../../core/trace/trace';
import { openTrace } from './open-trace';
import { TraceDesk } from './trace-desk';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');

async function traceOf(file: string): Promise<Trace> {
  const bytes = await readFile(join(FIXTURES, file));
  const trace = await openTrace(bytes);
  if (!trace.ok) throw new Error(trace.error.message);
  return trace.value;
}
const deskOf = async (file: string): Promise<TraceDesk> => new TraceDesk(await traceOf(file));

describe('an open trace', () => {
  let leak: TraceDesk;
  let http: TraceDesk;
  beforeAll(async () => {
    leak = await deskOf('services/collectsvr-traces/go1.26.8/3-trace.gz');
    http = await deskOf('trace/go1.26/http.trace.gz');
  });

  it('tells what it is', () => {
    const facts = leak.facts();
    expect(facts).toMatchObject({ version: '1.26', broken: null });
    expect(facts.startMs).toBeGreaterThan(Date.UTC(2026, 0));
    expect(facts.goroutines).toBe(leak.census({ time: facts.durationNs, by: 'stack' }).total);
  });

  it('has each goroutine in one group, and as many at the end as a census counts', () => {
    for (const desk of [leak, http]) {
      const { groups, ids } = desk.goroutines();
      const lanes = groups.flatMap((group) => [...group.lanes]).sort((a, b) => a - b);
      expect(lanes).toEqual([...ids.keys()]);
      expect(groups.reduce((sum, { atEnd }) => sum + atEnd, 0)).toBe(desk.facts().goroutines);
      for (const { atEnd, most, lanes: all } of groups) {
        expect(atEnd).toBeLessThanOrEqual(most);
        expect(most).toBeLessThanOrEqual(all.length);
      }
    }
    const [first, second] = leak.goroutines().groups.toSorted((a, b) => b.atEnd - a.atEnd);
    expect([first?.name, second?.name].join(' ')).toMatch(/Watch.*Watch/);
    expect(first?.own !== second?.own).toBe(true);
  });

  it('sums states alike, whoever sums them', () => {
    const { durationNs } = http.facts();
    const { states, stateNs, blockedNs, lifetimeNs } = http.goroutines();
    const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((all, one) => all + one, 0);
    const whole = http.stateSums({ from: 0, to: durationNs, lanes: null });
    expect(sum(whole)).toBeCloseTo(sum(lifetimeNs), -3);
    whole.forEach((ns, state) => expect(ns).toBeCloseTo(stateNs[state]!, -2));
    const waits = states.map((word, state) =>
      ['running', 'runnable', 'syscall'].includes(word) ? 0 : whole[state]!,
    );
    expect(sum(waits)).toBeCloseTo(sum(blockedNs), -3);
    // Two halves are the whole, and a flame graph of all waiting is as wide as all that waited.
    const [early, late] = [
      http.stateSums({ from: 0, to: durationNs / 2, lanes: null }),
      http.stateSums({ from: durationNs / 2, to: durationNs, lanes: null }),
    ];
    whole.forEach((ns, state) => expect(early[state]! + late[state]!).toBeCloseTo(ns, -2));
    const part = { from: durationNs / 4, to: durationNs / 2, lanes: null };
    const flame = http.flame({ ...part, kind: 'blocked', order: 'callees', pivot: null, limit: 1e6 });
    const waited = http.stateSums(part).filter((_, state) => waits[state]! > 0 || whole[state] === 0);
    expect(flame.total / sum(waited)).toBeCloseTo(1, 5);
  });

  it('counts a group as a census of that moment does', () => {
    const { groups, states } = http.goroutines();
    const time = http.facts().durationNs * 0.6;
    const densities = http.densities({
      sheet: 'goroutines',
      groups: groups.map(({ lanes }) => lanes),
      from: time,
      nsPerColumn: 1e-3,
      columns: 1,
    });
    const counted = new Map(
      groups.map(({ name }, i) => [name, densities[i]!.reduce((all, one) => all + one, 0)]),
    );
    const census = new Map<string, number>();
    for (const { startFunction, count } of http.censusRows({ time }))
      census.set(startFunction ?? '', (census.get(startFunction ?? '') ?? 0) + count);
    for (const [name, count] of counted) expect(count).toBeCloseTo(census.get(name) ?? 0, 3);
    expect(states.length).toBe(densities[0]!.length);
  });

  it('says who ended a wait, as whom that one says to have woken', () => {
    const { spans, ids } = http.sheet('goroutines');
    let seen = 0;
    for (let lane = 0; lane < ids.length && seen < 50; lane++) {
      for (let i = spans.start[lane]!; i < spans.start[lane + 1]! && seen < 50; i++) {
        if (spans.state[i] === NOT_THERE) continue;
        const stretch = http.stretch({ sheet: 'goroutines', lane, time: spans.from[i]! });
        expect(stretch?.from).toBe(spans.from[i]);
        const by = stretch?.unblockedBy?.by;
        if (!by) continue;
        seen++;
        const other = http.stretch({ sheet: 'goroutines', lane: by.lane, time: by.time });
        expect(other?.state).toBe('running');
        expect(by.time).toBe(stretch.to);
        if (other!.unblocks <= other!.unblocked.length)
          expect(other!.unblocked.map((link) => [link.lane, link.time])).toContainEqual([lane, by.time]);
      }
    }
    expect(seen).toBeGreaterThan(10);
  });

  it('says of each stretch of a P who ran, in its sheet as when it is asked', () => {
    const { spans, ran } = http.sheet('procs');
    expect(http.sheet('goroutines').ran).toBeNull();
    expect(ran).toHaveLength(spans.from.length);
    const lane = spans.start.findIndex((first, proc) => spans.start[proc + 1]! - first > 10);
    let named = 0;
    for (let i = spans.start[lane]!; i < spans.start[lane]! + 10; i++) {
      const stretch = http.stretch({ sheet: 'procs', lane, time: spans.from[i]! });
      expect(stretch?.ran?.lane ?? -1).toBe(ran![i]);
      if (ran![i] !== -1) named++;
    }
    expect(named).toBeGreaterThan(3);
  });

  it('shows of what ran where it stopped', () => {
    const { spans, ids } = http.sheet('goroutines');
    const at = (lane: number, span: number) =>
      http.stretch({ sheet: 'goroutines', lane, time: spans.from[span]! });
    let seen = 0;
    for (let lane = 0; lane < ids.length && seen < 20; lane++)
      for (let i = spans.start[lane]!; i + 1 < spans.start[lane + 1]!; i++) {
        const [ran, after] = [at(lane, i), at(lane, i + 1)];
        if (ran?.state !== 'running' || after?.state !== 'select') continue;
        expect(ran.stack).toEqual(after.stack);
        expect(ran.stack.length).toBeGreaterThan(0);
        seen++;
      }
    expect(seen).toBeGreaterThan(0);
  });

  it('knows the first collection that began in it, and none that went on already', async () => {
    const desk = await deskOf('trace/go1.26/gc.trace.gz');
    const { from } = desk.series().gc;
    expect(desk.facts().firstGcNs).toBe(from.find((time) => time > 0));
    const without = await deskOf('trace/go1.26/tasks.trace.gz');
    expect(without.facts().firstGcNs).toBeNull();
  });

  it('finds goroutines by id, by what they began with and by what they call', () => {
    const { groups, ids } = leak.goroutines();
    const watch = groups.find(({ name }) => name.includes('KV).Watch'))!;
    const idsOf = (found: Uint8Array): number[] => [...ids].filter((_, lane) => found[lane] === 1);
    expect(idsOf(leak.search({ text: ` g ${ids[watch.lanes[0]!]!} ` }))).toEqual([ids[watch.lanes[0]!]]);
    const found = new Set(idsOf(leak.search({ text: 'kv).watch' })));
    // Those that it began with, and who calls it.
    expect([...watch.lanes].every((lane) => found.has(ids[lane]!))).toBe(true);
    expect(found.size).toBeLessThan(watch.lanes.length + 5);
    // All of both kinds wait there.
    const waiting = idsOf(leak.search({ text: 'runtime.chanrecv' })).length;
    expect(waiting).toBeGreaterThanOrEqual(watch.lanes.length * 2);
    expect(waiting).toBeLessThan(ids.length);
    expect(idsOf(leak.search({ text: 'no such thing' }))).toEqual([]);
  });

  it('has the tasks and regions of a program, and in whom they began', async () => {
    const desk = await deskOf('trace/go1.26/tasks.trace.gz');
    const user = desk.user();
    expect(user.some(({ kind }) => kind === 'task')).toBe(true);
    expect(user.some(({ kind }) => kind === 'region')).toBe(true);
    user.forEach(({ name, layout }, row) => {
      for (let i = 0; i < layout.length; i++) {
        const [from, to] = [layout.from[i]!, layout.to[i]!];
        // Each of them can be told, also of those under way at one time.
        const stretch = desk.stretch({ sheet: 'tasks', lane: row, time: to, level: layout.level[i]! });
        expect(stretch).toMatchObject({ startFunction: name, from, to });
      }
    });
    expect(user.some(({ layout }) => layout.levels > 1)).toBe(true);
    // Regions know their tasks by name.
    const tasks = user.filter(({ kind }) => kind === 'task').map(({ name }) => name);
    const told = user.flatMap(({ kind, layout }, lane) =>
      Array.from(layout.from, (_, i) => {
        const at = { sheet: 'tasks', lane, time: layout.to[i]!, level: layout.level[i]! } as const;
        const { id, task } = desk.stretch(at)!;
        return { kind, id, task };
      }),
    );
    for (const { kind, id, task } of told) {
      expect(id === 0).toBe(kind === 'region');
      if (kind === 'task') expect(task).toBeNull();
      else if (task !== null) expect(tasks).toContain(task.name);
    }
    const regions = told.filter(({ kind }) => kind === 'region');
    expect(regions.some(({ task }) => task === null)).toBe(true);
    expect(regions.some(({ task }) => task !== null)).toBe(true);
    expect(user.map((_, row) => desk.stretch({ sheet: 'tasks', lane: row, time: -1 }))).toEqual(
      user.map(() => null),
    );
  });

  it('has CPU samples where a CPU profile ran beside it', async () => {
    const desk = await deskOf('trace/go1.26/cpu-samples.trace.gz');
    const part = { from: 0, to: desk.facts().durationNs, lanes: null };
    expect(desk.samples(part)).toBeGreaterThan(0);
    const flame = desk.flame({ ...part, kind: 'cpu', order: 'callees', pivot: null, limit: 1e6 });
    expect(flame.total).toBe(desk.samples(part));
    expect(http.samples({ from: 0, to: http.facts().durationNs, lanes: null })).toBe(0);
  });

  it('says what the runtime did', () => {
    const runtime = http.runtime();
    expect(runtime.unblocks).toBeGreaterThan(0);
    expect(runtime.latency50!).toBeLessThanOrEqual(runtime.latency99!);
    expect(runtime.latency99!).toBeLessThanOrEqual(runtime.latencyMost!);
    // What began and did not end is there at the end, beside those that were there before.
    const { goroutines } = http.series();
    expect(runtime.goroutinesMost).toBe(Math.max(...goroutines.value));
    expect(goroutines.value[0]! + runtime.created - runtime.ended).toBe(http.facts().goroutines);
  });
});

describe('a trace that cannot be read whole', () => {
  const read = (bytes: Uint8Array) => openTrace(bytes);

  it('is shown as far as it goes, packed or not', async () => {
    const packed = new Uint8Array(await readFile(join(FIXTURES, 'trace/go1.26/generations.trace.gz')));
    const whole = await read(packed);
    expect(whole.ok && whole.value.broken).toBeNull();
    const cut = await read(packed.subarray(0, Math.floor(packed.length * 0.8)));
    expect(cut.ok && cut.value.broken?.message).toMatch(/gzip data/);
    expect(cut.ok && whole.ok && cut.value.events.length < whole.value.events.length).toBe(true);
  });

  it('is refused where nothing of it is one', async () => {
    for (const text of ['', 'go 1.99 trace\0\0\0', 'no trace at all, but long enough'])
      expect((await read(new TextEncoder().encode(text))).ok).toBe(false);
  });
});

describe('a trace that ends with the end of a goroutine', () => {
  it('counts it as ended', async () => {
    const whole = await traceOf('trace/go1.26/http.trace.gz');
    const last = whole.events.type.lastIndexOf(EV.goDestroy);
    const desk = new TraceDesk(cutBehind(whole, last));
    const { goroutines } = desk.facts();
    expect(goroutines).toBe(desk.census({ time: desk.facts().durationNs, by: 'state' }).total);
    const { groups } = desk.goroutines();
    expect(groups.reduce((sum, { atEnd }) => sum + atEnd, 0)).toBe(goroutines);
    const { created, ended } = desk.runtime();
    expect(desk.series().goroutines.value[0]! + created - ended).toBe(goroutines);
  });
});

describe('goroutines at once', () => {
  it('are as many as were there at one time', () => {
    const life = (goroutine: number): MadeEvent[] => [
      { type: EV.goCreate, a: goroutine },
      { type: EV.goStart, a: goroutine },
      { type: EV.goDestroy, goroutine },
    ];
    const [begin, ...end] = life(1);
    const trace = madeTrace([...life(0), begin!, ...life(2), ...end, { type: EV.goCreate, a: 3 }], {
      goroutines: [5, 6, 7, 8],
    });
    expect(new TraceDesk(trace).goroutines().groups).toMatchObject([{ atEnd: 1, most: 2 }]);
  });
  it('are none of whom nothing is known', () => {
    const { undetermined } = GO_STATE;
    const trace = madeTrace([told(0, undetermined, undetermined)], { goroutines: [5] });
    const desk = new TraceDesk(trace);
    expect(desk.goroutines().groups).toMatchObject([{ atEnd: 0, most: 0 }]);
    expect(desk.runtime()).toMatchObject({ created: 0, ended: 0 });
  });
});

/** The same, had it ended there. */
function cutBehind(trace: Trace, event: number): Trace {
  const { length, ...columns } = trace.events;
  const cut = Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.subarray(0, event + 1)]),
  ) as Omit<Trace['events'], 'length'>;
  return { ...trace, events: { length: Math.min(length, event + 1), ...cut } };
}
