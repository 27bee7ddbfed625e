// tagroot and tagleaf: the values of labels as frames, outside or inside of each stack (google/pprof,
// internal/driver/tagroot.go).
import { int64At } from '../../base/int64-column';
import { labelsOf } from '../label-values';
import { scaledLabel } from '../measurement';
import { mapStacks } from '../pick-samples';
import { at, type Profile } from '../profile';

interface LabelFrameOptions {
  /** Keys, comma-separated; '' for none. */
  readonly tagRoot: string;
  readonly tagLeaf: string;
  /** In which numbers are shown. */
  readonly unit: string;
}

/** `idle`: the options of which no sample has a label. */
export function addLabelFrames(
  profile: Profile,
  { tagRoot, tagLeaf, unit }: LabelFrameOptions,
): { profile: Profile; idle: string[] } {
  const [roots, leaves] = [tagRoot, tagLeaf].map((keys) => keys.split(',').filter((key) => key !== '')) as [
    string[],
    string[],
  ];
  if (roots.length === 0 && leaves.length === 0) return { profile, idle: [] };
  const frames = new LabelFrames(profile, unit);
  const { samples } = profile;
  const found = { root: false, leaf: false };
  const framed = mapStacks(profile, (sample, stack) => {
    const labels = labelsOf(profile, sample);
    // The first key comes to stand outermost.
    const framesOf = (keys: readonly string[], what: 'root' | 'leaf'): number[] =>
      keys.toReversed().map((key) => {
        const values = frames.values(labels, key);
        if (values.length > 0) found[what] = true;
        return frames.location(values.join(','), key);
      });
    // Made in this order, by which they are numbered.
    const outside = framesOf(roots, 'root');
    for (const frame of framesOf(leaves, 'leaf')) stack.push(frame);
    for (let i = at(samples.stackStart, sample); i < at(samples.stackStart, sample + 1); i++) {
      stack.push(at(samples.stackLocation, i));
    }
    for (const frame of outside) stack.push(frame);
    return true;
  });
  return {
    profile: frames.addTo(framed),
    idle: [
      ...(tagRoot === '' || found.root ? [] : ['tagroot']),
      ...(tagLeaf === '' || found.leaf ? [] : ['tagleaf']),
    ],
  };
}

/** The functions and locations that are made: one per key and text, behind those that are there. */
class LabelFrames {
  private readonly rows = new Map<string, number>();
  private readonly frames: { readonly name: string; readonly file: string }[] = [];

  constructor(
    private readonly profile: Profile,
    private readonly unit: string,
  ) {}

  values({ texts, numbers }: ReturnType<typeof labelsOf>, key: string): string[] {
    const { labels, strings } = this.profile;
    const rows = numbers.get(key) ?? [];
    const hasUnits = rows.some((row) => labels.numUnit[row] !== 0);
    const shown = rows.map((row) => {
      const value = int64At(labels.num, row);
      if (!hasUnits) return scaledLabel(value, '', '');
      return scaledLabel(value, at(strings, at(labels.numUnit, row)), this.unit);
    });
    return [...(texts.get(key) ?? []), ...shown];
  }

  location(name: string, file: string): number {
    const key = `${name}\0${file}`;
    let row = this.rows.get(key);
    if (row === undefined) {
      row = this.profile.locations.length + this.frames.push({ name, file }) - 1;
      this.rows.set(key, row);
    }
    return row;
  }

  addTo(profile: Profile): Profile {
    const { functions, locations, lines } = profile;
    const count = this.frames.length;
    const strings = [...profile.strings];
    const text = (value: string): number => (value === '' ? 0 : strings.push(value) - 1);
    const longer = (column: Uint32Array, added: readonly number[]): Uint32Array =>
      Uint32Array.from([...column, ...added]);
    const zeros = this.frames.map(() => 0);
    const reals = (column: Float64Array): Float64Array => Float64Array.from([...column, ...zeros]);
    return {
      ...profile,
      functions: {
        length: functions.length + count,
        name: longer(
          functions.name,
          this.frames.map(({ name }) => text(name)),
        ),
        systemName: longer(functions.systemName, zeros),
        filename: longer(
          functions.filename,
          this.frames.map(({ file }) => text(file)),
        ),
        startLine: reals(functions.startLine),
      },
      locations: {
        length: locations.length + count,
        id: locations.id && this.idsAfter(locations.id),
        mapping: Int32Array.from([...locations.mapping, ...this.frames.map(() => -1)]),
        address: BigUint64Array.from([...locations.address, ...this.frames.map(() => 0n)]),
        isFolded: Uint8Array.from([...locations.isFolded, ...zeros]),
        lineStart: longer(
          locations.lineStart,
          this.frames.map((_, i) => lines.length + i + 1),
        ),
      },
      lines: {
        length: lines.length + count,
        function: longer(
          lines.function,
          this.frames.map((_, i) => functions.length + i),
        ),
        line: reals(lines.line),
        column: reals(lines.column),
      },
      strings,
    };
  }

  private idsAfter(ids: BigUint64Array): BigUint64Array {
    const largest = ids.reduce((max, id) => (id > max ? id : max), 0n);
    return BigUint64Array.from([...ids, ...this.frames.map((_, i) => largest + BigInt(i + 1))]);
  }
}
