import { describe, expect, it } from 'vitest';
import { expectOk } from '../../../test/support/expect-ok';
import { readInPieces } from '../../../test/support/damaged-traces';
import { traceBytes } from '../../../test/support/go-trace';
import { GO_KINDS, profileAnswers, profileDigest, stackLines } from '../../../test/support/trace-profiles';
import { combineProfiles } from '../pprof/combine';
import { decodeProfile } from '../pprof/decode';
import { encodeProfile } from '../pprof/encode';
import { deltaOf, profileKind } from '../pprof/kind';
import { at, type Profile } from '../pprof/profile';
import { EV, GO_STATE } from './event-types';
import { holdsSince, lanesOf, stateAfter } from './lanes';
import { TRACE_PROFILE_KINDS, weighStacks, type StackWeights } from './stack-weights';
import { durationOf, type Trace } from './trace';
import { breakOf } from './trace-break';
import { traceProfile, traceProfileOfAll } from './trace-profile';
import { TRACE_SAMPLE_TYPES } from './trace-sample-types';

const read = async (file: string): Promise<Trace> => expectOk(await readInPieces(traceBytes(file)));
const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);
const columnOf = (profile: Profile, type: string): Float64Array =>
  at(
    profile.samples.values,
    profile.sampleTypes.findIndex((one) => one.type === type),
  ).numbers;

describe('profiles of a trace', () => {
  const answered = Object.entries(profileAnswers().traces).flatMap(([file, answer]) =>
    answer === null ? [] : [[file, answer] as const],
  );

  it.each(answered)('have the stacks, counts and times of go tool trace -pprof: %s', async (file, answer) => {
    const trace = await read(file);
    // Go's tool leaves out the generation that is broken, which is all of this one.
    if (trace.broken !== null) return;
    const lanes = lanesOf(trace);
    const ours = GO_KINDS.map((kind) => [kind, profileDigest(traceProfile(trace, lanes, kind))]);
    expect(Object.fromEntries(ours)).toEqual(answer);
  });

  it('stand side by side in one, which is read again as it was written', async () => {
    const trace = await read('go1.26/http.trace.gz');
    const lanes = lanesOf(trace);
    const all = traceProfileOfAll(trace, lanes);
    expect(all.sampleTypes.map(({ type }) => type)).toEqual(TRACE_SAMPLE_TYPES);
    for (const kind of GO_KINDS) {
      const { contentions, delay } = profileDigest(traceProfile(trace, lanes, kind));
      expect(total(columnOf(all, `${kind}_contentions`))).toBe(contentions);
      expect(total(columnOf(all, `${kind}_delay`))).toBe(delay);
      expect(delay).toBeGreaterThan(0);
    }
    const again = expectOk(decodeProfile(encodeProfile(all)));
    expect(stackLines(again)).toEqual(stackLines(all));
    expect(again.timeNanos).toBe(all.timeNanos);
    // Neither a trace nor a block profile, and no difference over time.
    expect([profileKind(again), deltaOf(again)]).toEqual(['trace-profile', null]);
    expect(again.defaultSampleType).toBe('sync_delay');
  });

  it('say of a broken trace that it is, once written and added up too, and where nothing of it could be read', async () => {
    const bytes = traceBytes('go1.26/generations.trace.gz');
    const broken = async (length: number): Promise<Profile> => {
      const trace = expectOk(await readInPieces(bytes.subarray(0, length)));
      return traceProfileOfAll(trace, lanesOf(trace));
    };
    const half = await broken(80_000);
    expect(half.samples.length).toBeGreaterThan(0);
    const whole = await broken(bytes.length);
    const why = { how: 'truncated', message: 'the file ends within a batch' };
    const sum = expectOk(combineProfiles([whole, expectOk(decodeProfile(encodeProfile(half)))]));
    const nothing = await broken(1000);
    expect(nothing.samples.length).toBe(0);
    expect([half, sum, nothing, whole].map(breakOf)).toEqual([why, why, why, null]);
    // pprof prints it.
    expect(half.comments).toEqual(['trace broken (truncated): the file ends within a batch']);
    // What an earlier version wrote does not say how.
    expect(breakOf({ ...whole, comments: ['a note', 'trace broken: two strings: one id'] })).toEqual({
      how: 'malformed',
      message: 'two strings: one id',
    });
  });

  it('hold the CPU samples that were taken at the same time', async () => {
    const trace = await read('go1.26/cpu-samples.trace.gz');
    const samples = trace.events.type.filter((type) => type === EV.cpuSample).length;
    const profile = traceProfile(trace, lanesOf(trace), 'cpu');
    expect(samples).toBeGreaterThan(10);
    expect(total(columnOf(profile, 'samples'))).toBe(samples);
  });
});

describe('all waiting', () => {
  it('is of those that waited before the trace began, and until it ended', async () => {
    for (const version of ['1.19', '1.22', '1.27']) {
      const trace = await read(`go${version}/parked.trace.gz`);
      const { count, ns } = weighStacks(trace, lanesOf(trace), ['blocked']).blocked;
      const parked = [...count.keys()].filter((place) => count[place]! >= 9000);
      expect(total(count.filter((_, place) => parked.includes(place)))).toBeGreaterThanOrEqual(20_000);
      for (const place of parked) {
        const mean = ns[place]! / count[place]!;
        expect(mean).toBeGreaterThan(100_000);
        expect(mean).toBeLessThanOrEqual(durationOf(trace));
      }
    }
  });

  it.each(['go1.21/sync', 'go1.26/generations', 'go1.26/coroutines', 'go1.26/cgo'])(
    'has all time of goroutines in that state: %s',
    async (name) => {
      const trace = await read(`${name}.trace.gz`);
      const lanes = lanesOf(trace);
      const { time } = trace.events;
      let expected = 0;
      for (let goroutine = 0; goroutine < trace.goroutines.length; goroutine++) {
        const events = lanes.event.subarray(lanes.start[goroutine], lanes.start[goroutine + 1]);
        for (const [i, event] of events.entries()) {
          if (stateAfter(trace, event) !== GO_STATE.waiting) continue;
          const next = events[i + 1];
          expected += (next === undefined ? durationOf(trace) : time[next]!) - holdsSince(trace, event);
        }
      }
      expect(total(weighStacks(trace, lanes, ['blocked']).blocked.ns)).toBe(expected);
    },
  );
});

describe('a selection', () => {
  const add = (parts: readonly StackWeights[], of: 'count' | 'ns'): number[] =>
    Array.from(parts[0]![of], (_, place) => parts.reduce((sum, part) => sum + part[of][place]!, 0));

  it('of a stretch of time has what lies in it', async () => {
    const trace = await read('go1.26/generations.trace.gz');
    const lanes = lanesOf(trace);
    const cuts = [0, 0.21, 0.5, 0.77, 1].map((part) => Math.floor(part * durationOf(trace)));
    for (const kind of TRACE_PROFILE_KINDS) {
      const parts = cuts
        .slice(1)
        .map((to, i) => weighStacks(trace, lanes, [kind], { from: cuts[i]!, to })[kind]);
      const whole = weighStacks(trace, lanes, [kind])[kind];
      expect(add(parts, 'ns')).toEqual([...whole.ns]);
      // What goes on across a cut is in both parts.
      for (const [place, count] of add(parts, 'count').entries())
        expect(count).toBeGreaterThanOrEqual(whole.count[place]!);
    }
    const instant = traceProfile(trace, lanes, 'blocked', { from: cuts[1]!, to: cuts[1]! });
    expect(instant.samples.length).toBe(0);
    const between = traceProfile(trace, lanes, 'blocked', { from: 1000.25, to: 1500.75 });
    expect(columnOf(between, 'delay').every(Number.isInteger)).toBe(true);
  });

  it('of goroutines has what is theirs', async () => {
    for (const file of ['go1.26/cpu-samples.trace.gz', 'go1.26/cgo.trace.gz', 'go1.19/http.trace.gz']) {
      const trace = await read(file);
      const lanes = lanesOf(trace);
      const rows = Array.from(trace.goroutines, (_, row) => row);
      const isLeft = (row: number): boolean => row % 3 === 0;
      const halves = [rows.filter(isLeft), rows.filter((row) => !isLeft(row))];
      for (const kind of TRACE_PROFILE_KINDS) {
        const parts = halves.map((goroutines) => weighStacks(trace, lanes, [kind], { goroutines })[kind]);
        const whole = weighStacks(trace, lanes, [kind], kind === 'cpu' ? { goroutines: rows } : {})[kind];
        for (const of of ['count', 'ns'] as const) expect(add(parts, of)).toEqual([...whole[of]]);
      }
      expect(traceProfile(trace, lanes, 'sched', { goroutines: [] }).samples.length).toBe(0);
    }
  });
});
