// The program's own code as a regular expression on function names, so that it can be filtered by as `go tool pprof`
// filters by any other.
import type { Stack } from './frame';
import { spelledPackageOf } from './go-symbol';
import { isOwn, type OwnCode } from './own-code';
import { quoteRegexp } from './quote-regexp';

/** Characters. Longer, and a filter of it alone would be large: then repositories stand for all of their packages. */
const MOST = 2_000;

/**
 * Matches the names of own functions among those of the stacks, and as long as it is no longer than MOST no other of them:
 * a folder of packages stands for those in it where all of them are own, else each own package for itself.
 */
export function ownPattern(stacks: Iterable<Stack>, own: OwnCode): string {
  /** As symbols spell them: `gopkg.in/yaml%2ev3`. */
  const ours = new Set<string>();
  /** Every folder in which a package lies that is not own, and those packages. */
  const foreign = new Set<string>();
  const seen = new Set<string>();
  for (const frame of eachFrame(stacks)) {
    if (seen.has(frame.function)) continue;
    seen.add(frame.function);
    const path = spelledPackageOf(frame.function);
    if (path === '' || path === 'main') continue;
    if (isOwn(frame, own)) ours.add(path);
    else for (const folder of foldersOf(path)) foreign.add(folder);
  }
  const exact = partsOf(ours, (path) => foldersOf(path).find((folder) => !foreign.has(folder)));
  const parts =
    exact.join('|').length <= MOST ? exact : partsOf(ours, (path) => foldersOf(path)[0]).slice(0, MOST / 100);
  return `^(?:${['main\\.', ...parts].join('|')})`;
}

function* eachFrame(stacks: Iterable<Stack>): Iterable<Stack[number]> {
  for (const stack of stacks) yield* stack;
}

/** Per package the folder that stands for it, or else the package alone; each once. */
function partsOf(packages: Iterable<string>, folderFor: (path: string) => string | undefined): string[] {
  const parts = [...packages].map((path) => {
    const folder = folderFor(path);
    return folder === undefined ? `${quoteRegexp(path)}\\.` : `${quoteRegexp(folder)}[./]`;
  });
  return [...new Set(parts)].sort();
}

/** From the repository (`host/owner/name`, or the first element where it is no host) down to the package itself. */
function foldersOf(path: string): string[] {
  const elements = path.split('/');
  const least = elements[0]?.includes('.') === true ? Math.min(3, elements.length) : 1;
  return elements.slice(least - 1).map((_, i) => elements.slice(0, least + i).join('/'));
}
