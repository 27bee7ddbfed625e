// Several profiles in one, as google/pprof's profile/merge.go forms it: samples meet where stack and labels are the
// same, and what cancels out is gone, with all that only it needed.
import { GrowableUint32 } from '../base/growable';
import { exactAt, type Int64Column } from '../base/int64-column';
import { SequenceMap } from '../base/sequence-map';
import { LabelSets } from './label-sets';
import { StringTable, TableMerger } from './merge-tables';
import { at, type Profile } from './profile';

/** Takes profiles that are alike (`areAlike`), one at least. */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  const merged = mergeOnce(profiles);
  const { length, values } = merged.samples;
  for (let row = 0; row < length; row++) if (isZero(values, row)) return mergeOnce([merged]);
  return merged;
}

/** In the doubles, which are never 0 where the exact value is not. */
const isZero = (values: readonly Int64Column[], row: number): boolean =>
  values.every(({ numbers }) => numbers[row] === 0);

function mergeOnce(profiles: readonly Profile[]): Profile {
  const pool = new StringTable();
  const tables = new TableMerger(pool);
  const labelSets = new LabelSets(pool);
  // A sample is the sequence of its merged locations, and after them its set of labels.
  const merged = new SequenceMap();
  const buffer = new GrowableUint32();
  const sources = profiles.map((profile) => {
    const { samples } = profile;
    const locationRow = tables.source(profile);
    const labelSet = labelSets.source(profile);
    const rowOfSample = new Int32Array(samples.length).fill(-1);
    for (let sample = 0; sample < samples.length; sample++) {
      if (isZero(samples.values, sample)) continue;
      buffer.length = 0;
      for (let i = at(samples.stackStart, sample); i < at(samples.stackStart, sample + 1); i++) {
        buffer.push(locationRow(at(samples.stackLocation, i)));
      }
      buffer.push(labelSet(sample));
      rowOfSample[sample] = merged.add(buffer.data, buffer.length);
    }
    return { values: samples.values, rowOfSample };
  });

  const stackStart = new Uint32Array(merged.size + 1);
  const stackLocation = new GrowableUint32();
  const labelStart = new Uint32Array(merged.size + 1);
  const labels = labelSets.table();
  for (let row = 0; row < merged.size; row++) {
    const sequence = merged.get(row);
    for (const location of sequence.subarray(0, -1)) stackLocation.push(location);
    stackStart[row + 1] = stackLocation.length;
    labels.add(at(sequence, sequence.length - 1));
    labelStart[row + 1] = labels.length;
  }
  return {
    ...combineHeaders(profiles),
    ...tables.finish(),
    samples: {
      length: merged.size,
      stackStart,
      stackLocation: stackLocation.finish(),
      values: at(profiles, 0).samples.values.map((_, type) =>
        sumColumn(
          sources.map(({ values, rowOfSample }) => ({ column: at(values, type), rowOfSample })),
          merged.size,
        ),
      ),
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

function combineHeaders(profiles: readonly Profile[]): Header {
  const first = at(profiles, 0);
  let [timeNanos, durationNanos, period] = [0n, 0n, 0n];
  for (const profile of profiles) {
    if (timeNanos === 0n || profile.timeNanos < timeNanos) timeNanos = profile.timeNanos;
    durationNanos += profile.durationNanos;
    if (period === 0n || period < profile.period) period = profile.period;
  }
  return {
    sampleTypes: first.sampleTypes,
    defaultSampleType: profiles.find((profile) => profile.defaultSampleType !== '')?.defaultSampleType ?? '',
    periodType: first.periodType,
    period,
    timeNanos,
    durationNanos: BigInt.asIntN(64, durationNanos),
    comments: [...new Set(profiles.flatMap(({ comments }) => comments))],
    dropFrames: first.dropFrames,
    keepFrames: first.keepFrames,
    docUrl: profiles.find((profile) => profile.docUrl !== '')?.docUrl ?? '',
  };
}
