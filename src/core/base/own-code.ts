// Which frames are the program's own module, told from names and source files alone: no profile says it.
//
// Package main is own. The standard library is not: its folder is learnt from the runtime's frames, so that a GOROOT
// anywhere (a downloaded toolchain lies in the module cache) is known. A file of the module cache (`@v1.2.3`), of a
// vendor folder or of Bazel's `external` is a dependency. What remains is own if it lies in one source tree with
// main's file: take the common end off the package path and its folder (`collect_svr/internal/config` in
// `/build/internal/config` leaves `collect_svr` at `/build`); the tree is what remains of the folder, and main's
// folder must be in it. Under GOPATH and -trimpath the whole path is common, so everything would be in one tree:
// there the first element of main's path decides, or host/owner/repository where it is a host name.
// Where several modules lie in that tree (a dependency replaced by a folder inside), the one with most packages is the
// program's; of equals the one with an `internal` package.
// A command of Go itself (main in GOROOT's `cmd`) is of the module `cmd`, which is no standard library then.
// With no main in sight (some heap profiles), all that is neither standard library nor a dependency counts as own.
//
// Known limits: equals without `internal` all count as own; a module replaced by a folder outside the tree is not own; a dependency under GOPATH that shares
// host and owner path with main is.
import type { Frame, Stack } from './frame';
import { isStandardPath, packageOf } from './go-symbol';

/** What inferOwnCode found: plain data, to be kept with a session or sent to a worker. */
export interface OwnCode {
  /** Folders of the standard library, each with `/` at the end; '' where paths are trimmed (`runtime/proc.go`). */
  readonly standardFolders: readonly string[];
  /** Folders of package main's files, as the frames give them, without `/` at the end. */
  readonly mainFolders: readonly string[];
  /** Source trees of own modules; none without main, where all but the standard library and dependencies is own. */
  readonly trees: readonly SourceTree[];
  /** Import path prefixes of own packages, for frames without a usable file. */
  readonly modules: readonly string[];
}

type Known = Pick<OwnCode, 'standardFolders' | 'mainFolders'>;

/** What remains of a package's folder and import path when their common end is taken off. */
export interface SourceTree {
  readonly root: string;
  /** '' where folders hold the whole import path: GOPATH, -trimpath. */
  readonly module: string;
}

const folderOf = (file: string): string => {
  const path = file.includes('\\') ? file.replaceAll('\\', '/') : file;
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
};

const DEPENDENCY = /@v\d|\/vendor\/|\/pkg\/mod\/|^external\/|\/external\/[a-z]+_/;
/** What `go build file.go` and relative builds call the folder: says nothing of where the module is. */
const NO_PLACE = new Set(['', '.', 'command-line-arguments']);

/** Folder and import path less their common end, by whole elements. */
const withoutCommonEnd = (
  folder: string,
  path: string,
): { readonly root: string; readonly module: string } => {
  const a = folder.split('/');
  const b = path.split('/');
  while (a.length > 0 && b.length > 0 && a.at(-1) === b.at(-1)) {
    a.pop();
    b.pop();
  }
  return { root: a.join('/'), module: b.join('/') };
};

const isWithin = (path: string, prefix: string): boolean =>
  prefix === '' || path === prefix || path.startsWith(`${prefix}/`);

/** Whether the program is one of Go's own, such as its compiler. */
const isGoCommand = ({ standardFolders, mainFolders }: Known): boolean =>
  mainFolders.some((main) => standardFolders.some((folder) => main.startsWith(`${folder}cmd/`)));

const isStandard = (frame: Frame, path: string, known: Known): boolean => {
  if (isWithin(path, 'cmd') && isGoCommand(known)) return false;
  if (frame.file === '' || frame.file.startsWith('<')) return isStandardPath(path);
  for (const folder of known.standardFolders) {
    if (folder !== '' && frame.file.startsWith(folder)) return true;
    // Trimmed paths of the main module look alike (`collect_svr/main.go`), so the name has to decide.
    if (folder === '' && isStandardPath(frame.file)) return true;
  }
  // No runtime frame was seen. The folder may be another package's: internal/poll.runtime_pollWait is in runtime.
  const folder = folderOf(frame.file);
  const src = folder.lastIndexOf('/src/');
  return isStandardPath(path) && isStandardPath(src < 0 ? folder : folder.slice(src + '/src/'.length));
};

/** Hosts on which a module is host/owner/repository. */
const FORGES = new Set(['github.com', 'gitlab.com', 'bitbucket.org', 'gitee.com', 'codeberg.org']);

/**
 * Module path of a whole import path, as well as one can: host/owner/repository, or the first element. With -trimpath a dependency has
 * its version in its path, so that a host of one's own need not be told from its owners: `example.org/collect/cmd/svr` is of the module
 * `example.org/collect`.
 */
const moduleOfPath = (path: string, isTrimmed: boolean): string => {
  const parts = path.split('/');
  const [host = ''] = parts;
  const length = !host.includes('.') ? 1 : isTrimmed && !FORGES.has(host) ? 2 : 3;
  return parts.slice(0, length).join('/');
};

/** Import path prefix of the module in a tree that also holds one of main's folders; null where it holds none. */
const prefixOf = (tree: SourceTree, path: string, mains: readonly string[]): string | null => {
  if (mains.length === 0) return tree.module === '' ? moduleOfPath(path, tree.root === '') : tree.module;
  for (const main of mains) {
    if (!isWithin(main, tree.root)) continue;
    if (tree.module !== '') return tree.module;
    const own = moduleOfPath(tree.root === '' ? main : main.slice(tree.root.length + 1), tree.root === '');
    if (own !== '' && isWithin(path, own)) return own;
  }
  return null;
};

interface Candidate {
  readonly tree: SourceTree;
  readonly prefixes: Set<string>;
  packages: number;
  hasInternal: boolean;
}

const isSameTree = (a: SourceTree, b: SourceTree): boolean => a.root === b.root && a.module === b.module;

const mostPackages = (candidates: readonly Candidate[]): readonly Candidate[] => {
  const most = Math.max(...candidates.map((c) => c.packages));
  const best = candidates.filter((c) => c.packages === most);
  const internal = best.filter((c) => c.hasInternal);
  return internal.length > 0 ? internal : best;
};

export const inferOwnCode = (stacks: Iterable<Stack>): OwnCode => {
  const standardFolders = new Set<string>();
  const mainFolders = new Set<string>();
  const packages = new Map<string, Frame>();
  const seen = new Set<string>();
  for (const stack of stacks) {
    for (const frame of stack) {
      if (seen.has(frame.function)) continue;
      seen.add(frame.function);
      const path = packageOf(frame.function);
      if (path === '') continue;
      const folder = folderOf(frame.file);
      if (path === 'runtime' && (folder === 'runtime' || folder.endsWith('/src/runtime'))) {
        standardFolders.add(folder.slice(0, folder.length - 'runtime'.length));
      } else if (path === 'main') {
        if (!NO_PLACE.has(folder)) mainFolders.add(folder);
      } else if (folder !== '' && !packages.has(path)) {
        packages.set(path, frame);
      }
    }
  }
  const known = { standardFolders: [...standardFolders], mainFolders: [...mainFolders] };
  const candidates: Candidate[] = [];
  for (const [path, frame] of packages) {
    if (isStandard(frame, path, known) || DEPENDENCY.test(frame.file)) continue;
    const tree = withoutCommonEnd(folderOf(frame.file), path);
    const prefix = prefixOf(tree, path, known.mainFolders);
    if (prefix === null) continue;
    let candidate = candidates.find((c) => isSameTree(c.tree, tree));
    if (candidate === undefined) {
      candidate = { tree, prefixes: new Set(), packages: 0, hasInternal: false };
      candidates.push(candidate);
    }
    candidate.packages++;
    candidate.prefixes.add(prefix);
    candidate.hasInternal ||= `/${path}/`.includes('/internal/');
  }
  const hasMain = known.mainFolders.length > 0;
  const chosen = hasMain ? mostPackages(candidates) : candidates;
  return {
    ...known,
    trees: hasMain ? chosen.map((c) => c.tree) : [],
    // `github.com` alone would own the world.
    modules: chosen.flatMap((c) => [...c.prefixes]).filter((p) => p.includes('/') || !p.includes('.')),
  };
};

export const isOwn = (frame: Frame, own: OwnCode): boolean => {
  const path = packageOf(frame.function);
  if (path === '') return false;
  if (path === 'main') return true;
  if (isStandard(frame, path, own) || DEPENDENCY.test(frame.file)) return false;
  const folder = folderOf(frame.file);
  if (folder === '' || frame.file.startsWith('<'))
    return own.modules.some((module) => isWithin(path, module));
  if (own.mainFolders.length === 0) return true;
  const tree = withoutCommonEnd(folder, path);
  return own.trees.some((t) => isSameTree(t, tree)) && prefixOf(tree, path, own.mainFolders) !== null;
};

/** The first own frame from the leaf; null where the stack has none. */
export const ownSiteOf = (stack: Stack, own: OwnCode): Frame | null =>
  stack.find((frame) => isOwn(frame, own)) ?? null;
