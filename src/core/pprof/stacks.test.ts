import { describe, expect, it } from 'vitest';
import { allCaptures, captureBytes } from '../../../test/support/go-pprof';
import { readable } from '../../../test/support/go-pprof-readable';
import { stackKey } from '../base/frame';
import { decodeProfile } from './decode';
import type { Profile } from './profile';
import { heapStacksOf, labelledStacksOf, stacksOf } from './stacks';

function load(version: string, file: string): Profile {
  const decoded = decodeProfile(captureBytes(version, file));
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value;
}

/** The definition, sample by sample. */
function slowSums(profile: Profile, type: number): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { stack, values } of readable(profile).samples) {
    const key = stackKey(
      stack.flatMap(({ lines }) =>
        lines.map(({ name, filename, line }) => ({ function: name, file: filename, line })),
      ),
    );
    sums.set(key, (sums.get(key) ?? 0) + Number(values[type]));
  }
  return sums;
}

describe('stacksOf', () => {
  it.each(allCaptures())('folds a capture of %s by function and line: %s', (version, file) => {
    const profile = load(version, file);
    for (const type of profile.sampleTypes.keys()) {
      const { stacks, values } = stacksOf(profile, type);
      const ours = new Map(stacks.map((stack, row) => [stackKey(stack), values[row]]));
      expect(ours.size).toBe(stacks.length);
      expect(ours).toEqual(slowSums(profile, type));
    }
  });

  it('puts the leaf first and sums over labels', () => {
    const { stacks, values } = stacksOf(load('go1.26', 'goroutine-2.pb.gz'), 0);
    const parked = stacks.findIndex((stack) => stack.some((f) => f.function === 'main.(*watcher).watch'));
    expect(values[parked]).toBe(15);
    expect(stacks[parked]?.map((f) => f.function)).toEqual([
      'runtime.gopark',
      'runtime.selectgo',
      'main.(*watcher).watch',
      'main.park.func1',
      'runtime/pprof.Do',
    ]);
    expect(stacks[parked]?.[2]?.line).toBeGreaterThan(0);
    expect(stacks[parked]?.[2]?.file).toMatch(/main\.go$/);
  });
});

describe('labelledStacksOf', () => {
  it('keeps a row for each stack and set of labels', () => {
    const { stacks, values, labels } = labelledStacksOf(load('go1.26', 'goroutine-2.pb.gz'), 0);
    const rows = labels
      .map((record, row) => ({ record, value: values[row], stack: stacks[row] }))
      .filter(({ stack }) => stack?.some((f) => f.function === 'main.(*watcher).watch'));
    expect(rows.map(({ record, value }) => [record['job'], record['shard'], value]).sort()).toEqual([
      ['config', '0', 7],
      ['config', '1', 5],
      ['stream', '0', 2],
      ['stream', '1', 1],
    ]);
    expect(labels.some((record) => Object.keys(record).length === 0)).toBe(true);
  });

  it('writes numbers as text', () => {
    const { labels } = labelledStacksOf(load('go1.26', 'heap-1.pb.gz'), 3);
    expect(labels.map((record) => record['bytes'])).toContain('1024');
  });
});

describe('heapStacksOf', () => {
  it('gives sizes of objects and the rate at which they were sampled', () => {
    const heap = heapStacksOf(load('go1.26', 'heap-2.pb.gz'));
    expect(heap?.rate).toBe(8192);
    const row =
      heap?.stacks.findIndex((s) => s[0]?.function === 'main.newBuffer' && s[1]?.function === 'main.grow') ??
      -1;
    expect(heap?.objectBytes[row]).toBe(1024);
    // Go rounds the number of objects down.
    expect((heap?.inuseBytes[row] ?? 0) / 1024 - (heap?.inuseObjects[row] ?? 0)).toBeLessThan(1);
    expect(heapStacksOf(load('go1.26', 'block.pb.gz'))).toBeNull();
  });
});
