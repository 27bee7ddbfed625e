// Stacks as other tools read them: one line each, or speedscope's JSON. Both take functions alone, without lines.
import type { Frame } from '../base/frame';
import { exactAt } from '../base/int64-column';
import { foldStacks } from './stacks';
import { at, type Profile } from './profile';

interface Folded {
  /** The outermost first. */
  readonly frames: readonly Frame[];
  readonly value: bigint;
}

/** Of a function that has none, as in pprof's reports. */
const nameOf = (name: string): string => (name === '' ? '<unknown>' : name);

/** Distinct stacks of functions with their sums, those without a value left out. */
function folded(profile: Profile, sampleType: number): Folded[] {
  const { stacks, rowOfSample } = foldStacks(profile);
  const byFunctions = new Map<string, { frames: readonly Frame[]; value: bigint }>();
  const ofStack = stacks.map((stack) => {
    const frames = stack.toReversed();
    const key = JSON.stringify(frames.map((frame) => frame.function));
    const sum = byFunctions.get(key) ?? { frames, value: 0n };
    byFunctions.set(key, sum);
    return sum;
  });
  const column = at(profile.samples.values, sampleType);
  for (const [sample, row] of rowOfSample.entries()) at(ofStack, row).value += exactAt(column, sample);
  return [...byFunctions.values()].filter(({ value }) => value !== 0n);
}

/**
 * `main.main;net/http.Serve 12` per line, as flamegraph.pl and others read it. A `;` or a line break in a name, which Go
 * never has, becomes `:` or a space: they would be another stack.
 */
export function collapsedStacks(profile: Profile, sampleType: number): string {
  const clean = (name: string): string =>
    nameOf(name)
      .replaceAll(';', ':')
      .replaceAll(/[\r\n]+/g, ' ');
  return folded(profile, sampleType)
    .map(({ frames, value }) => `${frames.map((frame) => clean(frame.function)).join(';')} ${value}\n`)
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
 * speedscope's file format, of one sample type. Negative weights, which it cannot show, are left out. Its numbers are
 * doubles: what none holds is rounded here, once it is summed.
 */
export function speedscopeJson(profile: Profile, sampleType: number, name: string): string {
  const rows = new Map<string, number>();
  const frames: { name: string; file?: string }[] = [];
  const stacks = folded(profile, sampleType).filter(({ value }) => value > 0n);
  const samples = stacks.map((stack) =>
    stack.frames.map((frame) => {
      let row = rows.get(frame.function);
      if (row === undefined) {
        row =
          frames.push({ name: nameOf(frame.function), ...(frame.file === '' ? {} : { file: frame.file }) }) -
          1;
        rows.set(frame.function, row);
      }
      return row;
    }),
  );
  const end = stacks.reduce((sum, { value }) => sum + value, 0n);
  const { type, unit } = at(profile.sampleTypes, sampleType);
  return JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name,
    exporter: 'plumbline',
    shared: { frames },
    profiles: [
      {
        type: 'sampled',
        name: type,
        unit: SPEEDSCOPE_UNITS[unit] ?? 'none',
        startValue: 0,
        endValue: Number(end),
        samples,
        weights: stacks.map(({ value }) => Number(value)),
      },
    ],
  });
}
