/** Where a source file may be on this machine. */
export interface Place {
  /** The folder that it must not lead out of, by links neither. */
  readonly root: string;
  readonly path: string;
}

/**
 * Whether the name could lead out of a folder that its end is looked for in: of a part that is no drive in front, Windows
 * would make one, and no path has a NUL.
 */
export const mayLeadOut = (name: string): boolean =>
  name.includes('\0') ||
  name.split(/[\\/]/).some((part, i) => /^[A-Za-z]:/.test(part) && (i > 0 || part.length > 2));

/** Beyond this a file name is not one that a compiler wrote. */
export const MAX_NAME = 4_096;

const SOURCE =
  /\.(?:go|s|asm|c|cc|cpp|cxx|h|hh|hpp|hxx|inc|m|mm|rs|zig|[cm]?[jt]sx?|java|kt|scala|py|rb|swift|proto|y)$/i;

/** A profile may name any file there is; only what is called as source code is called is shown. */
export const isSourceName = (name: string): boolean => name.length <= MAX_NAME && SOURCE.test(name);
