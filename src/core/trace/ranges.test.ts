import { describe, expect, it } from 'vitest';
import { readInPieces } from '../../../test/support/damaged-traces';
import { expectOk } from '../../../test/support/expect-ok';
import { traceBytes } from '../../../test/support/go-trace';
import { traceLines } from '../../../test/support/trace-lines';
import { censusAt } from './census';
import { lanesOf } from './lanes';
import { rangesOf, valueAt, type Ranges } from './ranges';
import { NONE, durationOf, type Trace } from './trace';

const read = async (file: string): Promise<Trace> => expectOk(await readInPieces(traceBytes(file)));
const VERSIONS = ['1.19', '1.21', '1.22', '1.24', '1.26', '1.27'];
const FILES = VERSIONS.flatMap((version) =>
  ['gc', 'tasks', 'http', 'cgo', ...(version < '1.22' ? [] : ['generations'])].map(
    (name) => `go${version}/${name}.trace.gz`,
  ),
).filter((file) => file !== 'go1.19/cgo.trace.gz');

function expectWhole(ranges: Ranges, trace: Trace): void {
  for (let i = 0; i < ranges.length; i++) {
    if (i > 0) expect(ranges.from[i]).toBeGreaterThanOrEqual(ranges.from[i - 1]!);
    expect(ranges.to[i]).toBeGreaterThanOrEqual(ranges.from[i]!);
    expect(ranges.to[i]).toBeLessThanOrEqual(durationOf(trace));
    if (ranges.begin[i] === NONE) expect(ranges.from[i]).toBe(0);
    else expect(ranges.from[i]).toBe(trace.events.time[ranges.begin[i]!]);
    if (ranges.end[i] !== NONE) expect(ranges.to[i]).toBe(trace.events.time[ranges.end[i]!]);
  }
}

describe('ranges of a trace', () => {
  it.each([...FILES, 'go1.26/gc-start-stop.trace.gz', 'go1.26/flight-recorder.trace.gz'])(
    'are all that Go says begins or ends: %s',
    async (file) => {
      const trace = await read(file);
      const ranges = rangesOf(trace);
      const begun = new Map<string, number>();
      const ended = new Map<string, number>();
      const add = (to: Map<string, number>, name: string): unknown => to.set(name, (to.get(name) ?? 0) + 1);
      for (const line of traceLines(trace)) {
        const [, kind, , , , what] = line.split('\t');
        if (kind === 'RangeBegin') add(begun, what!);
        if (kind === 'RangeEnd') add(ended, what!);
        if (kind === 'RegionBegin' || kind === 'TaskBegin') add(begun, kind.slice(0, -5));
        if (kind === 'RegionEnd') add(ended, 'Region');
      }
      const count = (of: Int32Array): number => of.reduce((n, event) => n + (event === NONE ? 0 : 1), 0);
      for (const [name, of] of [
        ['"GC concurrent mark phase"', ranges.gc],
        ['"GC mark assist"', ranges.assists],
        ['"GC incremental sweep"', ranges.sweeps],
        ['Region', ranges.regions],
      ] as const) {
        expectWhole(of, trace);
        expect([name, count(of.begin), count(of.end)]).toEqual([
          name,
          begun.get(name) ?? 0,
          ended.get(name) ?? 0,
        ]);
      }
      expectWhole(ranges.tasks, trace);
      expect(count(ranges.tasks.begin)).toBe(begun.get('Task') ?? 0);
      expectWhole(ranges.stops, trace);
      for (const [of, all] of [
        [ranges.stops.begin, begun],
        [ranges.stops.end, ended],
      ] as const) {
        const kinds = new Map<string, number>();
        of.forEach((event, i) => {
          if (event !== NONE) add(kinds, `"stop-the-world (${trace.strings[ranges.stops.name[i]!]})"`);
        });
        expect([...kinds].sort()).toEqual([...all].filter(([name]) => name.startsWith('"stop-the')).sort());
      }
    },
  );

  it('say how many goroutines there are, as the census does', async () => {
    for (const file of FILES) {
      const trace = await read(file);
      const lanes = lanesOf(trace);
      const { goroutines } = rangesOf(trace);
      for (const share of [0, 0.1, 0.35, 0.8, 1]) {
        const time = Math.floor(durationOf(trace) * share);
        expect(valueAt(goroutines, time)).toBe(censusAt(trace, lanes, time).goroutines.total);
      }
    }
  });

  it('say how large the heap is', async () => {
    for (const file of FILES) {
      const trace = await read(file);
      const said: [number, number][] = [];
      for (const line of traceLines(trace)) {
        const [time, kind, , , , name, value] = line.split('\t');
        if (kind === 'Metric' && name === '"/memory/classes/heap/objects:bytes"')
          said.push([Number(BigInt(time!) - BigInt(trace.originNs)), Number(value)]);
      }
      const { heapAlloc } = rangesOf(trace);
      expect([...heapAlloc.time].map((time, i) => [time, heapAlloc.value[i]])).toEqual(said);
    }
  });

  it.each(['go1.19', 'go1.26'])(
    'know tasks, also those that no one ends, ends twice or began: %s',
    async (version) => {
      const trace = await read(`${version}/tasks.trace.gz`);
      const { tasks, regions, logs } = rangesOf(trace);
      const rows = Array.from({ length: tasks.length }, (_, i) => ({
        id: tasks.id[i]!,
        parent: tasks.parent[i]!,
        name: trace.strings[tasks.name[i]!]!,
        begun: tasks.begin[i] !== NONE,
        ended: tasks.end[i] !== NONE,
      }));
      expect(rows[0]).toEqual({ id: 1, parent: 0, name: '', begun: false, ended: true });
      expect(rows).toContainEqual(
        expect.objectContaining({ name: 'never ended', begun: true, ended: false }),
      );
      const request = rows.find(({ name }) => name === 'request')!;
      expect(
        rows.filter(({ name, parent }) => name.startsWith('part-') && parent === request.id).length,
      ).toBeGreaterThan(3);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      // Regions lie within one another, of one goroutine.
      const of = (name: string): number[] =>
        [...regions.name.keys()].filter((i) => trace.strings[regions.name[i]!] === name);
      for (const inner of of('inner')) {
        const outer = of('outer').filter(
          (i) =>
            regions.of[i] === regions.of[inner] &&
            regions.from[i]! < regions.from[inner]! &&
            regions.to[i]! > regions.to[inner]!,
        );
        expect(outer).toHaveLength(1);
        expect(regions.task[outer[0]!]).toBe(regions.task[inner]);
      }
      const told = [...logs].map((event) => trace.strings[trace.events.b[event]!]);
      expect(told).toContain('plain');
    },
  );

  it('know a collection that went on when the trace began, and one that goes on at its end', async () => {
    const { gc } = rangesOf(await read('go1.26/gc-start-stop.trace.gz'));
    expect(gc.begin[0]).toBe(NONE);
    expect(gc.end.at(-1)).toBe(NONE);
  });
});
