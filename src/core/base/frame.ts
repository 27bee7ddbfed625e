/** One frame of a call stack. Names are as Go prints them; `line` is 0 where it is not known. */
export interface Frame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

/** Leaf first, as pprof stores it. */
export type Stack = readonly Frame[];

/**
 * A stack's identity within one binary: function and line of each frame. U+001F and U+001E cannot stand in a Go symbol.
 */
export const stackKey = (stack: Stack): string =>
  stack.map((f) => `${f.function}\u001f${f.line}`).join('\u001e');

/** The same place in one binary. */
export const isSameFrame = (a: Frame, b: Frame): boolean => a.function === b.function && a.line === b.line;
