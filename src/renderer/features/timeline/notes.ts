// Where notes stand on the timeline: a mark each, marks that would cover one another as one with their number, and a
// bracket for each range. Pixels are from the left of the timeline, gutter included.
import type { Annotation } from '../../../contract/annotations';

export interface PlacedNotes {
  readonly x: number;
  /** In the order of time; more than one stand at about the same place. */
  readonly notes: readonly Annotation[];
}
export interface Bracket {
  readonly id: string;
  readonly left: number;
  readonly right: number;
  /** Whether that end of the range is in sight. */
  readonly begins: boolean;
  readonly ends: boolean;
  /** 0 is the uppermost; ranges that overlap stand below one another as far as there is room. */
  readonly lane: number;
}

/** Pixels that a mark with its number takes. */
export const MARK = 32;
const LANES = 3;
/** Below this a bracket would be a dot. */
const LEAST = 6;

export interface Axis {
  readonly xOf: (ms: number) => number;
  readonly left: number;
  readonly right: number;
}

interface Span {
  readonly annotation: Annotation;
  readonly fromMs: number;
  readonly toMs: number;
}

function spanOf(annotation: Annotation, snapshotMs: (id: string) => number | null): Span | null {
  const { on } = annotation;
  if (on.type === 'range') return { annotation, fromMs: on.fromMs, toMs: on.toMs };
  const at = on.type === 'moment' ? on.timeMs : on.type === 'snapshot' ? snapshotMs(on.snapshotId) : null;
  return at === null ? null : { annotation, fromMs: at, toMs: at };
}

/** Notes on stacks and functions stand beside those, not here. */
export const isOnTimeline = ({ type }: Annotation['on']): boolean =>
  type === 'moment' || type === 'range' || type === 'snapshot';

export function placeNotes(
  annotations: readonly Annotation[],
  snapshotMs: (id: string) => number | null,
  { xOf, left, right }: Axis,
): { marks: PlacedNotes[]; brackets: Bracket[] } {
  const seen: { annotation: Annotation; x: number }[] = [];
  const ranges: Omit<Bracket, 'lane'>[] = [];
  for (const annotation of annotations) {
    const span = spanOf(annotation, snapshotMs);
    if (span === null) continue;
    const [from, to] = [xOf(span.fromMs), xOf(span.toMs)];
    if (to < left || from > right) continue;
    const [shownFrom, shownTo] = [Math.max(from, left), Math.min(to, right)];
    // A range has its mark in the middle of what is seen of it.
    seen.push({ annotation, x: (shownFrom + shownTo) / 2 });
    if (annotation.on.type === 'range') {
      const width = Math.max(LEAST, shownTo - shownFrom);
      ranges.push({
        id: annotation.id,
        ...{ left: shownFrom, right: shownFrom + width, begins: from >= left, ends: to <= right },
      });
    }
  }
  return { marks: gather(seen), brackets: stackUp(ranges) };
}

function gather(seen: { annotation: Annotation; x: number }[]): PlacedNotes[] {
  seen.sort((a, b) => a.x - b.x);
  const marks: { from: number; to: number; notes: Annotation[] }[] = [];
  for (const { annotation, x } of seen) {
    const last = marks.at(-1);
    // Measured from where the group begins: else two hundred notes side by side would all be one.
    if (last !== undefined && x - last.from < MARK) {
      last.to = x;
      last.notes.push(annotation);
    } else {
      marks.push({ from: x, to: x, notes: [annotation] });
    }
  }
  return marks.map(({ from, to, notes }) => ({ x: notes.length === 1 ? from : (from + to) / 2, notes }));
}

function stackUp(ranges: readonly Omit<Bracket, 'lane'>[]): Bracket[] {
  const ends = Array.from({ length: LANES }, () => -Infinity);
  return ranges
    .toSorted((a, b) => a.left - b.left || b.right - a.right)
    .map((range) => {
      const free = ends.findIndex((end) => end < range.left);
      const lane = free < 0 ? LANES - 1 : free;
      ends[lane] = Math.max(ends[lane] ?? -Infinity, range.right);
      return { ...range, lane };
    });
}
