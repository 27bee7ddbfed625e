// Samples folded into distinct stacks. Two samples are one stack where function and line agree frame by frame; how
// inlined frames were packed into locations, addresses, files and labels do not count.
import type { Stack } from '../base/frame';
import { GrowableUint32 } from '../base/growable';
import { shownName } from './names';
import { at, type Profile } from './profile';
import { StackTable } from './stack-table';

interface StackValues {
  /** Leaf first. */
  readonly stacks: readonly Stack[];
  /** Per stack, summed over its samples, in the unit of the sample type. */
  readonly values: Float64Array;
}

export interface LabelledStackValues extends StackValues {
  /** Per row. A key that a sample gives several times keeps its first value; numbers come as text with their unit. */
  readonly labels: readonly Readonly<Record<string, string>>[];
  readonly marks: readonly number[];
}

interface HeapStacks {
  readonly stacks: readonly Stack[];
  readonly inuseObjects: Float64Array;
  readonly inuseBytes: Float64Array;
  readonly allocObjects: Float64Array;
  readonly allocBytes: Float64Array;
  /** Mean size in bytes of an object allocated there (of one in use where nothing else is known); 0 unknown. */
  readonly objectBytes: Float64Array;
  /** MemProfileRate: bytes allocated between two samples. 0 unknown. */
  readonly rate: number;
}

/** Folds by stack: labels are summed over. */
export function stacksOf(profile: Profile, sampleTypeIndex: number): StackValues {
  const folded = foldStacks(profile);
  return {
    stacks: folded.stacks,
    values: sumOver(profile, sampleTypeIndex, folded.rowOfSample, folded.stacks.length),
  };
}

/**
 * Values by stack for a table that many profiles share: its rows that this one has, each once, and their sums. One pass
 * over the samples, and no object for what is in the table already.
 */
export function rowValuesOf(
  profile: Profile,
  sampleTypeIndex: number,
  table: StackTable,
): { readonly rows: Int32Array; readonly values: Float64Array } {
  const { rowOfSample } = foldStacks(profile, table);
  const { numbers } = at(profile.samples.values, sampleTypeIndex);
  const place = new Int32Array(table.stacks.length).fill(-1);
  const rows = new Int32Array(rowOfSample.length);
  const values = new Float64Array(rowOfSample.length);
  let length = 0;
  for (let sample = 0; sample < rowOfSample.length; sample++) {
    const row = rowOfSample[sample]!;
    let i = place[row]!;
    if (i < 0) {
      place[row] = i = length++;
      rows[i] = row;
    }
    values[i] = values[i]! + numbers[sample]!;
  }
  return { rows: rows.slice(0, length), values: values.slice(0, length) };
}

/**
 * Folds by stack, labels and what `mark` says of a sample together: one row per distinct three. Stacks are shared between
 * rows.
 */
export function labelledStacksOf(
  profile: Profile,
  sampleTypeIndex: number,
  mark: (sample: number) => number = () => 0,
): LabelledStackValues {
  const { samples } = profile;
  const folded = foldStacks(profile);
  const rowOf = new Map<string, number>();
  const stacks: Stack[] = [];
  const labels: Record<string, string>[] = [];
  const marks: number[] = [];
  const rowOfSample = new Uint32Array(samples.length);
  for (let sample = 0; sample < samples.length; sample++) {
    const stackRow = at(folded.rowOfSample, sample);
    const record = labelsOfSample(profile, sample);
    const marked = mark(sample);
    const key = `${stackRow} ${marked} ${JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
    let row = rowOf.get(key);
    if (row === undefined) {
      row = stacks.length;
      rowOf.set(key, row);
      stacks.push(at(folded.stacks, stackRow));
      labels.push(record);
      marks.push(marked);
    }
    rowOfSample[sample] = row;
  }
  return { stacks, labels, marks, values: sumOver(profile, sampleTypeIndex, rowOfSample, stacks.length) };
}

/** Heap numbers per stack; null where the profile is no heap profile. */
export function heapStacksOf(profile: Profile): HeapStacks | null {
  const index = (type: string): number => profile.sampleTypes.findIndex((t) => t.type === type);
  const inuseSpace = index('inuse_space');
  const inuseObjects = index('inuse_objects');
  if (inuseSpace < 0 || inuseObjects < 0) return null;
  const { stacks, rowOfSample } = foldStacks(profile);
  const sum = (type: number): Float64Array =>
    type < 0 ? new Float64Array(stacks.length) : sumOver(profile, type, rowOfSample, stacks.length);
  const heap = {
    stacks,
    inuseObjects: sum(inuseObjects),
    inuseBytes: sum(inuseSpace),
    allocObjects: sum(index('alloc_objects')),
    allocBytes: sum(index('alloc_space')),
    rate: Number(profile.period),
  };
  const objectBytes = labelledSizes(profile, rowOfSample, stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    if (at(objectBytes, row) > 0) continue;
    const allocated = at(heap.allocObjects, row);
    const inUse = at(heap.inuseObjects, row);
    if (allocated > 0) objectBytes[row] = at(heap.allocBytes, row) / allocated;
    else if (inUse > 0) objectBytes[row] = at(heap.inuseBytes, row) / inUse;
  }
  return { ...heap, objectBytes };
}

/**
 * Mean of the label `bytes`, in which Go gives the size of the objects of each record, weighted by their number (which
 * Go rounds down, so that bytes / objects would be too large); 0 where a stack has no such label.
 */
function labelledSizes(profile: Profile, rowOfSample: Uint32Array, rows: number): Float64Array {
  const { samples, labels, strings, sampleTypes } = profile;
  const means = new Float64Array(rows);
  const weights = new Float64Array(rows);
  const key = strings.indexOf('bytes');
  const counts = ['alloc_objects', 'inuse_objects']
    .map((type) => samples.values[sampleTypes.findIndex((t) => t.type === type)])
    .filter((column) => column !== undefined);
  for (let sample = 0; sample < samples.length; sample++) {
    const weight = counts.map((column) => at(column.numbers, sample)).find((count) => count > 0) ?? 0;
    if (weight === 0) continue;
    const end = at(samples.labelStart, sample + 1);
    for (let label = at(samples.labelStart, sample); label < end; label++) {
      if (labels.key[label] !== key || labels.str[label] !== 0) continue;
      const row = at(rowOfSample, sample);
      weights[row] = at(weights, row) + weight;
      means[row] =
        at(means, row) + ((at(labels.num.numbers, label) - at(means, row)) * weight) / at(weights, row);
      break;
    }
  }
  return means;
}

function sumOver(profile: Profile, type: number, rowOfSample: Uint32Array, rows: number): Float64Array {
  const { numbers } = at(profile.samples.values, type);
  const sums = new Float64Array(rows);
  for (let sample = 0; sample < numbers.length; sample++) {
    const row = rowOfSample[sample]!;
    sums[row] = sums[row]! + numbers[sample]!;
  }
  return sums;
}

function labelsOfSample(profile: Profile, sample: number): Record<string, string> {
  const { samples, labels, strings } = profile;
  const end = at(samples.labelStart, sample + 1);
  const entries = new Map<string, string>();
  for (let label = at(samples.labelStart, sample); label < end; label++) {
    const key = at(strings, at(labels.key, label));
    const str = at(labels.str, label);
    const unit = at(strings, at(labels.numUnit, label));
    const number = labels.num.exact?.[label] ?? at(labels.num.numbers, label);
    if (!entries.has(key))
      entries.set(key, str !== 0 ? at(strings, str) : unit === '' ? `${number}` : `${number} ${unit}`);
  }
  return Object.fromEntries(entries);
}

/** Which distinct stack each sample has. Stacks are in the order of their first sample. */
export function foldStacks(
  profile: Profile,
  table = new StackTable(),
): { stacks: Stack[]; rowOfSample: Uint32Array } {
  const { stackStart, stackLocation, length } = profile.samples;
  const { frameStart, frameOfLocation } = numberFrames(profile, table);
  const rowOfSample = new Uint32Array(length);
  const buffer = new GrowableUint32();
  for (let sample = 0; sample < length; sample++) {
    const end = stackStart[sample + 1]!;
    buffer.length = 0;
    for (let i = stackStart[sample]!; i < end; i++) {
      const location = stackLocation[i]!;
      const stop = frameStart[location + 1]!;
      for (let k = frameStart[location]!; k < stop; k++) buffer.push(frameOfLocation[k]!);
    }
    rowOfSample[sample] = table.row(buffer.data, buffer.length);
  }
  return { stacks: table.stacks, rowOfSample };
}

/** The frames of location i are frameOfLocation[frameStart[i] … frameStart[i+1]−1], numbers of the table. */
function numberFrames(
  profile: Profile,
  table: StackTable,
): { frameStart: Uint32Array; frameOfLocation: Uint32Array } {
  const { locations, lines, functions, strings } = profile;
  const frameStart = new Uint32Array(locations.length + 1);
  const ofLocation = new GrowableUint32();
  /** Most functions have several lines. */
  const names = new Int32Array(functions.length).fill(-1);
  for (let location = 0; location < locations.length; location++) {
    const start = locations.lineStart[location]!;
    const end = locations.lineStart[location + 1]!;
    // Without symbols the address is the best name there is.
    if (start === end)
      ofLocation.push(table.frame(table.name(`0x${at(locations.address, location).toString(16)}`), '', 0));
    for (let line = start; line < end; line++) {
      const row = lines.function[line]!;
      let name = names[row]!;
      if (name < 0) names[row] = name = table.name(shownName(profile, row));
      ofLocation.push(table.frame(name, strings[functions.filename[row]!]!, lines.line[line]!));
    }
    frameStart[location + 1] = ofLocation.length;
  }
  return { frameStart, frameOfLocation: ofLocation.finish() };
}
