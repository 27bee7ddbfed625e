// Flat and cumulative sums per node, with pprof's arithmetic: int64.
import { exactAt, type Int64, type Int64Column } from '../base/int64-column';
import type { GraphNodes } from './graph-nodes';
import { at, type Profile } from './profile';
import { divideColumns, joinLimbs, limbsOf } from './weights';

/** What is summed: a value of each sample, and what that is divided by, where means are asked for. */
export interface Measure {
  readonly values: Int64Column;
  readonly divisors: Int64Column | null;
}

export interface Aggregate {
  /** Per node: of the samples whose leaf it is, and of all in whose stack it stands. Not divided: these decide. */
  readonly flat: Int64Column;
  readonly cum: Int64Column;
  /** The same as they are shown: means, where those are asked for. */
  readonly shownFlat: Int64Column;
  readonly shownCum: Int64Column;
}

/** The label that marks samples of the base in a profile made with `-diff_base`. */
export const DIFF_BASE_LABEL = { key: 'pprof::base', value: 'true' } as const;

export function aggregate(profile: Profile, nodes: GraphNodes, measure: Measure): Aggregate {
  const { flat, cum } = sumUp(profile, nodes, measure.values);
  if (measure.divisors === null) return { flat, cum, shownFlat: flat, shownCum: cum };
  const divisors = sumUp(profile, nodes, measure.divisors);
  return {
    flat,
    cum,
    shownFlat: divideColumns(flat, divisors.flat),
    shownCum: divideColumns(cum, divisors.cum),
  };
}

function sumUp(
  profile: Profile,
  nodes: GraphNodes,
  column: Int64Column,
): { flat: Int64Column; cum: Int64Column } {
  const sums = limbsOf(column).map((values) => sumDoubles(profile, nodes, values));
  return { flat: joinLimbs(sums.map(({ flat }) => flat)), cum: joinLimbs(sums.map(({ cum }) => cum)) };
}

function sumDoubles(
  profile: Profile,
  nodes: GraphNodes,
  values: Float64Array,
): { flat: Float64Array; cum: Float64Array } {
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
  return { flat, cum };
}

/**
 * What pprof takes percentages of: the sum of absolute values, of the base alone in a difference that is relative to its
 * base; divided, where means are asked for.
 */
export function totalOf(profile: Profile, { values, divisors }: Measure): Int64 {
  const isBase = baseSamples(profile);
  const all = magnitudeOf(values, divisors, () => true);
  const base = isBase === null ? null : magnitudeOf(values, divisors, isBase);
  const { sum, divisor } = base !== null && base.sum > 0n ? base : all;
  const total = divisor === 0n ? sum : BigInt.asIntN(64, sum / divisor);
  return Number.isSafeInteger(Number(total)) ? Number(total) : total;
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

function magnitudeOf(
  values: Int64Column,
  divisors: Int64Column | null,
  counts: (sample: number) => boolean,
): { sum: bigint; divisor: bigint } {
  // In doubles as far as they are exact.
  let [near, far, divisor] = [0, 0n, 0n];
  for (let sample = 0; sample < values.numbers.length; sample++) {
    if (!counts(sample)) continue;
    if (divisors !== null) divisor += exactAt(divisors, sample);
    const magnitude = Math.abs(values.numbers[sample]!);
    if (near + magnitude <= Number.MAX_SAFE_INTEGER) near += magnitude;
    else {
      const value = exactAt(values, sample);
      far += BigInt(near) + (value < 0n ? -value : value);
      near = 0;
    }
  }
  return { sum: BigInt.asIntN(64, far + BigInt(near)), divisor: BigInt.asIntN(64, divisor) };
}
