// Go's functions for paths beyond their last part (path/filepath on Unix), as pprof uses them to find sources.
import { cleanPath } from './go-path';

/** filepath.SplitList: '' is no path at all, `a::b` has an empty one in it. */
export const splitPathList = (text: string, delimiter = ':'): string[] =>
  text === '' ? [] : text.split(delimiter);

/** filepath.Dir. */
export const folderOf = (path: string): string => cleanPath(path.slice(0, path.lastIndexOf('/') + 1));

/** filepath.Join: empty parts count for nothing. */
export function joinPaths(...parts: readonly string[]): string {
  const given = parts.filter((part) => part !== '');
  return given.length === 0 ? '' : cleanPath(given.join('/'));
}

/** With slashes only, and without what a drive letter or a `..` that is left over could lead out of a folder by. */
export function isBelow(relative: string): boolean {
  return (
    relative !== '' &&
    !relative.startsWith('/') &&
    !/[\\\0]/.test(relative) &&
    !/^[A-Za-z]:/.test(relative) &&
    !relative.split('/').includes('..')
  );
}
