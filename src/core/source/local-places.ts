// Where the source of a file that a build elsewhere named may be on this machine: folders that the user gave for folders
// of the build, the places in which Go keeps its own library and modules, and checkouts. Names come from a profile and are
// hostile: every place lies below a folder that the user or this machine's Go has named.
import { cleanPath } from '../base/go-path';
import { isBelow, joinPaths } from '../base/path-list';
import { inModuleCache } from './module-path';
import { isSourceName, type Place } from './place';

/** What lay in `build` where the program was built lies in `local` here. */
export interface PathMapping {
  readonly build: string;
  readonly local: string;
}

export interface SourceFolders {
  readonly mappings: readonly PathMapping[];
  /** Folders with checkouts: the longest end of a name that is there is taken. */
  readonly checkouts: readonly string[];
  /** GOROOT of this machine; null where it has no Go. */
  readonly goRoot: string | null;
  /** GOMODCACHE; null likewise. */
  readonly moduleCache: string | null;
}

/** Folders deeper than this are searched no more. */
const MAX_PARTS = 64;

/** Places in the order in which they are to be tried, none twice. Names of what is no source code have none. */
export function localPlaces(given: string, folders: SourceFolders): Place[] {
  if (!isSourceName(given)) return [];
  const name = cleanPath(given.replaceAll('\\', '/'));
  const found = [
    ...mapped(name, folders.mappings),
    ...inModules(name, folders.moduleCache),
    ...inGoRoot(name, folders.goRoot),
    ...folders.checkouts.flatMap((folder) => byEnd(name, folder)),
  ];
  const seen = new Set<string>();
  return found.filter(({ path }) => !seen.has(path) && seen.add(path));
}

const placeIn = (root: string, relative: string): Place[] =>
  isBelow(relative) ? [{ root, path: joinPaths(root, relative) }] : [];

/** The closest mapping first. */
function mapped(name: string, mappings: readonly PathMapping[]): Place[] {
  return mappings
    .map(({ build, local }) => ({ build: cleanPath(build.replaceAll('\\', '/')), local }))
    .toSorted((a, b) => b.build.length - a.build.length)
    .flatMap(({ build, local }) => {
      const prefix = build.endsWith('/') ? build : `${build}/`;
      return name.startsWith(prefix) ? placeIn(local, name.slice(prefix.length)) : [];
    });
}

/** `module@version/…` of a build with -trimpath, or `…/pkg/mod/…` of one without. */
function inModules(name: string, cache: string | null): Place[] {
  if (cache === null) return [];
  const trimmed = inModuleCache(name);
  if (trimmed !== null) return placeIn(cache, trimmed);
  const at = name.lastIndexOf('/pkg/mod/');
  return at < 0 ? [] : placeIn(cache, name.slice(at + '/pkg/mod/'.length));
}

/** `runtime/proc.go` of a build with -trimpath, or below `…/src/` of one without; its packages have no dot in front. */
function inGoRoot(name: string, goRoot: string | null): Place[] {
  if (goRoot === null) return [];
  const isOwn = (relative: string): boolean => /^[^./@]+\//.test(relative);
  const found = name.startsWith('/') || !isOwn(name) ? [] : [name];
  for (let at = name.indexOf('/src/'); at >= 0; at = name.indexOf('/src/', at + 1)) {
    const relative = name.slice(at + '/src/'.length);
    if (isOwn(relative)) found.push(relative);
  }
  return found.flatMap((relative) => placeIn(joinPaths(goRoot, 'src'), relative));
}

function byEnd(name: string, folder: string): Place[] {
  const parts = name.split('/').filter((part) => part !== '');
  const first = Math.max(0, parts.length - MAX_PARTS);
  return parts.slice(first).flatMap((_, i) => placeIn(folder, parts.slice(first + i).join('/')));
}
