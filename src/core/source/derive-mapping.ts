// Which folder of the build is which one here, told from one file that was found.
import { cleanPath } from '../base/go-path';
import type { PathMapping } from './local-places';

/**
 * What the name of a build and the path of the same file here can have in common at their ends, the closest folders first:
 * `/build/app/cmd/x.go` and `/home/me/app/cmd/x.go` are in `/build/app/cmd`, `/build/app` and `/build`. None where not even
 * the file is called the same.
 */
export function mappingsBetween(given: string, here: string): PathMapping[] {
  const name = cleanPath(given.replaceAll('\\', '/')).split('/');
  const path = here.replaceAll('\\', '/').split('/');
  const found: PathMapping[] = [];
  for (let k = 1; k < Math.min(name.length, path.length) && name.at(-k) === path.at(-k); k++) {
    const [build, local] = [name.slice(0, -k).join('/'), path.slice(0, -k).join('/')];
    if (build !== '' && local !== '') found.push({ build, local });
  }
  return found;
}
