// Sources of the files that a profile names: where `go tool pprof` finds them, in its words where it finds none; and, if
// asked, in the places that the user and Go have for them here.
import { err, ok, type Result } from '../../core/base/result';
import type { ReadSource } from '../../core/pprof/report/list';
import { localPlaces, type SourceFolders } from '../../core/source/local-places';
import type { Place } from '../../core/source/place';
import { pprofPlaces, type SearchPaths } from '../../core/source/pprof-places';
import { readSource, type SourceMissed } from './read-source';

export interface SourceSearch {
  /** pprof's own options. */
  readonly paths: SearchPaths;
  /** The folder in which it runs: searched where no other is named. */
  readonly base: string;
  /** Where else to look; null: nowhere, as pprof. */
  readonly folders: SourceFolders | null;
}

export interface Looked extends SourceMissed {
  readonly path: string;
}

export type FoundSource =
  | { readonly ok: true; readonly path: string; readonly lines: readonly string[] }
  | { readonly ok: false; readonly looked: readonly Looked[] };

/** In the first of the places that holds it. `base`: the folder that relative ones are in. */
export function findSource(places: readonly Place[], base: string): FoundSource {
  const looked: Looked[] = [];
  for (const place of places) {
    const read = readSource(place, base);
    if (read.ok) return { ok: true, path: place.path, lines: read.value };
    looked.push({ path: place.path, ...read.error });
  }
  return { ok: false, looked };
}

/** Files are read once; a listing may show several functions of each. */
export function sourceReader(search: SourceSearch): ReadSource {
  const known = new Map<string, Result<readonly string[], string>>();
  return (file) => {
    let answer = known.get(file);
    if (answer === undefined) known.set(file, (answer = inWords(file, search)));
    return answer;
  };
}

function inWords(file: string, { paths, base, folders }: SourceSearch): Result<readonly string[], string> {
  const { sourcePath } = paths;
  const searched = { ...paths, sourcePath: sourcePath.length === 0 ? [base] : sourcePath };
  const { name, places } = pprofPlaces(file, searched);
  const elsewhere = folders === null ? [] : localPlaces(file, folders);
  const found = findSource([...places, ...elsewhere], base);
  if (found.ok) return ok(found.lines);
  if (elsewhere.length > 0) {
    const looked = found.looked.map(({ path }) => `\n   ${path}`);
    return err(`could not find file ${name}; looked for${looked.join('')}`);
  }
  if (name.startsWith('/')) return err(`open ${name}: ${found.looked.at(-1)?.words ?? 'invalid argument'}`);
  return err(`could not find file ${name} on path ${searched.sourcePath.join(':')}`);
}
