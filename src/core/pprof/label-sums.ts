// How much of a profile each value of each label has, as `go tool pprof -tags` sums it up: a number under the text that it
// is shown as.
import { exactAt, int64At, magnitude64, type Int64 } from '../base/int64-column';
import { ok, type FormatError, type Result } from '../base/result';
import { hasRawBytes } from '../base/utf8';
import { MAX_PATTERN } from './filter/filters';
import { labelsOf } from './label-values';
import { scaledLabel } from './measurement';
import { compareAsGo } from './node-order';
import type { ReportOptions } from './options';
import type { ValueType } from './profile';
import { reportContext, type ReportContext } from './report/context';
import type { View } from './view';

export interface ValueSum {
  readonly value: string;
  readonly weight: bigint;
  /** The least and the greatest number that is shown so; null: none is. */
  readonly numbers: readonly [Int64, Int64] | null;
  /** It is a text, be there a number that is shown so besides. */
  readonly isText: boolean;
}

export interface KeySums {
  readonly key: string;
  /** In 64 bits, as Go adds. A sample that has several values of one key is in the sum of each. */
  readonly all: bigint;
  /** Of the samples that do not have the key. */
  readonly without: bigint;
  /** The largest magnitude first. */
  readonly values: readonly ValueSum[];
}

/** In the order of their keys. */
export function sumLabels({ profile, measure, options, labelUnits }: ReportContext): readonly KeySums[] {
  const keys = new Map<string, { having: bigint; values: Map<string, Writable<ValueSum>> }>();
  const keyOf = (key: string) => {
    const there = keys.get(key) ?? { having: 0n, values: new Map<string, Writable<ValueSum>>() };
    keys.set(key, there);
    return there;
  };
  let total = 0n;
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const weight = exactAt(measure.values, sample);
    total += weight;
    const { texts, numbers } = labelsOf(profile, sample);
    for (const key of new Set([...texts.keys(), ...numbers.keys()])) keyOf(key).having += weight;
    for (const [key, values] of texts)
      for (const value of values) addTo(keyOf(key).values, value, weight, null);
    for (const [key, labels] of numbers) {
      const unit = labelUnits.get(key) ?? '';
      for (const label of labels) {
        const number = int64At(profile.labels.num, label);
        addTo(keyOf(key).values, scaledLabel(number, unit, options.unit), weight, number);
      }
    }
  }
  return [...keys]
    .sort(([a], [b]) => compareAsGo(a, b))
    .map(([key, { having, values }]) => {
      const sums = [...values.values()].sort(byWeight);
      return {
        key,
        all: inGo(sums.reduce((sum, { weight }) => sum + weight, 0n)),
        without: inGo(total - having),
        values: sums,
      };
    });
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
const inGo = (sum: bigint): bigint => BigInt.asIntN(64, sum);

function addTo(
  values: Map<string, Writable<ValueSum>>,
  value: string,
  weight: bigint,
  number: Int64 | null,
): void {
  const there = values.get(value);
  if (there === undefined) {
    const numbers: ValueSum['numbers'] = number === null ? null : [number, number];
    values.set(value, { value, weight: inGo(weight), numbers, isText: number === null });
    return;
  }
  there.weight = inGo(there.weight + weight);
  there.isText ||= number === null;
  if (number === null) return;
  const [least, most] = there.numbers ?? [number, number];
  there.numbers = [number < least ? number : least, number > most ? number : most];
}

function byWeight(a: ValueSum, b: ValueSum): number {
  const [left, right] = [magnitude64(a.weight), magnitude64(b.weight)];
  return left === right ? compareAsGo(a.value, b.value) : left < right ? 1 : -1;
}

/** Characters that mean something in an expression, and the comma that separates two. */
const SPECIAL = /[\\^$.*+?()[\]{}|,]/g;

/** What `tagfocus` takes to find what has this value and no other; null: it has no words for it, or too many. */
export function labelFilterFor(
  key: string,
  { value, numbers, isText }: ValueSum,
  unit: string,
): string | null {
  // It searches texts or numbers, never both.
  if (key === '' || key.includes('=') || hasRawBytes(key) || (isText && numbers !== null)) return null;
  if (numbers === null) {
    if (hasRawBytes(value)) return null;
    const pattern = value.replace(SPECIAL, (char) => (char === ',' ? '\\x2c' : `\\${char}`));
    const filter = `${key}=^${pattern}$`;
    return filter.length > MAX_PATTERN ? null : filter;
  }
  const suffix = /^[A-Za-z]+$/.test(unit) ? unit : '';
  const [least, most] = numbers.map((number) => `${number}${suffix}`);
  return least === most ? `${key}=${least}` : `${key}=${least}:${most}`;
}

export interface LabelTable {
  readonly sampleType: ValueType;
  /** Of which shares are taken. */
  readonly total: number;
  readonly keys: readonly {
    readonly key: string;
    readonly without: number;
    /** Values that have anything of it, told or not. */
    readonly count: number;
    readonly values: readonly {
      readonly value: string;
      readonly weight: number;
      readonly filter: string | null;
    }[];
  }[];
}

/** So many values of one key are told: a label may hold an id of each request. */
const MOST_VALUES = 1_000;
/** And of so many keys. */
const MOST_KEYS = 200;
/** Characters of all that are told. */
const MOST_TEXT = 1 << 20;

/** Of a view by the same options: the largest values of each label. Fails where there is no such sample type. */
export function labelTable(view: View, options: ReportOptions): Result<LabelTable, FormatError> {
  const context = reportContext(view, options);
  if (!context.ok) return context;
  const { sampleType: type, unit, total, labelUnits } = context.value;
  let room = MOST_TEXT;
  const fits = ({ value }: ValueSum): boolean => (room -= value.length) >= 0;
  return ok({
    sampleType: { type, unit },
    total: Number(total),
    keys: sumLabels(context.value)
      .slice(0, MOST_KEYS)
      .map(({ key, without, values }) => {
        // Of what is in use, most sizes have nothing.
        const some = values.filter(({ weight }) => weight !== 0n);
        return {
          key,
          without: Number(without),
          count: some.length,
          values: some
            .slice(0, MOST_VALUES)
            .filter(fits)
            .map((sum) => ({
              value: sum.value,
              weight: Number(sum.weight),
              filter: labelFilterFor(key, sum, labelUnits.get(key) ?? ''),
            })),
        };
      }),
  });
}
