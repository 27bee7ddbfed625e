// A flame graph's tree as it crosses the bridge.
import { z } from 'zod';
import type { Frame } from '../core/base/frame';
import { NO_FRAME, type FlameTree } from '../core/pprof/flame-tree';
import { packColumns, unpackColumns, type ColumnKind } from './columns';
import { failed, type PlumblineError } from './errors';

/** How many boxes cross at most; the lightest are left out, and counted. */
export const MOST_FLAME_BOXES = 2_000_000;

export interface FlameTable {
  readonly tree: FlameTree;
  /** The functions; `own`: of the program's own module. */
  readonly frames: readonly (Frame & { readonly own: boolean })[];
  /** Sum of the magnitudes of all values of the profile, or of all changes. */
  readonly total: number;
}

/** One tree, or who calls a function and what it calls. */
export type FlameTables =
  { readonly whole: FlameTable } | { readonly callers: FlameTable; readonly callees: FlameTable };

/** A box by the functions that lead to it, the outermost first. */
export interface FlamePlace {
  readonly side: 'whole' | 'callers' | 'callees';
  readonly names: readonly string[];
}

const headerSchema = z.object({
  version: z.literal(1),
  length: z.number().int().min(1),
  levels: z.number().int().min(1),
  frames: z.array(z.tuple([z.string(), z.string(), z.number(), z.boolean()])),
  total: z.number(),
  left: z.number(),
  isDifference: z.boolean(),
});
type Header = z.infer<typeof headerSchema>;

/** In the order in which they are packed; the last only of a difference. */
function columnsOf({ length, levels, isDifference }: Header): readonly ColumnKind[] {
  const doubles = { kind: 'float64', length } as const;
  const integers = { kind: 'uint32', length } as const;
  return [
    doubles,
    doubles,
    doubles,
    integers,
    integers,
    { kind: 'uint32', length: length + 1 },
    { kind: 'uint32', length: levels + 1 },
    ...(isDifference ? [doubles] : []),
  ];
}

export function packFlame({ tree, frames, total }: FlameTable): Uint8Array {
  const header: Header = {
    version: 1,
    length: tree.length,
    levels: tree.levelStart.length - 1,
    frames: frames.map((frame) => [frame.function, frame.file, frame.line, frame.own]),
    total,
    left: tree.left,
    isDifference: tree.before !== null,
  };
  const { up, down, self, frame, parent, childStart, levelStart, before } = tree;
  const columns = [up, down, self, frame, parent, childStart, levelStart];
  return packColumns(header, before === null ? columns : [...columns, before]);
}

/** Reads what `packFlame` wrote; throws `internal` for what another version, or nobody, wrote. */
export function unpackFlame(bytes: Uint8Array): FlameTable {
  const read = unpackColumns(bytes, headerSchema, columnsOf);
  if (read === null) throw unreadable();
  const { header } = read;
  const [up, down, self, frame, parent, childStart, levelStart, before = null] = read.columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Float64Array?,
  ];
  const tree: FlameTree = {
    length: header.length,
    up,
    down,
    self,
    before,
    frame,
    parent,
    childStart,
    levelStart,
    left: header.left,
  };
  if (tree.frame[0] !== NO_FRAME) throw unreadable();
  return {
    tree,
    frames: header.frames.map(([name, file, line, isOwn]) => ({
      function: name,
      file,
      line,
      own: isOwn,
    })),
    total: header.total,
  };
}

const unreadable = (): PlumblineError => failed('picture-unreadable');
