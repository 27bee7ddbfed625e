// Where `go tool pprof` looks for the source of a file that a profile names (internal/report: trimPath, openSourceFile).
import { baseName } from '../base/go-path';
import { folderOf, isBelow, joinPaths } from '../base/path-list';
import { MAX_NAME, type Place } from './place';

export interface SearchPaths {
  /** Folders to search; their parents are searched too. */
  readonly sourcePath: readonly string[];
  /** What is cut from the front of names; where nothing is given, up to the name of a folder that is searched. */
  readonly trimPath: readonly string[];
}

const ALWAYS_TRIMMED = ['/proc/self/cwd/./', '/proc/self/cwd/'];

/** The name as reports show it. */
export function trimPath(name: string, { sourcePath, trimPath: prefixes }: SearchPaths): string {
  if (prefixes.length === 0) {
    for (const folder of sourcePath) {
      const wanted = `/${baseName(folder)}/`;
      const found = name.indexOf(wanted);
      if (found >= 0) return name.slice(found + wanted.length);
    }
  }
  for (const given of [...prefixes, ...ALWAYS_TRIMMED]) {
    const prefix = given.endsWith('/') ? given : `${given}/`;
    if (name.startsWith(prefix)) return name.slice(prefix.length);
  }
  return name;
}

export interface PprofPlaces {
  /** As it is looked for. */
  readonly name: string;
  readonly places: readonly Place[];
}

/**
 * The places in pprof's order. What differs knowingly: a name that leads up out of the folder (`../x.go`) has none; and who
 * reads them opens what is called as source code alone, where pprof opens whatever a profile names.
 */
export function pprofPlaces(file: string, paths: SearchPaths): PprofPlaces {
  const name = trimPath(file, paths);
  if (name.length > MAX_NAME || name.includes('\0')) return { name, places: [] };
  if (name.startsWith('/')) return { name, places: [{ root: folderOf(name), path: name }] };
  const places: Place[] = [];
  if (isBelow(name)) {
    for (const given of paths.sourcePath) {
      for (let folder = given, parent = ''; ; folder = parent) {
        places.push({ root: folder === '' ? '.' : folder, path: joinPaths(folder, name) });
        parent = folderOf(folder);
        if (parent === folder) break;
      }
    }
  }
  return { name, places };
}
