// Flat and cumulative sums per node, with pprof's arithmetic: int64. Doubles do it as long as the sum of all absolute
// values stays below 2^53, since no sum that is formed on the way can be larger; else everything is done once more in
// BigInt64Arrays, which wrap around as int64 does.
import type { Int64Column } from '../base/int64-column';
import { exactAt } from '../base/int64-column';
import type { GraphNodes } from './graph-nodes';
import { at, type Profile } from './profile';

export interface Aggregate {
  /** Per node: of the samples whose leaf it is, and of all in whose stack it stands. */
  readonly flat: Int64Column;
  readonly cum: Int64Column;
  /** Sum of absolute values; of the base alone in a difference that is relative to its base. */
  readonly total: number;
}

/** The label that marks samples of the base in a profile made with `-diff_base`. */
export const DIFF_BASE_LABEL = { key: 'pprof::base', value: 'true' } as const;

export function aggregate(profile: Profile, nodes: GraphNodes, type: number): Aggregate {
  const column = at(profile.samples.values, type);
  const isBase = baseSamples(profile);
  if (column.exact === null) {
    const total = totalOf(column.numbers, isBase);
    if (total.all <= Number.MAX_SAFE_INTEGER) return inDoubles(profile, nodes, column.numbers, total.shown);
  }
  return inBigInts(profile, nodes, column, isBase);
}

/** Which samples carry the base's label; null where none can. */
function baseSamples(profile: Profile): ((sample: number) => boolean) | null {
  const { samples, labels, strings } = profile;
  const key = strings.indexOf(DIFF_BASE_LABEL.key);
  const value = strings.indexOf(DIFF_BASE_LABEL.value);
  if (key < 0 || value < 0) return null;
  return (sample) => {
    const end = at(samples.labelStart, sample + 1);
    for (let label = at(samples.labelStart, sample); label < end; label++) {
      if (labels.key[label] === key && labels.str[label] === value) return true;
    }
    return false;
  };
}

function totalOf(
  values: Float64Array,
  isBase: ((sample: number) => boolean) | null,
): { all: number; shown: number } {
  let all = 0;
  let base = 0;
  for (let sample = 0; sample < values.length; sample++) {
    const magnitude = Math.abs(values[sample]!);
    all += magnitude;
    if (isBase?.(sample) === true) base += magnitude;
  }
  return { all, shown: base > 0 ? base : all };
}

function inDoubles(profile: Profile, nodes: GraphNodes, values: Float64Array, total: number): Aggregate {
  const { stackStart, stackLocation } = profile.samples;
  const { start, nodeOfLocation } = nodes;
  const flat = new Float64Array(nodes.length);
  const cum = new Float64Array(nodes.length);
  // A node that stands in a stack several times counts once: the last sample that counted it, plus one.
  const seen = new Uint32Array(nodes.length);
  for (let sample = 0; sample < values.length; sample++) {
    const value = values[sample]!;
    const first = stackStart[sample]!;
    const end = stackStart[sample + 1]!;
    if (value === 0 || first === end) continue;
    for (let i = first; i < end; i++) {
      const location = stackLocation[i]!;
      const stop = start[location + 1]!;
      for (let k = start[location]!; k < stop; k++) {
        const node = nodeOfLocation[k]!;
        if (seen[node] === sample + 1) continue;
        seen[node] = sample + 1;
        cum[node] = cum[node]! + value;
      }
    }
    const leaf = nodeOfLocation[start[stackLocation[first]!]!]!;
    flat[leaf] = flat[leaf]! + value;
  }
  return { flat: { numbers: flat, exact: null }, cum: { numbers: cum, exact: null }, total };
}

function inBigInts(
  profile: Profile,
  nodes: GraphNodes,
  column: Int64Column,
  isBase: ((sample: number) => boolean) | null,
): Aggregate {
  const { samples } = profile;
  const flat = new BigInt64Array(nodes.length);
  const cum = new BigInt64Array(nodes.length);
  const seen = new Uint32Array(nodes.length);
  let all = 0n;
  let base = 0n;
  for (let sample = 0; sample < samples.length; sample++) {
    const value = exactAt(column, sample);
    const magnitude = value < 0n ? -value : value;
    all = BigInt.asIntN(64, all + magnitude);
    if (isBase?.(sample) === true) base = BigInt.asIntN(64, base + magnitude);
    const first = at(samples.stackStart, sample);
    const end = at(samples.stackStart, sample + 1);
    if (value === 0n || first === end) continue;
    for (let i = first; i < end; i++) {
      const location = at(samples.stackLocation, i);
      for (let k = at(nodes.start, location); k < at(nodes.start, location + 1); k++) {
        const node = at(nodes.nodeOfLocation, k);
        if (seen[node] === sample + 1) continue;
        seen[node] = sample + 1;
        cum[node] = at(cum, node) + value;
      }
    }
    const leaf = at(nodes.nodeOfLocation, at(nodes.start, at(samples.stackLocation, first)));
    flat[leaf] = at(flat, leaf) + value;
  }
  const column64 = (exact: BigInt64Array): Int64Column => ({
    numbers: Float64Array.from(exact, Number),
    exact,
  });
  return { flat: column64(flat), cum: column64(cum), total: Number(base > 0n ? base : all) };
}
