// What growth needs of each capture, kept beside the session so that opening it does not decode thousands of files
// again: per capture the stacks it holds and their values. Derived: losing or deleting the file costs time, no data.
//
// Content of the file: 8 bytes magic and version · uint32 length of the header · header (JSON) · padding to 8 · per capture, in the
// header's order, Float64 values, Float64 object sizes, then for all captures Int32 stack rows. Little-endian, as the machine.
import { z } from 'zod';
import type { Frame, Stack } from '../../core/base/frame';
import { StringPool } from '../../core/base/string-pool';
import { StackTable } from '../../core/pprof/stack-table';
import type { Files } from '../workspace/files';
import { readDerived, writeDerived } from './derived-file';

const MAGIC = 'PLSERIE2';
/** Two doubles and an integer. */
const BYTES_PER_ROW = 20;

/** One capture's row of the matrix. Stacks that are not there are 0. */
export interface SeriesEntry {
  readonly captureId: string;
  readonly sha256: string;
  /** Rows of `stacks`, each at most once. */
  readonly stack: Int32Array;
  /** Same length: goroutines, or bytes in use. */
  readonly values: Float64Array;
  /** Same length: mean bytes of an object allocated there for a heap, zeros otherwise. */
  readonly objectBytes: Float64Array;
  /** The profile's sampling period (heap: MemProfileRate in bytes); 1 for goroutines. */
  readonly period: number;
}

const headerSchema = z.object({
  strings: z.array(z.string()),
  /** function, file, line of each frame, by turns; the first two are rows of `strings`. */
  frames: z.array(z.number().int().nonnegative()),
  /** Length and then that many frame rows, per stack. */
  stacks: z.array(z.number().int().nonnegative()),
  captures: z.array(
    z.object({
      id: z.string(),
      sha256: z.string(),
      rows: z.number().int().nonnegative(),
      period: z.number(),
    }),
  ),
});

export class SeriesIndex {
  /** Of all captures: a stack has the same row in each. */
  readonly table = new StackTable();
  /** What the captures that are added say again and again. */
  readonly strings = new StringPool();
  private readonly entries = new Map<string, SeriesEntry>();
  private unsaved = 0;
  private rows = 0;

  get size(): number {
    return this.entries.size;
  }
  /** Of all columns together, in memory. */
  get bytes(): number {
    return this.rows * BYTES_PER_ROW;
  }

  /** The entry of a capture; undefined where it is unknown, or is of other bytes by now. */
  get(captureId: string, sha256: string): SeriesEntry | undefined {
    const entry = this.entries.get(captureId);
    return entry?.sha256 === sha256 ? entry : undefined;
  }

  get stacks(): readonly Stack[] {
    return this.table.stacks;
  }

  /** Adds one capture: distinct stacks with a value each. */
  add(
    captureId: string,
    sha256: string,
    stacks: readonly Stack[],
    values: Float64Array,
    objectBytes: Float64Array,
    period: number,
  ): SeriesEntry {
    const rows = Int32Array.from(stacks, (stack) => this.table.rowOf(stack));
    return this.addRows(captureId, sha256, rows, values, objectBytes, period);
  }

  /** As `add`, with distinct rows of `table`. */
  addRows(
    captureId: string,
    sha256: string,
    stack: Int32Array,
    values: Float64Array,
    objectBytes: Float64Array,
    period: number,
  ): SeriesEntry {
    const entry = { captureId, sha256, stack, values, objectBytes, period };
    this.entries.set(captureId, entry);
    this.rows += stack.length;
    this.unsaved++;
    return entry;
  }

  /** Whether enough is new to be worth writing the file anew: each capture is then written O(log n) times in all. */
  get worthSaving(): boolean {
    return this.unsaved > Math.max(20, this.entries.size / 8);
  }

  /** See `writeDerived`. */
  async save(path: string, files?: Files): Promise<void> {
    await writeDerived(path, this.encode(), files);
    this.unsaved = 0;
  }

  encode(): Buffer {
    const strings: string[] = [];
    const stringRow = new Map<string, number>();
    const rowOfString = (text: string): number => {
      let row = stringRow.get(text);
      if (row === undefined) stringRow.set(text, (row = strings.push(text) - 1));
      return row;
    };
    const frames: number[] = [];
    const frameRow = new Map<string, number>();
    const rowOfFrame = (frame: Frame): number => {
      const key = `${frame.function}\u001f${frame.file}\u001f${frame.line}`;
      let row = frameRow.get(key);
      if (row === undefined) {
        frameRow.set(key, (row = frames.length / 3));
        frames.push(rowOfString(frame.function), rowOfString(frame.file), frame.line);
      }
      return row;
    };
    const stacks = this.stacks.flatMap((stack) => [stack.length, ...stack.map(rowOfFrame)]);
    const entries = [...this.entries.values()];
    const captures = entries.map((e) => ({
      id: e.captureId,
      sha256: e.sha256,
      rows: e.stack.length,
      period: e.period,
    }));
    const header = Buffer.from(
      JSON.stringify({ strings, frames, stacks, captures } satisfies z.infer<typeof headerSchema>),
    );
    const start = alignTo8(12 + header.length);
    const rows = entries.reduce((sum, e) => sum + e.stack.length, 0);
    const out = Buffer.alloc(start + rows * BYTES_PER_ROW);
    out.write(MAGIC, 0, 'latin1');
    out.writeUInt32LE(header.length, 8);
    header.copy(out, 12);
    let doubles = start;
    let ints = start + rows * 16;
    for (const { stack, values, objectBytes } of entries) {
      for (const column of [values, objectBytes]) {
        out.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), doubles);
        doubles += column.byteLength;
      }
      out.set(new Uint8Array(stack.buffer, stack.byteOffset, stack.byteLength), ints);
      ints += stack.byteLength;
    }
    return out;
  }

  /** The index at `path`; an empty one where there is none, or one of another version, or a damaged one. */
  static async load(path: string): Promise<SeriesIndex> {
    const bytes = await readDerived(path);
    return (bytes === null ? null : SeriesIndex.decode(bytes)) ?? new SeriesIndex();
  }

  /** null where the bytes are not a whole index of this version. */
  static decode(bytes: Buffer): SeriesIndex | null {
    if (bytes.length < 12 || bytes.toString('latin1', 0, 8) !== MAGIC) return null;
    const headerLength = bytes.readUInt32LE(8);
    if (12 + headerLength > bytes.length) return null;
    const header = parseHeader(bytes.toString('utf8', 12, 12 + headerLength));
    if (header === null) return null;
    const rows = header.captures.reduce((sum, c) => sum + c.rows, 0);
    const start = alignTo8(12 + headerLength);
    if (bytes.length !== start + rows * BYTES_PER_ROW) return null;
    // A Buffer may lie anywhere in its pool: one aligned copy serves all columns as views.
    const columns = new Uint8Array(bytes.subarray(start)).buffer;
    const index = new SeriesIndex();
    if (!index.takeStacks(header)) return null;
    index.rows = rows;
    let doubles = 0;
    let ints = rows * 16;
    for (const { id, sha256, rows: n, period } of header.captures) {
      const values = new Float64Array(columns, doubles, n);
      const objectBytes = new Float64Array(columns, doubles + n * 8, n);
      const stack = new Int32Array(columns, ints, n);
      if (!areRows(stack, index.stacks.length)) return null;
      index.entries.set(id, { captureId: id, sha256, stack, values, objectBytes, period });
      doubles += n * 16;
      ints += n * 4;
    }
    return index;
  }

  private takeStacks({ strings, frames, stacks }: z.infer<typeof headerSchema>): boolean {
    const table: Frame[] = [];
    for (let i = 0; i + 2 < frames.length; i += 3) {
      const name = strings[frames[i] ?? -1];
      const file = strings[frames[i + 1] ?? -1];
      if (name === undefined || file === undefined) return false;
      table.push({ function: name, file, line: frames[i + 2] ?? 0 });
    }
    for (let at = 0; at < stacks.length;) {
      const length = stacks[at] ?? 0;
      const stack: Frame[] = [];
      for (let i = 1; i <= length; i++) {
        const frame = table[stacks[at + i] ?? -1];
        if (frame === undefined) return false;
        stack.push(frame);
      }
      this.table.rowOf(stack);
      at += length + 1;
    }
    return true;
  }
}

function areRows(rows: Int32Array, length: number): boolean {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? -1;
    if (row < 0 || row >= length) return false;
  }
  return true;
}

function parseHeader(text: string): z.infer<typeof headerSchema> | null {
  try {
    return headerSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const alignTo8 = (n: number): number => (n + 7) & ~7;
