// One profile minus another, as `go tool pprof -base` and `-diff_base` form it: the base is multiplied by −1 and
// merged in (internal/driver/fetch.go, profile/merge.go). Samples meet where stack and labels are the same; what
// cancels out is gone.
import { GrowableUint32 } from '../base/growable';
import { exactAt, type Int64Column } from '../base/int64-column';
import { ok, type FormatError, type Result } from '../base/result';
import { SequenceMap } from '../base/sequence-map';
import { DIFF_BASE_LABEL } from './aggregate';
import { alignProfiles, isZero, scaleValues, type Aligned } from './align';
import { LabelSets } from './label-sets';
import { StringPool, TableMerger } from './merge-tables';
import { at, type Profile } from './profile';

/**
 * `base`: percentages are of all absolute change. `diff_base`: the base's samples are marked and stay apart, and
 * percentages are of the base.
 */
export type DiffMode = 'base' | 'diff_base';

/**
 * The difference as a profile of its own: `top`, `formatTop` and `stacksOf` work on it. Fails where the two do not
 * measure the same.
 */
export function diffProfiles(
  profile: Profile,
  base: Profile,
  mode: DiffMode = 'base',
): Result<Profile, FormatError> {
  const aligned = alignProfiles(profile, base);
  if (!aligned.ok) return aligned;
  const [left, right] = aligned.value;
  const negated = scaleValues(
    right,
    right.sampleTypes.map(() => -1),
  );
  return ok(merge(left, negated, mode === 'diff_base'));
}

function merge(left: Aligned, right: Aligned, marksBase: boolean): Profile {
  const pool = new StringPool();
  const tables = new TableMerger(pool);
  const labelSets = new LabelSets(pool);
  // A sample is the sequence of its merged locations, and after them its set of labels.
  const merged = new SequenceMap();
  const buffer = new GrowableUint32();
  const sources = [left, right].map((side) => {
    const { samples } = side.profile;
    const locationRow = tables.source(side.profile);
    const mark = marksBase && side === right ? DIFF_BASE_LABEL : null;
    const labelSet = labelSets.source(side.profile, mark);
    const rowOfSample = new Int32Array(samples.length).fill(-1);
    for (let sample = 0; sample < samples.length; sample++) {
      if (side.isKept?.[sample] === 0 || isZero(side, sample)) continue;
      buffer.length = 0;
      for (let i = at(samples.stackStart, sample); i < at(samples.stackStart, sample + 1); i++) {
        buffer.push(locationRow(at(samples.stackLocation, i)));
      }
      buffer.push(labelSet(sample));
      rowOfSample[sample] = merged.add(buffer.data, buffer.length);
    }
    return { side, rowOfSample };
  });

  const summed = left.values.map((_, type) =>
    sumColumn(
      sources.map(({ side, rowOfSample }) => ({ column: at(side.values, type), rowOfSample })),
      merged.size,
    ),
  );
  const kept: number[] = [];
  for (let row = 0; row < merged.size; row++) {
    // In the doubles, which are never 0 where the exact value is not.
    if (summed.some(({ numbers }) => numbers[row] !== 0)) kept.push(row);
  }

  const stackStart = new Uint32Array(kept.length + 1);
  const stackLocation = new GrowableUint32();
  const labelStart = new Uint32Array(kept.length + 1);
  const labels = labelSets.table();
  for (const [row, sample] of kept.entries()) {
    const sequence = merged.get(sample);
    for (const location of sequence.subarray(0, -1)) stackLocation.push(location);
    stackStart[row + 1] = stackLocation.length;
    labels.add(at(sequence, sequence.length - 1));
    labelStart[row + 1] = labels.length;
  }
  return {
    ...combineHeaders(left, right),
    ...tables.finish(),
    samples: {
      length: kept.length,
      stackStart,
      stackLocation: stackLocation.finish(),
      values: summed.map((column) => ({
        numbers: Float64Array.from(kept, (row) => at(column.numbers, row)),
        exact: column.exact && BigInt64Array.from(kept, (row) => at(column.exact ?? [], row)),
      })),
      labelStart,
    },
    labels: labels.finish(),
    strings: pool.strings,
  };
}

function sumColumn(
  sources: readonly { column: Int64Column; rowOfSample: Int32Array }[],
  rows: number,
): Int64Column {
  // Doubles are exact as long as no sum of magnitudes goes beyond 2^53.
  const numbers = new Float64Array(rows);
  const magnitudes = new Float64Array(rows);
  for (const { column, rowOfSample } of sources) {
    for (let sample = 0; sample < rowOfSample.length; sample++) {
      const row = rowOfSample[sample]!;
      if (row < 0) continue;
      const value = column.numbers[sample]!;
      numbers[row] = numbers[row]! + value;
      magnitudes[row] = magnitudes[row]! + Math.abs(value);
    }
  }
  if (magnitudes.every((magnitude) => magnitude <= Number.MAX_SAFE_INTEGER)) return { numbers, exact: null };
  const exact = new BigInt64Array(rows);
  for (const { column, rowOfSample } of sources) {
    for (const [sample, row] of rowOfSample.entries()) {
      if (row >= 0) exact[row] = at(exact, row) + exactAt(column, sample);
    }
  }
  return { numbers: Float64Array.from(exact, Number), exact };
}

type Header = Omit<
  Profile,
  'strings' | 'functions' | 'mappings' | 'locations' | 'lines' | 'samples' | 'labels'
>;

function combineHeaders(left: Aligned, right: Aligned): Header {
  const [a, b] = [left.profile, right.profile];
  return {
    sampleTypes: left.sampleTypes,
    defaultSampleType: left.defaultSampleType || right.defaultSampleType,
    periodType: left.periodType,
    period: left.period === 0n || left.period < right.period ? right.period : left.period,
    timeNanos: a.timeNanos === 0n || b.timeNanos < a.timeNanos ? b.timeNanos : a.timeNanos,
    durationNanos: BigInt.asIntN(64, a.durationNanos + b.durationNanos),
    comments: [...new Set([...a.comments, ...b.comments])],
    dropFrames: a.dropFrames,
    keepFrames: a.keepFrames,
    docUrl: a.docUrl || b.docUrl,
  };
}
