// Sources for `list`: where `go tool pprof` finds them, in its words where it finds none; and, if asked, in the places that
// the user and Go have for them here.
import { err, ok, type Result } from '../../core/base/result';
import type { ReadSource } from '../../core/pprof/report/list';
import { localPlaces, type SourceFolders } from '../../core/source/local-places';
import { pprofPlaces, type SearchPaths } from '../../core/source/pprof-places';
import { readSource } from './read-source';

export interface SourceSearch {
  /** pprof's own options. */
  readonly paths: SearchPaths;
  /** The folder in which it runs: searched where no other is named. */
  readonly base: string;
  /** Where else to look; null: nowhere, as pprof. */
  readonly folders: SourceFolders | null;
}

/** Files are read once; a listing may show several functions of each. */
export function sourceReader(search: SourceSearch): ReadSource {
  const known = new Map<string, Result<readonly string[], string>>();
  return (file) => {
    let answer = known.get(file);
    if (answer === undefined) known.set(file, (answer = findSource(file, search)));
    return answer;
  };
}

function findSource(file: string, { paths, base, folders }: SourceSearch): Result<readonly string[], string> {
  const { sourcePath } = paths;
  const searched = { ...paths, sourcePath: sourcePath.length === 0 ? [base] : sourcePath };
  const { name, places } = pprofPlaces(file, searched);
  const elsewhere = folders === null ? [] : localPlaces(file, folders);
  let why = 'invalid argument';
  for (const place of [...places, ...elsewhere]) {
    const read = readSource(place, base);
    if (read.ok) return ok(read.value);
    why = read.error;
  }
  if (elsewhere.length > 0) {
    const looked = [...places, ...elsewhere].map((place) => `\n   ${place.path}`);
    return err(`could not find file ${name}; looked for${looked.join('')}`);
  }
  if (name.startsWith('/')) return err(`open ${name}: ${why}`);
  return err(`could not find file ${name} on path ${searched.sourcePath.join(':')}`);
}
