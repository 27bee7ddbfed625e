// Many numbers of a label as a few ranges (internal/graph: collapsedTags).
import { int64Of } from '../../base/int64-column';
import { scale, scaledLabel } from '../measurement';
import { cumOf, flatOf, sortTags, type Tag } from './node-tags';

/** The heaviest `count` and, with the one of them that it is nearest to, every other: `1kB..4kB`. The heaviest first. */
export function collapseTags(tags: readonly Tag[], count: number, byFlat: boolean): readonly Tag[] {
  const sorted = sortTags(tags, byFlat);
  if (sorted.length <= count) return sorted;
  const groups = sorted.slice(0, count).map((tag) => [tag]);
  for (const tag of sorted.slice(count)) {
    const distances = groups.map(([first]) => distance(tag, first!));
    groups[distances.indexOf(Math.min(...distances))]!.push(tag);
  }
  return sortTags(groups.map(joined), byFlat);
}

function distance(a: Tag, b: Tag): number {
  return Math.abs(scale(a.value, a.unit, b.unit).value - Number(b.value));
}

function joined(group: readonly Tag[]): Tag {
  const [first] = group as readonly [Tag];
  const done = (name: string, flat: bigint, cum: bigint): Tag => ({
    ...first,
    name,
    flat,
    flatDivisor: 0n,
    cum,
    cumDivisor: 0n,
  });
  if (group.length === 1) return done(labelOf(first), flatOf(first), cumOf(first));
  let [least, most] = [first, first];
  for (const tag of group) {
    if (int64Of(scale(tag.value, tag.unit, least.unit).value) < least.value) least = tag;
    if (int64Of(scale(tag.value, tag.unit, most.unit).value) > most.value) most = tag;
  }
  const sum = (of: (tag: Tag) => bigint): bigint =>
    BigInt.asIntN(
      64,
      group.reduce((total, tag) => total + of(tag), 0n),
    );
  const sums: Tag = {
    ...first,
    flat: sum(({ flat }) => flat),
    flatDivisor: sum(({ flatDivisor }) => flatDivisor),
    cum: sum(({ cum }) => cum),
    cumDivisor: sum(({ cumDivisor }) => cumDivisor),
  };
  return done(`${labelOf(least)}..${labelOf(most)}`, flatOf(sums), cumOf(sums));
}

const labelOf = ({ value, unit }: Tag): string => scaledLabel(value, unit, 'auto');
