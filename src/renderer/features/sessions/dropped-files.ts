// The files of a drop or of an <input>, folders walked through. A page may read them only as they are handed over.

import { MAX_SESSION_NAME } from '../../../contract/limits';

export interface NamedFile {
  /** With its folders, as `old/2025-04-28/heap.pb.gz`: the path often says what the name does not. */
  readonly name: string;
  readonly file: File;
}

/** As the contract takes at once; a folder of more is not one session's captures. */
const MOST_FILES = 10_000;

/** What systems leave in every folder. */
export const isLitter = (name: string): boolean =>
  name.split('/').some((part) => part.startsWith('.') || part === 'Thumbs.db' || part === '__MACOSX');

function readFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
/** A directory reader hands out at most 100 entries a call; the empty answer is the end. */
async function readFolder(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0 || all.length > MOST_FILES) return all;
    all.push(...some);
  }
}

async function collect(entry: FileSystemEntry, found: NamedFile[]): Promise<void> {
  const name = entry.fullPath.replace(/^\/+/, '');
  if (isLitter(name) || found.length >= MOST_FILES) return;
  if (entry.isFile) found.push({ name, file: await readFile(entry as FileSystemFileEntry) });
  else if (entry.isDirectory) {
    for (const child of await readFolder(entry as FileSystemDirectoryEntry)) await collect(child, found);
  }
}

/** Must be called within the drop event: the list of items is empty afterwards. */
export function filesOfDrop(transfer: DataTransfer): Promise<NamedFile[]> {
  const entries: FileSystemEntry[] = [];
  const loose: NamedFile[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = entry === null ? item.getAsFile() : null;
    if (entry !== null) entries.push(entry);
    else if (file !== null) loose.push({ name: file.name, file });
  }
  return (async () => {
    const found = [...loose];
    for (const entry of entries) await collect(entry, found);
    return found;
  })();
}

export const filesOfInput = (list: FileList): NamedFile[] =>
  [...list]
    .map((file) => ({ name: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file }))
    .filter(({ name }) => !isLitter(name))
    .slice(0, MOST_FILES);

/** A first name for a session made of files: their folder, else the first file without its endings. */
export function nameOfFiles(names: readonly string[]): string {
  const first = names[0] ?? '';
  const folder = first.includes('/') ? (first.split('/')[0] ?? '') : '';
  const isFolder = folder !== '' && names.every((name) => name.startsWith(`${folder}/`));
  const base = isFolder ? folder : (first.split('/').at(-1) ?? '');
  const name = isFolder ? base : base.replace(/(\.(pb|gz|txt|prof|pprof|out|zip))+$/i, '') || base;
  return name.slice(0, MAX_SESSION_NAME);
}
