/** Where a source file may be on this machine. */
export interface Place {
  /** The folder that it must not lead out of, by links neither. */
  readonly root: string;
  readonly path: string;
}

/** Beyond this a file name is not one that a compiler wrote. */
export const MAX_NAME = 4_096;

const SOURCE =
  /\.(?:go|s|asm|c|cc|cpp|cxx|h|hh|hpp|hxx|inc|m|mm|rs|zig|[cm]?[jt]sx?|java|kt|scala|py|rb|swift|proto|y)$/i;

/** A profile may name any file there is; only what is called as source code is called is shown. */
export const isSourceName = (name: string): boolean => name.length <= MAX_NAME && SOURCE.test(name);
