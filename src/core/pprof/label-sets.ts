import { GrowableUint32 } from '../base/growable';
import { Int64ColumnBuilder, exactAt } from '../base/int64-column';
import type { StringPool } from './merge-tables';
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

  constructor(private readonly pool: StringPool) {}

  /** The set of each sample of a profile, with a label added to all of them where one is given. */
  source(profile: Profile, mark: { key: string; value: string } | null): (sample: number) => number {
    const { samples, labels, strings } = profile;
    const row = (stringRow: number): number => this.pool.add(at(strings, stringRow));
    const added = mark && { key: this.pool.add(mark.key), str: this.pool.add(mark.value), num: 0n, unit: 0 };
    return (sample) => {
      if (added === null && samples.labelStart[sample] === samples.labelStart[sample + 1]) return 0;
      const own: Label[] = [];
      const end = at(samples.labelStart, sample + 1);
      for (let label = at(samples.labelStart, sample); label < end; label++) {
        const str = at(labels.str, label);
        own.push({
          key: row(at(labels.key, label)),
          str: row(str),
          num: exactAt(labels.num, label),
          unit: row(at(labels.numUnit, label)),
        });
      }
      if (added === null) return this.number(own);
      return this.number([...own.filter((label) => label.key !== added.key || label.str === 0), added]);
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
