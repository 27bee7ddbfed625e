// A POSIX file system as it may look after the power went, no kinder than the ones that people use:
//
// - What was written to a file since its last fsync may be there wholly, up to any byte, not at all, as zeros after any
//   byte (the length came, the blocks did not), or with a hole of zeros in front (a later page came, an earlier did not).
//   A cut (truncate) may or may not have come.
// - A change of names (create, rename, link, remove, make a folder) is durable after an fsync of a folder that it touches.
//   Until then any subset of the changes may be there, in whatever folders: they reach the disk in no particular order.
//   One change is atomic: a rename takes the old name away and gives the new one, or neither.
// - The fsync of a file says nothing of its name (ext4 is kinder than that; POSIX is not).
import type { DiskOp } from './recording-files';
import { randomFrom } from '../random';

const PAGE = 4096;

interface FileNode {
  readonly kind: 'file';
  durable: Uint8Array;
  live: Uint8Array;
  pending: ({ readonly at: number; readonly bytes: Uint8Array } | { readonly length: number })[];
}
interface FolderNode {
  readonly kind: 'folder';
  readonly durable: Map<string, Node>;
  readonly live: Map<string, Node>;
}
type Node = FileNode | FolderNode;

/** One change of names, all of it or nothing. */
interface NameChange {
  readonly sets: readonly {
    readonly folder: FolderNode;
    readonly name: string;
    readonly node: Node | null;
  }[];
}

/** What is there: a file's bytes by its path; null for a folder. */
export type Tree = ReadonlyMap<string, Uint8Array | null>;

export class DiskModel {
  readonly #root: FolderNode = newFolder();
  #changes: NameChange[] = [];

  /** Begins with all of `tree` durable. Folders come before what is in them. */
  constructor(tree: Tree) {
    for (const [path, bytes] of tree) {
      const { folder, name } = this.#place(path);
      const node: Node =
        bytes === null ? newFolder() : { kind: 'file', durable: bytes, live: bytes, pending: [] };
      folder.durable.set(name, node);
      folder.live.set(name, node);
    }
  }

  apply(op: DiskOp): void {
    switch (op.op) {
      case 'creat':
        this.#change([
          { path: op.path, node: { kind: 'file', durable: NOTHING, live: NOTHING, pending: [] } },
        ]);
        break;
      case 'mkdir':
        this.#change([{ path: op.path, node: newFolder() }]);
        break;
      case 'unlink':
      case 'rmdir':
        this.#change([{ path: op.path, node: null }]);
        break;
      case 'rename':
        this.#change([
          { path: op.from, node: null },
          { path: op.to, node: this.#at(op.from) },
        ]);
        break;
      case 'link':
        this.#change([{ path: op.to, node: this.#at(op.from) }]);
        break;
      case 'write': {
        const file = this.#file(op.path);
        file.live = written(file.live, op.at, op.bytes);
        file.pending.push(op);
        break;
      }
      case 'truncate': {
        const file = this.#file(op.path);
        file.live = file.live.slice(0, op.length);
        file.pending.push(op);
        break;
      }
      case 'fsync': {
        const file = this.#file(op.path);
        file.durable = file.live;
        file.pending = [];
        break;
      }
      case 'fsync-folder': {
        const folder = op.path === '' ? this.#root : this.#at(op.path);
        const touches = (change: NameChange): boolean => change.sets.some((set) => set.folder === folder);
        for (const change of this.#changes.filter(touches)) make(change, (at) => at.durable);
        this.#changes = this.#changes.filter((change) => !touches(change));
        break;
      }
      case 'told':
        break;
    }
  }

  /** Trees that may be there after a crash now: all of them where they are at most `most`, else a sample, seeded. */
  *crashStates(most: number, seed: number): Iterable<Tree> {
    const torn = this.#tornFiles();
    const radix = [...this.#changes.map(() => 2), ...torn.map(({ variants }) => variants.length)];
    const all = radix.reduce((product, n) => product * n, 1);
    const random = randomFrom(seed);
    const count = Math.min(all, most);
    for (let i = 0; i < count; i++) {
      let rest = i;
      const digits = radix.map((n, at) => {
        if (all > most) return i === 0 ? 0 : i === 1 ? radix[at]! - 1 : Math.floor(random() * n);
        const digit = rest % n;
        rest = Math.floor(rest / n);
        return digit;
      });
      const contents = new Map(
        torn.map(({ file, variants }, k) => [
          file,
          variants[digits[this.#changes.length + k] ?? 0] ?? NOTHING,
        ]),
      );
      yield this.#tree(
        this.#changes.filter((_, k) => digits[k] === 1),
        contents,
      );
    }
  }

  #tornFiles(): { file: FileNode; variants: Uint8Array[] }[] {
    const found = new Set<FileNode>();
    const visit = (folder: FolderNode): void => {
      for (const node of [...folder.durable.values(), ...folder.live.values()]) {
        if (node.kind === 'folder') visit(node);
        else if (node.pending.length > 0) found.add(node);
      }
    };
    visit(this.#root);
    for (const { sets } of this.#changes) {
      for (const { node } of sets) if (node?.kind === 'file' && node.pending.length > 0) found.add(node);
    }
    return [...found].map((file) => ({ file, variants: tornVariants(file) }));
  }

  #tree(changes: readonly NameChange[], contents: ReadonlyMap<FileNode, Uint8Array>): Tree {
    const names = new Map<FolderNode, Map<string, Node>>();
    const namesOf = (folder: FolderNode): Map<string, Node> => {
      let map = names.get(folder);
      if (map === undefined) names.set(folder, (map = new Map(folder.durable)));
      return map;
    };
    for (const change of changes) make(change, namesOf);
    const tree = new Map<string, Uint8Array | null>();
    const visit = (folder: FolderNode, path: string): void => {
      for (const [name, node] of namesOf(folder)) {
        const at = path === '' ? name : `${path}/${name}`;
        tree.set(at, node.kind === 'folder' ? null : (contents.get(node) ?? node.durable));
        if (node.kind === 'folder') visit(node, at);
      }
    };
    visit(this.#root, '');
    return tree;
  }

  #change(sets: readonly { readonly path: string; readonly node: Node | null }[]): void {
    const change = { sets: sets.map(({ path, node }) => ({ ...this.#place(path), node })) };
    make(change, (folder) => folder.live);
    this.#changes.push(change);
  }

  #place(path: string): { folder: FolderNode; name: string } {
    const cut = path.lastIndexOf('/');
    const folder = cut < 0 ? this.#root : this.#at(path.slice(0, cut));
    if (folder.kind !== 'folder') throw new Error(`${path} lies in no folder`);
    return { folder, name: path.slice(cut + 1) };
  }

  #at(path: string): Node {
    let node: Node = this.#root;
    for (const name of path.split('/')) {
      const next: Node | undefined = node.kind === 'folder' ? node.live.get(name) : undefined;
      if (next === undefined) throw new Error(`the recording uses ${path}, which is not there`);
      node = next;
    }
    return node;
  }

  #file(path: string): FileNode {
    const node = this.#at(path);
    if (node.kind !== 'file') throw new Error(`${path} is no file`);
    return node;
  }
}

const NOTHING = new Uint8Array(0);
const newFolder = (): FolderNode => ({ kind: 'folder', durable: new Map(), live: new Map() });

function make(change: NameChange, namesOf: (folder: FolderNode) => Map<string, Node>): void {
  for (const { folder, name, node } of change.sets) {
    if (node === null) namesOf(folder).delete(name);
    else namesOf(folder).set(name, node);
  }
}

function written(content: Uint8Array, at: number, bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(Math.max(content.length, at + bytes.length));
  result.set(content);
  result.set(bytes, at);
  return result;
}

/** Every byte of a short write, some of a long one. */
function cutsOf(length: number): Iterable<number> {
  if (length <= 64) return Array.from({ length: Math.max(0, length - 1) }, (_, i) => i + 1);
  return new Set([1, length >> 2, length >> 1, (length * 3) >> 2, length - 2, length - 1]);
}

/** The first is what is durable, the last all that was written. */
function tornVariants(file: FileNode): Uint8Array[] {
  const variants = [file.durable];
  let content = file.durable;
  for (const op of file.pending) {
    if ('length' in op) {
      content = content.slice(0, op.length);
      variants.push(content);
      continue;
    }
    const { at, bytes } = op;
    for (const cut of cutsOf(bytes.length)) {
      variants.push(written(content, at, bytes.subarray(0, cut)));
      const zeros = new Uint8Array(bytes.length);
      zeros.set(bytes.subarray(0, cut));
      variants.push(written(content, at, zeros));
    }
    const firstPage = PAGE - (at % PAGE);
    if (bytes.length > firstPage) {
      const hole = Uint8Array.from(bytes);
      hole.fill(0, 0, firstPage);
      variants.push(written(content, at, hole));
    }
    content = written(content, at, bytes);
    variants.push(content);
  }
  return variants;
}
