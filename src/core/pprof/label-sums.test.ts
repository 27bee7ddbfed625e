import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOk } from '../../../test/support/expect-ok';
import { fixture } from '../../../test/support/pprof-answers';
import { arbitraryProfile } from '../../../test/support/go-pprof-arbitrary';
import { int64ColumnOf } from '../../../test/support/int64-column';
import { viewed } from '../../../test/support/viewed';
import { int64At } from '../base/int64-column';
import { decodeProfile } from './decode';
import { encodeProfile } from './encode';
import { labelTest, readLabelFilter } from './filter/by-label';
import { labelFilterFor, labelTable, type LabelTable } from './label-sums';
import { labelsOf } from './label-values';
import { scaledLabel } from './measurement';
import { DEFAULT_OPTIONS } from './options';
import { at } from './profile';
import type { View } from './view';

/** As numbers hold all sums exactly. */
const SMALL = { value: 1n << 40n, alike: false };

const someProfile: fc.Arbitrary<{ view: View; table: LabelTable }> = arbitraryProfile(SMALL).map((made) => {
  const profile = expectOk(decodeProfile(made.encode()));
  const options = { ...DEFAULT_OPTIONS, sampleIndex: at(profile.sampleTypes, 0).type };
  const view = viewed(profile, options);
  return { view, table: expectOk(labelTable(view, options)) };
});

/** The values that one sample has of a key, as they are shown. */
function shownValues({ profile, labelUnits }: View, sample: number, key: string): string[] {
  const { texts, numbers } = labelsOf(profile, sample);
  const unit = labelUnits.get(key) ?? '';
  const scaled = (numbers.get(key) ?? []).map((row) =>
    scaledLabel(int64At(profile.labels.num, row), unit, DEFAULT_OPTIONS.unit),
  );
  return [...(texts.get(key) ?? []), ...scaled];
}
const samplesOf = ({ profile }: View): number[] =>
  Array.from({ length: profile.samples.length }, (_, sample) => sample);
const weightOf = ({ profile }: View, sample: number): number =>
  at(at(profile.samples.values, 0).numbers, sample);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

describe('labels', () => {
  it('have what each value has, the most first, and what lacks the key', () => {
    fc.assert(
      fc.property(someProfile, ({ view, table }) => {
        const all = samplesOf(view);
        for (const { key, without, values, count } of table.keys) {
          const lacking = all.filter((sample) => shownValues(view, sample, key).length === 0);
          expect(without).toBe(sum(lacking.map((sample) => weightOf(view, sample))));
          const weights = new Map(values.map(({ value, weight }) => [value, weight]));
          for (const value of new Set(all.flatMap((sample) => shownValues(view, sample, key)))) {
            const held = (sample: number): number =>
              shownValues(view, sample, key).filter((one) => one === value).length;
            // What has nothing is not told.
            const weight = sum(all.map((sample) => held(sample) * weightOf(view, sample)));
            expect(weights.get(value) ?? 0).toBe(weight);
            expect(weights.has(value)).toBe(weight !== 0);
          }
          expect(count).toBe(weights.size);
          const sizes = values.map(({ weight }) => Math.abs(weight));
          expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
        }
      }),
      { seed: 11 },
    );
  });

  it('are found by the filter that is told for a value, and nothing else is', () => {
    let tried = 0;
    fc.assert(
      fc.property(someProfile, ({ view, table }) => {
        for (const { key, values } of table.keys) {
          for (const { value, filter } of values) {
            if (filter === null) continue;
            tried += 1;
            const passes = expectOk(labelTest(filter, view.profile, view.labelUnits));
            expect(samplesOf(view).filter(passes)).toEqual(
              samplesOf(view).filter((sample) => shownValues(view, sample, key).includes(value)),
            );
          }
        }
      }),
      { seed: 12 },
    );
    expect(tried).toBeGreaterThan(100);
  });

  it('of any text are found by it alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (value, other) => {
        const { key, test } = expectOk(readLabelFilter(labelFilterFor('tenant', textOf(value), '') ?? ''));
        if (test.of === 'numbers') throw new Error('read as a range');
        const finds = (text: string): boolean => test.each.some((one) => one(text));
        expect([key, test.each.length, finds(value), finds(other)]).toEqual([
          'tenant',
          1,
          true,
          value === other,
        ]);
      }),
      {
        seed: 13,
        examples: [
          ['3', '33'],
          ['a,b', 'a'],
          ['1kb:2kb', '1kb'],
          ['a.b', 'axb'],
          ['^$', ''],
          ['\\x', 'x'],
        ],
      },
    );
  });

  it('that are no UTF-8 are as many as there are, without a filter', () => {
    const profile = fixture('go1.26/goroutine-2.pb.gz');
    const strings = profile.strings.map((text) =>
      text === 'config' ? 'tenant-\udce9' : text === 'stream' ? 'tenant-\udce8' : text,
    );
    const view = viewed(expectOk(decodeProfile(encodeProfile({ ...profile, strings }))), DEFAULT_OPTIONS);
    const { keys } = expectOk(labelTable(view, DEFAULT_OPTIONS));
    const job = keys.find(({ key }) => key === 'job');
    // As it comes over the bridge.
    expect(JSON.parse(JSON.stringify(job?.values))).toEqual([
      { value: 'tenant-\udce9', weight: 12, filter: null },
      { value: 'tenant-\udce8', weight: 3, filter: null },
    ]);
    expect(labelFilterFor('\udce9', textOf('a'), '')).toBeNull();
  });

  it('that have the least int64 come last, as in Go it has no magnitude', () => {
    const profile = fixture('go1.26/goroutine-2.pb.gz');
    const least = -(1n << 63n);
    const value = (sample: number): bigint => (sample === 0 ? least : sample === 1 ? 5n : 0n);
    const values = int64ColumnOf(Array.from({ length: profile.samples.length }, (_, row) => value(row)));
    const strings = [...profile.strings, 'k', 'a', 'b'];
    const [key, a, b] = [strings.length - 3, strings.length - 2, strings.length - 1];
    const view = viewed({
      ...profile,
      strings,
      samples: {
        ...profile.samples,
        values: [values],
        labelStart: profile.samples.labelStart.map((_, row) => Math.min(row, 2)),
      },
      labels: {
        length: 2,
        key: Uint32Array.of(key, key),
        str: Uint32Array.of(a, b),
        num: int64ColumnOf([0n, 0n]),
        numUnit: new Uint32Array(2),
      },
    });
    const { keys } = expectOk(labelTable(view, DEFAULT_OPTIONS));
    expect(keys.flatMap(({ values }) => values.map((one) => one.value))).toEqual(['b', 'a']);
  });

  it('are told as long as there is room for them, and counted beyond', () => {
    const profile = fixture('go1.26/goroutine-2.pb.gz');
    const strings = profile.strings.map((text) => (text === 'config' ? 'x'.repeat(1 << 20) : text));
    const { keys } = expectOk(labelTable(viewed({ ...profile, strings }), DEFAULT_OPTIONS));
    const told = keys.find(({ key }) => key === 'job');
    expect([told?.count, told?.values.length]).toEqual([2, 1]);
  });

  it('whose key no filter can name have none', () => {
    expect(labelFilterFor('', textOf('a'), '')).toBeNull();
    expect(labelFilterFor('a=b', textOf('a'), '')).toBeNull();
    // Longer than a filter may be, and one that texts and numbers share.
    expect(labelFilterFor('a', textOf('x'.repeat(10_000)), '')).toBeNull();
    expect(labelFilterFor('a', { ...textOf('7n'), numbers: [7, 7] }, 'n')).toBeNull();
  });
});

const textOf = (value: string) => ({ value, weight: 1n, numbers: null, isText: true });
