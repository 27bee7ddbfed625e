// A flame graph's tree as it crosses the bridge: a header in JSON, then its columns one after the other, each at a
// multiple of eight bytes. Little endian, as every machine is that runs this.
import { z } from 'zod';
import type { Frame } from '../core/base/frame';
import { Utf8Writer } from '../core/base/utf8-writer';
import { NO_FRAME, type FlameTree } from '../core/pprof/flame-tree';
import { failed, type PlumblineError } from './errors';

/** How many boxes cross at most; the lightest are left out, and counted. */
export const MOST_FLAME_BOXES = 500_000;

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

const align = (offset: number): number => (offset + 7) & ~7;

/** Where each column begins, and where the last one ends. */
function places({ length, levels, isDifference }: Header, headerBytes: number) {
  let end = align(4 + headerBytes);
  const place = (count: number, size: number): { start: number; count: number } => {
    const start = end;
    end = align(start + count * size);
    return { start, count };
  };
  const columns = {
    up: place(length, 8),
    down: place(length, 8),
    self: place(length, 8),
    before: isDifference ? place(length, 8) : null,
    frame: place(length, 4),
    parent: place(length, 4),
    childStart: place(length + 1, 4),
    levelStart: place(levels + 1, 4),
  };
  return { ...columns, end };
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
  const writer = new Utf8Writer(0);
  writer.write(JSON.stringify(header));
  const text = writer.finish();
  const at = places(header, text.length);
  const bytes = new Uint8Array(at.end);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  const doubles = (place: { start: number; count: number }, column: Float64Array): void =>
    new Float64Array(bytes.buffer, place.start, place.count).set(column);
  const integers = (place: { start: number; count: number }, column: Uint32Array): void =>
    new Uint32Array(bytes.buffer, place.start, place.count).set(column);
  doubles(at.up, tree.up);
  doubles(at.down, tree.down);
  doubles(at.self, tree.self);
  if (at.before !== null && tree.before !== null) doubles(at.before, tree.before);
  integers(at.frame, tree.frame);
  integers(at.parent, tree.parent);
  integers(at.childStart, tree.childStart);
  integers(at.levelStart, tree.levelStart);
  return bytes;
}

/** Reads what `packFlame` wrote; throws `internal` for what another version, or nobody, wrote. */
export function unpackFlame(bytes: Uint8Array): FlameTable {
  // Columns are views, which need their offsets aligned to the buffer and not to the bytes.
  const own = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset, byteLength } = own;
  const textLength = byteLength < 4 ? Infinity : new DataView(buffer, byteOffset).getUint32(0, true);
  if (4 + textLength > byteLength) throw unreadable();
  const header = headerSchema.safeParse(parse(own.subarray(4, 4 + textLength)));
  if (!header.success) throw unreadable();
  const at = places(header.data, textLength);
  if (at.end !== byteLength) throw unreadable();
  const doubles = ({ start, count }: { start: number; count: number }): Float64Array =>
    new Float64Array(buffer, byteOffset + start, count);
  const integers = ({ start, count }: { start: number; count: number }): Uint32Array =>
    new Uint32Array(buffer, byteOffset + start, count);
  const tree: FlameTree = {
    length: header.data.length,
    up: doubles(at.up),
    down: doubles(at.down),
    self: doubles(at.self),
    before: at.before === null ? null : doubles(at.before),
    frame: integers(at.frame),
    parent: integers(at.parent),
    childStart: integers(at.childStart),
    levelStart: integers(at.levelStart),
    left: header.data.left,
  };
  if (tree.frame[0] !== NO_FRAME) throw unreadable();
  return {
    tree,
    frames: header.data.frames.map(([name, file, line, isOwn]) => ({
      function: name,
      file,
      line,
      own: isOwn,
    })),
    total: header.data.total,
  };
}

function parse(text: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(text)) as unknown;
  } catch {
    return null;
  }
}

const unreadable = (): PlumblineError => failed('flame-unreadable');
