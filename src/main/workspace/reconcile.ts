// What lies in a session's folder against what its journal says. Strangers among the captures (their line was torn off,
// or the power went before it was written) are moved aside, never deleted; only files that were never finished are.
import { join } from 'node:path';
import { PlumblineError, sentence } from '../../contract/errors';
import { said } from '../../contract/failures/say';
import { isTemporary, listFolder, makeOwnFolder, removeQuietly, type Files } from './files';
import type { Problem } from './journal';
import { DAY_FOLDER, isCaptureFile } from './names';

export interface Reconciliation {
  readonly problems: readonly Problem[];
  /** Of all capture files that are in place: `2025-05-12/…`. */
  readonly names: readonly string[];
}

export const SET_ASIDE_FOLDER = '.orphans';
/** Derived and rebuilt by analysis; only what a crash left unfinished there is of interest. */
export const INDEX_FOLDER = '.index';

export async function reconcile(options: {
  readonly folder: string;
  /** The session's. */
  readonly id: string;
  readonly known: (file: string) => boolean;
  readonly expected: readonly string[];
  readonly files: Files;
  readonly repair: 'none' | 'set-aside';
}): Promise<Reconciliation> {
  const { folder, id, known, expected, files, repair } = options;
  const present = new Set<string>();
  const strangers: string[] = [];
  const leftovers: string[] = [];
  for (const entry of await listFolder(folder)) {
    if (entry.isFile() && isTemporary(entry.name)) leftovers.push(entry.name);
    if (!entry.isDirectory() || !(DAY_FOLDER.test(entry.name) || entry.name === INDEX_FOLDER)) continue;
    for (const file of await listFolder(join(folder, entry.name))) {
      if (!file.isFile()) continue;
      const name = `${entry.name}/${file.name}`;
      if (known(name)) present.add(name);
      else if (isTemporary(file.name)) leftovers.push(name);
      else if (isCaptureFile(file.name)) strangers.push(name);
    }
  }
  if (repair !== 'none') {
    for (const name of leftovers) await removeQuietly(files, join(folder, ...name.split('/')));
  }
  const problems: Problem[] = [];
  const missing = expected.filter((file) => !present.has(file));
  if (missing.length > 0) {
    const what = said('captures-missing', { n: missing.length, id, files: some(missing) });
    problems.push({ code: 'missing-captures', ...sentence(what) });
  }
  if (strangers.length > 0) {
    problems.push(await dealWith(strangers, folder, id, files, repair));
  }
  const moved = problems.some(({ code }) => code === 'set-aside');
  return { problems, names: moved ? [...present] : [...present, ...strangers] };
}

async function dealWith(
  strangers: readonly string[],
  folder: string,
  id: string,
  files: Files,
  repair: 'none' | 'set-aside',
): Promise<Problem> {
  const which = { n: strangers.length, id, files: some(strangers) };
  if (repair === 'none') {
    return { code: 'unclaimed-files', ...sentence(said('captures-unclaimed', which)) };
  }
  try {
    const aside = join(folder, SET_ASIDE_FOLDER);
    await makeOwnFolder(files, folder, SET_ASIDE_FOLDER);
    const taken = new Set((await listFolder(aside)).map(({ name }) => name));
    for (const name of strangers) {
      const plain = name.replace('/', '-');
      let to = plain;
      for (let n = 2; taken.has(to); n++) to = `${n}-${plain}`;
      taken.add(to);
      await files.rename(join(folder, ...name.split('/')), join(aside, to));
    }
    await files.syncFolder(aside);
    const what = said('captures-set-aside', { ...which, folder: aside });
    return { code: 'set-aside', ...sentence(what) };
  } catch (error) {
    // A full disk must not keep a session from being opened.
    if (!(error instanceof PlumblineError)) throw error;
    const what = said('captures-stuck', { ...which, why: error.said });
    return { code: 'unclaimed-files', ...sentence(what) };
  }
}

const some = (names: readonly string[]): string =>
  names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '');
