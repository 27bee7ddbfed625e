// The user says where one file is, or the folder that it lies somewhere below; what follows for its neighbours.
import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { failed } from '../../contract/errors';
import { baseName } from '../../core/base/go-path';
import { mappingsBetween } from '../../core/source/derive-mapping';
import { localPlaces, type PathMapping, type SourceFolders } from '../../core/source/local-places';
import { mayLeadOut, type Place } from '../../core/source/place';
import { errno } from '../workspace/files';
import { findSource } from './find-source';

/** Throws PlumblineError where there is no such folder, or the file is not in it. `given`: absolute. */
export function deriveMapping(file: string, given: string): PathMapping {
  // Not there either where this user may not look, or where a link leads nowhere.
  if (!existsSync(expectUsable(given))) throw failed('source-folder-absent', { path: given });
  const stats = statSync(given);
  const found = findSource(stats.isDirectory() ? placesBelow(file, given) : [placeOf(given)], given);
  const candidates = found.ok ? mappingsBetween(file, found.path) : [];
  const isGiven = ({ local }: PathMapping): boolean => path.resolve(local) === path.resolve(given);
  const isModule = ({ local }: PathMapping): boolean => existsSync(path.join(local, 'go.mod'));
  const fits = stats.isDirectory()
    ? (candidates.find(isGiven) ?? candidates.at(-1))
    : // With all of its module, where that can be told; else no more than its own folder.
      (candidates.find(isModule) ?? candidates[0]);
  if (fits !== undefined && localPlaces(file, { ...NOWHERE, mappings: [fits] }).length > 0) return fits;
  const name = baseName(file.replaceAll('\\', '/'));
  if (mayLeadOut(file)) throw failed('source-name-refused', { file: name });
  throw failed('source-not-below', { file: name, path: given });
}

const NOWHERE: SourceFolders = { mappings: [], checkouts: [], goRoot: null, moduleCache: null };
const placesBelow = (file: string, folder: string): Place[] =>
  localPlaces(file, { ...NOWHERE, checkouts: [folder] });
const placeOf = (file: string): Place => ({ root: path.dirname(file), path: file });

/** Absolute, and not the whole disk, by a link neither: a profile names any file there is. */
export function expectUsable(folder: string): string {
  if (!path.isAbsolute(folder)) throw failed('source-folder-relative', { path: folder });
  if (isWholeDisk(folder) || isWholeDisk(withoutLinks(folder))) throw failed('source-folder-whole');
  return folder;
}

const isWholeDisk = (folder: string): boolean =>
  path.dirname(path.normalize(folder)) === path.normalize(folder);

/** Without links, as far as it is there. */
function withoutLinks(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    if (errno(error) === undefined) throw error;
    return folder;
  }
}
