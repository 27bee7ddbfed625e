// The seam to the disk with a recorder in it: what the code under test asks of `Files` is done for real and written down as
// the system calls that it is made of, so that a crash can be tried between any two of them.
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { nodeFiles, type Files } from '../../../src/main/workspace/files';

/** Paths are relative to the recorded folder, with `/`; '' is the folder itself. */
export type DiskOp =
  | { readonly op: 'creat' | 'mkdir' | 'unlink' | 'rmdir' | 'fsync' | 'fsync-folder'; readonly path: string }
  | { readonly op: 'write'; readonly path: string; readonly at: number; readonly bytes: Uint8Array }
  | { readonly op: 'truncate'; readonly path: string; readonly length: number }
  | { readonly op: 'rename' | 'link'; readonly from: string; readonly to: string }
  /** No system call: from here on somebody has been told that what came before is kept. */
  | { readonly op: 'told'; readonly step: number };

export interface Recording {
  readonly files: Files;
  readonly trace: readonly DiskOp[];
  readonly told: (step: number) => void;
}

export function recordFiles(root: string): Recording {
  const trace: DiskOp[] = [];
  const name = (path: string): string => relative(root, path).replaceAll('\\', '/');
  const note = (...ops: readonly DiskOp[]): void => void trace.push(...ops);

  const files: Files = {
    async create(path, bytes) {
      const made = await nodeFiles.create(path, bytes);
      if (made) noteNew(path, bytes, true);
      return made;
    },
    async append(path, bytes) {
      const at = (await stat(path)).size;
      await nodeFiles.append(path, bytes);
      note({ op: 'write', path: name(path), at, bytes }, { op: 'fsync', path: name(path) });
    },
    async truncate(path, length) {
      await nodeFiles.truncate(path, length);
      note({ op: 'truncate', path: name(path), length }, { op: 'fsync', path: name(path) });
    },
    async rename(from, to) {
      await nodeFiles.rename(from, to);
      note({ op: 'rename', from: name(from), to: name(to) });
    },
    async link(from, to) {
      const outcome = await nodeFiles.link(from, to);
      if (outcome === 'linked') note({ op: 'link', from: name(from), to: name(to) });
      return outcome;
    },
    async remove(path) {
      const ops = await removals(path);
      await nodeFiles.remove(path);
      note(...ops);
    },
    async makeFolder(path) {
      const outcome = await nodeFiles.makeFolder(path);
      if (outcome === 'made') note({ op: 'mkdir', path: name(path) });
      return outcome;
    },
    async syncFolder(path) {
      await nodeFiles.syncFolder(path);
      note({ op: 'fsync-folder', path: name(path) });
    },
    async receive(path, chunks, maxBytes) {
      const size = await nodeFiles.receive(path, chunks, maxBytes);
      noteNew(path, await readFile(path), false);
      return size;
    },
  };

  function noteNew(path: string, bytes: Uint8Array, synced: boolean): void {
    note({ op: 'creat', path: name(path) }, { op: 'write', path: name(path), at: 0, bytes });
    if (synced) note({ op: 'fsync', path: name(path) });
  }

  /** Leaves first, as `rm -r` does it. */
  async function removals(path: string): Promise<DiskOp[]> {
    const found = await stat(path).catch(() => null);
    if (found === null) return [];
    if (!found.isDirectory()) return [{ op: 'unlink', path: name(path) }];
    const ops: DiskOp[] = [];
    for (const child of await readdir(path)) ops.push(...(await removals(join(path, child))));
    return [...ops, { op: 'rmdir', path: name(path) }];
  }

  return { files, trace, told: (step) => note({ op: 'told', step }) };
}
