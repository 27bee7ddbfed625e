// Mistakes that a writer could make, made in its recording: a harness that does not catch them proves nothing.
import type { DiskOp } from './recording-files';

export type Mutation = (trace: readonly DiskOp[]) => DiskOp[];

/** Files are written and not made durable. Not the lock: a torn one is waited for, half a second in each state. */
export const withoutFileSync: Mutation = (trace) =>
  trace.filter((op) => op.op !== 'fsync' || /(^|\/)\.{1,2}lock/.test(op.path));

/** Names are changed and not made durable. */
export const withoutFolderSync: Mutation = (trace) => trace.filter(({ op }) => op !== 'fsync-folder');

/** The journal says that captures are there before they are. */
export const journalBeforeFiles: Mutation = (trace) => {
  const isJournal = (op: DiskOp): boolean =>
    (op.op === 'write' || op.op === 'fsync') && op.path.endsWith('/journal.jsonl');
  return steps(trace).flatMap((step) => [...step.filter(isJournal), ...step.filter((op) => !isJournal(op))]);
};

/** A file gets its name first and is made durable afterwards. */
export const renameBeforeSync: Mutation = (trace) => {
  const result: DiskOp[] = [];
  for (const op of trace) {
    const before = result.at(-1);
    if (op.op === 'rename' && before?.op === 'fsync' && before.path === op.from) {
      result.splice(-1, 1, op, { op: 'fsync', path: op.to });
    } else result.push(op);
  }
  return result;
};

/** A file that is there is overwritten instead of replaced. */
export const overwriteInPlace: Mutation = (trace) => {
  const replaced = new Map<string, string>();
  const there = new Set<string>();
  for (const op of trace) {
    if (op.op !== 'rename') continue;
    if (there.has(op.to)) replaced.set(op.from, op.to);
    there.add(op.to);
  }
  return trace.flatMap((op): DiskOp[] => {
    const path =
      'path' in op ? replaced.get(op.path) : op.op === 'rename' ? replaced.get(op.from) : undefined;
    if (path === undefined) return [op];
    if (op.op === 'creat') return [{ op: 'truncate', path, length: 0 }];
    if (op.op === 'write' || op.op === 'fsync') return [{ ...op, path }];
    return [];
  });
};

/** Cut after each `told`. */
function steps(trace: readonly DiskOp[]): DiskOp[][] {
  const result: DiskOp[][] = [[]];
  for (const op of trace) {
    result.at(-1)?.push(op);
    if (op.op === 'told') result.push([]);
  }
  return result;
}
