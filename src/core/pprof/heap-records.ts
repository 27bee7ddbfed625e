// The records of a heap profile as counters. The runtime keeps one per call stack and object size for as long as the
// process lives, also where nothing is in use any more, and writes all of them: so within one process no record's
// alloc_objects falls and none vanishes (runtime.MemProfile with inuseZero; runtime/pprof protomem.go).
import { stackKey } from '../base/frame';
import { at, type Profile } from './profile';
import { foldStacks } from './stacks';

export interface HeapRecords {
  /** alloc_objects by stack and object size; records of the same key (hidden runtime frames) are added up. */
  readonly allocObjects: ReadonlyMap<string, number>;
  readonly total: number;
  /** MemProfileRate: counts are scaled by it, so profiles of different rates do not compare. */
  readonly rate: number;
}

/** null where it is no absolute profile of allocations: without alloc_objects, or with negative ones (`-base`). */
export function heapRecordsOf(profile: Profile): HeapRecords | null {
  const column = profile.samples.values[profile.sampleTypes.findIndex((t) => t.type === 'alloc_objects')];
  if (column === undefined || profile.durationNanos !== 0n) return null;
  const { stacks, rowOfSample } = foldStacks(profile);
  const keys = stacks.map(stackKey);
  const sizeKey = profile.strings.indexOf('bytes');
  const allocObjects = new Map<string, number>();
  let total = 0;
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const count = at(column.numbers, sample);
    if (count < 0) return null;
    // Allocated, but not published yet: its size is not known either.
    if (count === 0) continue;
    const key = `${at(keys, at(rowOfSample, sample))} ${sizeOf(profile, sizeKey, sample)}`;
    allocObjects.set(key, (allocObjects.get(key) ?? 0) + count);
    total += count;
  }
  return { allocObjects, total, rate: Number(profile.period) };
}

function sizeOf({ samples, labels }: Profile, key: number, sample: number): number {
  const end = at(samples.labelStart, sample + 1);
  for (let label = at(samples.labelStart, sample); label < end; label++)
    if (labels.key[label] === key && labels.str[label] === 0) return at(labels.num.numbers, label);
  return 0;
}

/**
 * Whether `later` can be of the process that wrote `earlier`; null where they do not compare. `isWhole`: both are as the
 * runtime wrote them; a file that went through a tool may lack records.
 */
export function mayFollow(earlier: HeapRecords, later: HeapRecords, isWhole: boolean): boolean | null {
  if (earlier.rate !== later.rate || earlier.allocObjects.size === 0 || later.allocObjects.size === 0)
    return null;
  for (const [key, before] of earlier.allocObjects) {
    const now = later.allocObjects.get(key);
    if (now === undefined ? isWhole : now < before) return false;
  }
  return true;
}

/**
 * How much of `later` is as it was in `earlier`, 0–1. Most records of a process are of its start and never change, whereas
 * one that follows another process by chance has many that the other lacks: of several that it may follow, it is the one
 * with the largest share.
 */
export function unchangedShare(earlier: HeapRecords, later: HeapRecords): number {
  let unchanged = 0;
  for (const [key, now] of later.allocObjects) if (earlier.allocObjects.get(key) === now) unchanged++;
  return unchanged / later.allocObjects.size;
}
