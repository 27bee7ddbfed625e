// Profiles with fewer samples or other stacks: what all filters are made of. Tables that do not change are shared.
import { GrowableUint32 } from '../base/growable';
import type { Int64Column } from '../base/int64-column';
import { at, type LabelTable, type Profile } from './profile';

const pick = (column: Int64Column, rows: Uint32Array): Int64Column => ({
  numbers: Float64Array.from(rows, (row) => at(column.numbers, row)),
  exact: column.exact && BigInt64Array.from(rows, (row) => at(column.exact ?? [], row)),
});

/** The samples that are marked; the very same profile where all are. */
export function pickSamples(profile: Profile, isKept: Uint8Array): Profile {
  if (!isKept.includes(0)) return profile;
  const { samples } = profile;
  return mapStacks(profile, (sample, stack) => {
    if (isKept[sample] === 0) return false;
    const end = at(samples.stackStart, sample + 1);
    for (let i = at(samples.stackStart, sample); i < end; i++) stack.push(at(samples.stackLocation, i));
    return true;
  });
}

/** Each sample with the locations that `write` pushes for it; those for which it answers false are gone. */
export function mapStacks(
  profile: Profile,
  write: (sample: number, stack: GrowableUint32) => boolean,
): Profile {
  const { samples } = profile;
  const kept = new GrowableUint32(samples.length);
  const start = new GrowableUint32(samples.length + 1);
  const stack = new GrowableUint32(samples.stackLocation.length);
  start.push(0);
  for (let sample = 0; sample < samples.length; sample++) {
    const before = stack.length;
    if (write(sample, stack)) {
      kept.push(sample);
      start.push(stack.length);
    } else stack.length = before;
  }
  const stacks = { stackStart: start.finish(), stackLocation: stack.finish() };
  if (kept.length === samples.length) return { ...profile, samples: { ...samples, ...stacks } };
  const rows = kept.finish();
  const picked: Profile = {
    ...profile,
    samples: {
      ...samples,
      ...stacks,
      length: rows.length,
      values: samples.values.map((column) => pick(column, rows)),
    },
  };
  return pickLabels(picked, rows, samples.labelStart, () => true);
}

/** The profile with those of its labels that pass. */
export function filterLabels(profile: Profile, passes: (label: number) => boolean): Profile {
  const rows = Uint32Array.from({ length: profile.samples.length }, (_, row) => row);
  return pickLabels(profile, rows, profile.samples.labelStart, passes);
}

/** Labels of sample i are those that sample `rows[i]` had by `labelStart`. */
function pickLabels(
  profile: Profile,
  rows: Uint32Array,
  labelStart: Uint32Array,
  passes: (label: number) => boolean,
): Profile {
  const kept = new GrowableUint32(profile.labels.length);
  const start = new Uint32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) {
    for (let label = at(labelStart, row); label < at(labelStart, row + 1); label++) {
      if (passes(label)) kept.push(label);
    }
    start[i + 1] = kept.length;
  }
  const { labels } = profile;
  const picked = kept.finish();
  const text = (column: Uint32Array): Uint32Array => picked.map((label) => at(column, label));
  const table: LabelTable = {
    length: picked.length,
    key: text(labels.key),
    str: text(labels.str),
    num: pick(labels.num, picked),
    numUnit: text(labels.numUnit),
  };
  return { ...profile, labels: table, samples: { ...profile.samples, labelStart: start } };
}

/** Each location with those of its lines that pass. */
export function filterLines(profile: Profile, passes: (location: number, line: number) => boolean): Profile {
  const { locations, lines } = profile;
  const lineStart = new Uint32Array(locations.length + 1);
  const kept = new GrowableUint32(lines.length);
  for (let location = 0; location < locations.length; location++) {
    for (let line = at(locations.lineStart, location); line < at(locations.lineStart, location + 1); line++) {
      if (passes(location, line)) kept.push(line);
    }
    lineStart[location + 1] = kept.length;
  }
  if (kept.length === lines.length) return profile;
  const rows = kept.finish();
  return {
    ...profile,
    locations: { ...locations, lineStart },
    lines: {
      length: rows.length,
      function: Uint32Array.from(rows, (row) => at(lines.function, row)),
      line: Float64Array.from(rows, (row) => at(lines.line, row)),
      column: Float64Array.from(rows, (row) => at(lines.column, row)),
    },
  };
}
