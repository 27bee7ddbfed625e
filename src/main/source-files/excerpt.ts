export interface Excerpt {
  /** 1 is the first line of the file. */
  readonly from: number;
  readonly lines: readonly string[];
}

/** All lines where they have `most` characters together; else those around `first` to `last`, as many as fit. */
export function excerptOf(lines: readonly string[], first: number, last: number, most: number): Excerpt {
  const sizeOf = (line: number): number => (lines[line - 1]?.length ?? 0) + 1;
  let from = Math.min(Math.max(1, first), lines.length + 1);
  let to = from;
  let size = 0;
  const end = Math.min(last, lines.length) + 1;
  while (to < end && size + sizeOf(to) <= most) size += sizeOf(to++);
  for (let grows = to >= end; grows;) {
    grows = false;
    if (from > 1 && size + sizeOf(from - 1) <= most) {
      size += sizeOf(--from);
      grows = true;
    }
    if (to <= lines.length && size + sizeOf(to) <= most) {
      size += sizeOf(to++);
      grows = true;
    }
  }
  return { from, lines: lines.slice(from - 1, to - 1) };
}
