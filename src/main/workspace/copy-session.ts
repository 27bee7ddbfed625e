// Of a session's folder what belongs to it: what is derived is built again, what was set aside stays where it is.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_FOLDER, isCaptureFile } from './names';
import { diskError, listFolder, makeFolders, type Files } from './files';
import { NOTES_FILE } from './notes-file';
import { SESSION_FILE } from './session-file';
import { JOURNAL_FILE } from './journal';

const DOCUMENTS: ReadonlySet<string> = new Set([SESSION_FILE, JOURNAL_FILE, NOTES_FILE]);

/** Makes `target`; every file and folder in it is durable on return. Rejects with a disk error. */
export async function copySession(files: Files, source: string, target: string): Promise<void> {
  await makeFolders(files, target);
  const copy = async (...path: string[]): Promise<void> => {
    await files.create(join(target, ...path), await read(join(source, ...path)));
  };
  for (const entry of await listFolder(source)) {
    if (entry.isFile() && DOCUMENTS.has(entry.name)) await copy(entry.name);
    if (!entry.isDirectory() || !DAY_FOLDER.test(entry.name)) continue;
    const day = entry.name;
    await files.makeFolder(join(target, day));
    for (const file of await listFolder(join(source, day))) {
      if (file.isFile() && isCaptureFile(file.name)) await copy(day, file.name);
    }
    await files.syncFolder(join(target, day));
  }
  await files.syncFolder(target);
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw diskError(error, path);
  }
}
