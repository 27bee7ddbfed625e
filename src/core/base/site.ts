// A site is where a goroutine waits, or an object is allocated, in terms a reader knows: the first frame, from the
// leaf, outside the packages that only carry out waiting, input and output, and memory for everyone else. Without
// this list every blocked goroutine would stand in runtime.gopark and every idle connection in internal/poll.
import type { Frame, Stack } from './frame';
import { packageOf } from './go-symbol';

/**
 * The packages that are never a site. `net` but not `net/http`, `os` but not `os/exec` or `os/signal`: those wait for
 * a reason of their own. All of `runtime/…` and of the standard library's `internal/…` belongs here too.
 */
const NOT_A_SITE = new Set([
  // waiting
  ...['runtime', 'sync', 'sync/atomic', 'time', 'context', 'reflect', 'iter', 'internal'],
  // input and output
  ...[
    'syscall',
    'golang.org/x/sys/unix',
    'golang.org/x/sys/windows',
    'net',
    'os',
    'io',
    'bufio',
    'crypto/tls',
  ],
  // memory
  ...['bytes', 'strings', 'slices', 'maps', 'sort', 'strconv', 'fmt', 'errors', 'unique', 'weak', 'unsafe'],
]);

/** Where every goroutine begins; says nothing of any one of them. */
const ENTRY = new Set([
  'runtime.goexit',
  'runtime.main',
  'runtime.mstart',
  'runtime.corostart',
  'runtime.rt0_go',
]);

export const isSiteFrame = (frame: Frame): boolean => {
  const path = packageOf(frame.function);
  if (path === '') return false;
  return !NOT_A_SITE.has(path) && !path.startsWith('internal/') && !path.startsWith('runtime/');
};

/**
 * The site of a stack (leaf first). Where every frame lies inside the list, as in the runtime's own workers, the
 * outermost frame that is not a goroutine's entry. Null only for an empty stack.
 */
export const siteOf = (stack: Stack): Frame | null => {
  for (const frame of stack) if (isSiteFrame(frame)) return frame;
  for (let i = stack.length - 1; i >= 0; i--) {
    const frame = stack[i];
    if (frame !== undefined && packageOf(frame.function) !== '' && !ENTRY.has(frame.function)) return frame;
  }
  return stack.at(-1) ?? null;
};
