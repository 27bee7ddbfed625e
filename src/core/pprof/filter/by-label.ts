// tagfocus and tagignore (google/pprof, internal/driver/driver_focus.go): samples by their labels, either by regular
// expressions on `key:value`, or by a range of numbers with their unit.
import { compileSearch, type TextTest } from '../../base/linear-regexp';
import { int64At, type Int64 } from '../../base/int64-column';
import { err, ok, type Result } from '../../base/result';
import { labelsOf } from '../label-values';
import type { LabelUnits } from '../label-units';
import { scale } from '../measurement';
import type { Profile } from '../profile';

type SampleTest = (sample: number) => boolean;

interface LabelFilter {
  /** '' for any. */
  readonly key: string;
  readonly test:
    | { readonly of: 'numbers'; readonly range: NumberTest }
    | { readonly of: 'texts'; readonly each: readonly TextTest[] };
}

/** `[key=]range` or `[key=]regexp[,regexp…]`; or what is wrong with it. */
export function readLabelFilter(filter: string): Result<LabelFilter, string> {
  const equals = filter.indexOf('=');
  const key = equals < 0 ? '' : filter.slice(0, equals);
  const value = equals < 0 ? filter : filter.slice(equals + 1);
  const range = parseRange(value);
  if (!range.ok) return range;
  if (range.value !== null) return ok({ key, test: { of: 'numbers', range: range.value } });
  const each: TextTest[] = [];
  for (const pattern of value.split(',')) {
    const compiled = compileSearch(pattern);
    if (!compiled.ok) return compiled;
    each.push(compiled.value);
  }
  return ok({ key, test: { of: 'texts', each } });
}

export function labelTest(filter: string, profile: Profile, units: LabelUnits): Result<SampleTest, string> {
  const read = readLabelFilter(filter);
  if (!read.ok) return read;
  const { key, test } = read.value;
  return ok(
    test.of === 'numbers' ? numberTest(key, test.range, profile, units) : textTest(key, test.each, profile),
  );
}

/** With a key one expression is to match one of its values; without, each is to match some label. */
function textTest(key: string, tests: readonly TextTest[], profile: Profile): SampleTest {
  if (key !== '') {
    return (sample) => {
      const values = labelsOf(profile, sample).texts.get(key) ?? [];
      return tests.some((test) => values.some(test));
    };
  }
  return (sample) => {
    const labels = [...labelsOf(profile, sample).texts].flatMap(([name, values]) =>
      values.map((value) => `${name}:${value}`),
    );
    return tests.every((test) => labels.some(test));
  };
}

type NumberTest = (value: Int64, unit: string) => boolean;

function numberTest(key: string, test: NumberTest, profile: Profile, units: LabelUnits): SampleTest {
  const passes = (name: string, rows: readonly number[]): boolean =>
    rows.some((row) => test(int64At(profile.labels.num, row), units.get(name) ?? ''));
  if (key !== '') return (sample) => passes(key, labelsOf(profile, sample).numbers.get(key) ?? []);
  return (sample) => [...labelsOf(profile, sample).numbers].some(([name, rows]) => passes(name, rows));
}

const BOUND = /([+-]?[0-9]+)([A-Za-z]+)?/;
const RANGE = new RegExp(`^(?:${BOUND.source})?(:)?(?:${BOUND.source})?$`);

/** `32kb`, `:64kb`, `4mb:`, `12kb:64mb`, both ends included; null where it is none of these. */
export function parseRange(text: string): Result<NumberTest | null, string> {
  const found = RANGE.exec(text);
  if (found === null) return ok(null);
  const [, low, lowUnit = '', colon, high, highUnit = ''] = found;
  const first = low ?? high;
  // A bound that begins another without a colon is no range: `1kb2`.
  if (first === undefined || (colon === undefined && low !== undefined && high !== undefined))
    return ok(null);
  for (const bound of [low, high]) {
    if (bound !== undefined && BigInt.asIntN(64, toBigInt(bound)) !== toBigInt(bound)) {
      return err(`${bound} is beyond all numbers that a label can hold`);
    }
  }
  const firstUnit = low === undefined ? highUnit : lowUnit;
  const edge = scale(Number(first), firstUnit, firstUnit);
  const inUnit =
    (test: (value: number) => boolean): NumberTest =>
    (value, unit) => {
      const scaled = scale(value, unit, edge.unit);
      return scaled.unit === edge.unit && test(scaled.value);
    };
  if (low === undefined) {
    // Without a colon it is the number itself.
    return ok(inUnit((value) => (colon === undefined ? value === edge.value : value <= edge.value)));
  }
  if (high === undefined) {
    return ok(inUnit((value) => (colon === undefined ? value === edge.value : value >= edge.value)));
  }
  const other = scale(Number(high), highUnit, edge.unit);
  if (other.unit !== edge.unit) return ok(null);
  return ok(inUnit((value) => value >= edge.value && value <= other.value));
}

const toBigInt = (text: string): bigint => BigInt(text.replace('+', ''));
