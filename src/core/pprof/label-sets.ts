import { GrowableUint32 } from '../base/growable';
import { Int64ColumnBuilder, exactAt } from '../base/int64-column';
import type { StringTable } from './merge-tables';
import { filterLabels } from './pick-samples';
import { at, type LabelTable, type Profile } from './profile';

interface Label {
  readonly key: number;
  readonly str: number;
  readonly num: bigint;
  readonly unit: number;
}

/**
 * Numbers sets of labels. Two are the same where each key has the same values in the same order, strings and numbers
 * apart; the order of keys does not count. Rows are those of the pool of strings.
 */
export class LabelSets {
  private readonly rows = new Map<string, number>([['', 0]]);
  private readonly sets: (readonly Label[])[] = [[]];

  constructor(private readonly pool: StringTable) {}

  /** The set of each sample of a profile. */
  source(profile: Profile): (sample: number) => number {
    const { samples, labels, strings } = profile;
    const row = (stringRow: number): number => this.pool.add(at(strings, stringRow));
    return (sample) => {
      if (samples.labelStart[sample] === samples.labelStart[sample + 1]) return 0;
      const own: Label[] = [];
      const end = at(samples.labelStart, sample + 1);
      for (let label = at(samples.labelStart, sample); label < end; label++) {
        own.push({
          key: row(at(labels.key, label)),
          str: row(at(labels.str, label)),
          num: exactAt(labels.num, label),
          unit: row(at(labels.numUnit, label)),
        });
      }
      return this.number(own);
    };
  }

  private number(labels: readonly Label[]): number {
    // Stable: within a key the order counts.
    const sorted = labels.toSorted((a, b) => a.key - b.key || Number(a.str === 0) - Number(b.str === 0));
    const key = sorted.map((l) => `${l.key} ${l.str} ${l.num} ${l.unit}`).join('\n');
    let row = this.rows.get(key);
    if (row === undefined) {
      row = this.sets.push(sorted) - 1;
      this.rows.set(key, row);
    }
    return row;
  }

  /** A table to which whole sets are added. */
  table(): { add: (set: number) => void; readonly length: number; finish: () => LabelTable } {
    const key = new GrowableUint32();
    const str = new GrowableUint32();
    const numUnit = new GrowableUint32();
    const num = new Int64ColumnBuilder(64);
    return {
      add: (set) => {
        for (const label of at(this.sets, set)) {
          num.setBigInt(key.length, label.num);
          key.push(label.key);
          str.push(label.str);
          numUnit.push(label.unit);
        }
      },
      get length() {
        return key.length;
      },
      finish: () => ({
        length: key.length,
        key: key.finish(),
        str: str.finish(),
        num: num.finish(key.length),
        numUnit: numUnit.finish(),
      }),
    };
  }
}

/** The profile with a label on every sample, in place of other texts of the same key. */
export function withLabel(profile: Profile, { key, value }: { key: string; value: string }): Profile {
  const { samples } = profile;
  const strings = [...profile.strings, key, value];
  const [keyRow, valueRow] = [strings.length - 2, strings.length - 1];
  const others = filterLabels(
    profile,
    (label) => profile.labels.str[label] === 0 || profile.strings[at(profile.labels.key, label)] !== key,
  );
  const { labels } = others;
  const { labelStart } = others.samples;
  // Its label comes last in each sample: as many rows further down as there are samples before.
  const length = labels.length + samples.length;
  const source = new Int32Array(length).fill(-1);
  const start = labelStart.map((row, sample) => row + sample);
  for (let sample = 0; sample < samples.length; sample++) {
    for (let row = at(labelStart, sample); row < at(labelStart, sample + 1); row++)
      source[row + sample] = row;
  }
  const column = (rows: Uint32Array, added: number): Uint32Array =>
    Uint32Array.from(source, (row) => (row < 0 ? added : at(rows, row)));
  const num = new Int64ColumnBuilder(length);
  for (const [row, from] of source.entries()) num.setBigInt(row, from < 0 ? 0n : exactAt(labels.num, from));
  return {
    ...others,
    strings,
    samples: { ...others.samples, labelStart: start },
    labels: {
      length,
      key: column(labels.key, keyRow),
      str: column(labels.str, valueRow),
      num: num.finish(length),
      numUnit: column(labels.numUnit, 0),
    },
  };
}
