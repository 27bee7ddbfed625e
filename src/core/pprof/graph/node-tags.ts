// What a node's samples are labelled with (internal/graph: Tag): the texts of a sample together as one, and the numbers
// of `bytes`, alone of all, under that text.
import { PairMap } from '../../base/pair-map';
import { exactAt, int64At, magnitude64, type Int64Column } from '../../base/int64-column';
import { DIFF_BASE_LABEL } from '../aggregate';
import { labelsOf } from '../label-values';
import { scaledLabel } from '../measurement';
import { compareAsGo } from '../node-order';
import type { ReportContext } from '../report/context';
import { SampleSums } from '../weights';

export interface Tag {
  readonly name: string;
  /** Of a number; '' of a text. */
  readonly unit: string;
  readonly value: bigint;
  /** Sums, and what they are divided by where means are asked for, else 0. */
  readonly flat: bigint;
  readonly flatDivisor: bigint;
  readonly cum: bigint;
  readonly cumDivisor: bigint;
}

export interface TagsOfNode {
  readonly texts: readonly Tag[];
  /** By the text under which they stand; '' where there is none. */
  readonly numbers: ReadonlyMap<string, readonly Tag[]>;
}

/** Visits each node of each sample's stack; `isFirst` once per sample and node, `isLeaf` at the innermost place. */
export type WalkStacks = (
  visit: (sample: number, node: number, isFirst: boolean, isLeaf: boolean) => void,
) => void;

interface KnownTag {
  readonly isText: boolean;
  readonly under: string;
  readonly name: string;
  readonly unit: string;
}

const NONE: TagsOfNode = { texts: [], numbers: new Map() };

export class NodeTags {
  private readonly known: KnownTag[] = [];
  private readonly byName = new Map<string, number>();
  private readonly entries = new PairMap(16);
  private readonly values: bigint[] = [];
  private readonly entriesOfNode = new Map<number, number[]>();
  private readonly sums: Readonly<Record<'flat' | 'cum', Int64Column>> | null = null;
  private readonly divisors: Readonly<Record<'flat' | 'cum', Int64Column>> | null = null;

  constructor(context: ReportContext, walk: WalkStacks) {
    const tagged = this.tagsOfSamples(context);
    if (tagged.size === 0) return;
    const { values, divisors } = context.measure;
    const add = (column: Int64Column): Record<'flat' | 'cum', Int64Column> => {
      const [flat, cum] = [new SampleSums(column), new SampleSums(column)];
      let rows = 0;
      walk((sample, node, isFirst, isLeaf) => {
        for (const [tag, value] of tagged.get(sample) ?? []) {
          const entry = this.entries.add(node, tag);
          if (entry === rows) {
            rows++;
            flat.addRow();
            cum.addRow();
            if (entry === this.values.length) this.note(entry, node, value);
          }
          if (isFirst) cum.add(entry, sample);
          if (isLeaf) flat.add(entry, sample);
        }
      });
      return { flat: flat.finish(), cum: cum.finish() };
    };
    this.sums = add(values);
    this.divisors = divisors === null ? null : add(divisors);
  }

  private note(entry: number, node: number, value: bigint): void {
    this.values.push(value);
    const entries = this.entriesOfNode.get(node);
    if (entries === undefined) this.entriesOfNode.set(node, [entry]);
    else entries.push(entry);
  }

  /** Those of magnitude `least` at least, flat or cumulative. */
  of(node: number, least: number): TagsOfNode {
    const entries = this.entriesOfNode.get(node);
    if (entries === undefined || this.sums === null) return NONE;
    const texts: Tag[] = [];
    const numbers = new Map<string, Tag[]>();
    for (const entry of entries) {
      const { isText, under, name, unit } = this.known[this.entries.secondOf(entry)]!;
      const tag: Tag = {
        name,
        unit,
        value: this.values[entry]!,
        flat: exactAt(this.sums.flat, entry),
        flatDivisor: this.divisors === null ? 0n : exactAt(this.divisors.flat, entry),
        cum: exactAt(this.sums.cum, entry),
        cumDivisor: this.divisors === null ? 0n : exactAt(this.divisors.cum, entry),
      };
      if (Number(magnitude64(tag.flat)) < least && Number(magnitude64(tag.cum)) < least) continue;
      if (isText) texts.push(tag);
      else numbers.set(under, [...(numbers.get(under) ?? []), tag]);
    }
    return { texts, numbers };
  }

  /** How many boxes a node's tags take at least: what decides how many nodes are shown. */
  count(node: number, least: number): number {
    const { texts, numbers } = this.of(node, least);
    return [texts, ...numbers.values()].flat().filter(({ flat }) => flat !== 0n).length;
  }

  private tagsOfSamples({ profile, labelUnits, options }: ReportContext): Map<number, [number, bigint][]> {
    const tagged = new Map<number, [number, bigint][]>();
    const unit = labelUnits.get('bytes') ?? '';
    const { samples, labels } = profile;
    for (let sample = 0; sample < samples.length; sample++) {
      if (samples.labelStart[sample] === samples.labelStart[sample + 1]) continue;
      const { texts, numbers } = labelsOf(profile, sample);
      const joined = [...texts]
        .filter(([key]) => key !== DIFF_BASE_LABEL.key)
        .flatMap(([key, values]) => values.map((value) => `${key}:${value}`))
        .sort(compareAsGo)
        .join('\\n');
      const own: [number, bigint][] = [];
      if (joined !== '') own.push([this.tagOf({ isText: true, under: '', name: joined, unit: '' }), 0n]);
      for (const label of numbers.get('bytes') ?? []) {
        const name = scaledLabel(int64At(labels.num, label), unit, options.unit);
        own.push([this.tagOf({ isText: false, under: joined, name, unit }), exactAt(labels.num, label)]);
      }
      if (own.length > 0) tagged.set(sample, own);
    }
    return tagged;
  }

  private tagOf(tag: KnownTag): number {
    const key = JSON.stringify([tag.isText, tag.under, tag.name]);
    let row = this.byName.get(key);
    if (row === undefined) {
      row = this.known.push(tag) - 1;
      this.byName.set(key, row);
    }
    return row;
  }
}

export const flatOf = ({ flat, flatDivisor }: Tag): bigint => quotientOf(flat, flatDivisor);
export const cumOf = ({ cum, cumDivisor }: Tag): bigint => quotientOf(cum, cumDivisor);

const quotientOf = (value: bigint, divisor: bigint): bigint =>
  divisor === 0n ? value : BigInt.asIntN(64, value / divisor);

/** The heaviest first: by what stands at the node itself, or with what it calls; then by name. */
export const sortTags = (tags: readonly Tag[], byFlat: boolean): readonly Tag[] =>
  tags.toSorted(
    (a, b) =>
      (byFlat ? 0 : compare(magnitude64(b.cum), magnitude64(a.cum))) ||
      compare(magnitude64(b.flat), magnitude64(a.flat)) ||
      compareAsGo(a.name, b.name),
  );

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
