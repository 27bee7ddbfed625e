// Stacks as other tools read them: one line each, or speedscope's JSON. Both take functions alone, without lines.
import type { Frame } from '../base/frame';
import { stacksOf } from './stacks';
import { at, type Profile } from './profile';

interface Folded {
  /** The outermost first. */
  readonly frames: readonly Frame[];
  readonly value: number;
}

/** Distinct stacks of functions with their sums, those without a value left out. */
function folded(profile: Profile, sampleType: number): Folded[] {
  const { stacks, values } = stacksOf(profile, sampleType);
  const byFunctions = new Map<string, { frames: readonly Frame[]; value: number }>();
  for (const [row, stack] of stacks.entries()) {
    const frames = stack.toReversed();
    const key = frames.map((frame) => frame.function).join('\n');
    const known = byFunctions.get(key);
    if (known === undefined) byFunctions.set(key, { frames, value: at(values, row) });
    else known.value += at(values, row);
  }
  return [...byFunctions.values()].filter(({ value }) => value !== 0);
}

/**
 * `main.main;net/http.Serve 12` per line, as flamegraph.pl and others read it. A `;` or a line break in a name, which Go
 * never has, becomes `:` or a space: they would be another stack.
 */
export function collapsedStacks(profile: Profile, sampleType: number): string {
  const clean = (name: string): string => name.replaceAll(';', ':').replaceAll(/[\r\n]+/g, ' ');
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

/** speedscope's file format, of one sample type. Negative weights, which it cannot show, are left out. */
export function speedscopeJson(profile: Profile, sampleType: number, name: string): string {
  const rows = new Map<string, number>();
  const frames: { name: string; file?: string }[] = [];
  const stacks = folded(profile, sampleType).filter(({ value }) => value > 0);
  const samples = stacks.map((stack) =>
    stack.frames.map((frame) => {
      let row = rows.get(frame.function);
      if (row === undefined) {
        row = frames.push({ name: frame.function, ...(frame.file === '' ? {} : { file: frame.file }) }) - 1;
        rows.set(frame.function, row);
      }
      return row;
    }),
  );
  const weights = stacks.map(({ value }) => value);
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
        endValue: weights.reduce((sum, weight) => sum + weight, 0),
        samples,
        weights,
      },
    ],
  });
}
