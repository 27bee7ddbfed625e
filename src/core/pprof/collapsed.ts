// Stacks as other tools read them: one line each, or speedscope's JSON. Both take functions alone, without lines.
import type { Frame } from '../base/frame';
import { exactAt } from '../base/int64-column';
import { foldStacks } from './stacks';
import { at, type Profile } from './profile';

interface Folded {
  /** The outermost first. */
  readonly frames: readonly Frame[];
  /** Per profile. */
  readonly values: bigint[];
}

/** Of a function that has no name, as in pprof's reports. */
const UNKNOWN = '<unknown>';
const nameOf = (name: string): string => (name === '' ? UNKNOWN : name);

/** Distinct stacks of functions with their sums in each of the profiles, those without a value in any left out. */
function folded(profiles: readonly Profile[], sampleType: number): Folded[] {
  const byFunctions = new Map<string, Folded>();
  for (const [i, profile] of profiles.entries()) {
    const { stacks, rowOfSample } = foldStacks(profile);
    const ofStack = stacks.map((stack) => {
      const frames = stack.toReversed();
      const key = JSON.stringify(frames.map((frame) => frame.function));
      const sum = byFunctions.get(key) ?? { frames, values: profiles.map(() => 0n) };
      byFunctions.set(key, sum);
      return sum;
    });
    const column = at(profile.samples.values, sampleType);
    for (const [sample, row] of rowOfSample.entries()) {
      const { values } = at(ofStack, row);
      values[i] = at(values, i) + exactAt(column, sample);
    }
  }
  return [...byFunctions.values()].filter(({ values }) => values.some((value) => value !== 0n));
}

/**
 * `main.main;net/http.Serve 12` per line, as flamegraph.pl and others read it. A `;` or a line break in a name, which Go
 * never has, becomes `:` or a space: they would be another stack. Of two profiles, `… 12 15`: before and after, as
 * difffolded.pl writes a difference and flamegraph.pl and inferno draw it; one sum would lose what shrank there. What has
 * no stack is a function without a name: left out it would be missing from the total, and its line alone has no name to read.
 */
export function collapsedStacks(profiles: readonly Profile[], sampleType: number): string {
  const clean = (frame: Frame): string =>
    nameOf(frame.function)
      .replaceAll(';', ':')
      .replaceAll(/[\r\n]+/g, ' ');
  return folded(profiles, sampleType)
    .map(({ frames, values }) => `${frames.map(clean).join(';') || UNKNOWN} ${values.join(' ')}\n`)
    .join('');
}

const SPEEDSCOPE_UNITS: Readonly<Record<string, string>> = {
  bytes: 'bytes',
  nanoseconds: 'nanoseconds',
  microseconds: 'microseconds',
  milliseconds: 'milliseconds',
  seconds: 'seconds',
};

/**
 * speedscope's file format, of one sample type. It shows no negative weights: where there are any, as in a difference, what
 * grew and what shrank are two profiles of the file. Its numbers are doubles: what none holds is rounded here, once it is
 * summed.
 */
export function speedscopeJson(profile: Profile, sampleType: number, name: string): string {
  const rows = new Map<string, number>();
  const frames: { name: string; file?: string }[] = [];
  const rowOf = (frame: Frame): number => {
    let row = rows.get(frame.function);
    if (row === undefined) {
      const file = frame.file === '' ? {} : { file: frame.file };
      row = frames.push({ name: nameOf(frame.function), ...file }) - 1;
      rows.set(frame.function, row);
    }
    return row;
  };
  const { type, unit } = at(profile.sampleTypes, sampleType);
  const all = folded([profile], sampleType).map(({ frames: stack, values }) => ({
    stack,
    weight: at(values, 0),
  }));
  const sampled = (title: string, sign: 1n | -1n): object => {
    const some = all.filter(({ weight }) => weight * sign > 0n);
    return {
      type: 'sampled',
      name: title,
      unit: SPEEDSCOPE_UNITS[unit] ?? 'none',
      startValue: 0,
      endValue: Number(some.reduce((sum, { weight }) => sum + weight * sign, 0n)),
      samples: some.map(({ stack }) => stack.map(rowOf)),
      weights: some.map(({ weight }) => Number(weight * sign)),
    };
  };
  const hasGrown = all.some(({ weight }) => weight > 0n);
  const hasShrunk = all.some(({ weight }) => weight < 0n);
  return JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name,
    exporter: 'plumbline',
    // Filled while the profiles are made, before any of it is written.
    shared: { frames },
    profiles: hasShrunk
      ? [...(hasGrown ? [sampled(`${type}, grew`, 1n)] : []), sampled(`${type}, shrank`, -1n)]
      : [sampled(type, 1n)],
  });
}
