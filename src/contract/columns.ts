// Large tables as they cross the bridge: a header in JSON, then columns one after the other, each at a multiple of eight
// bytes. Little endian, as every machine is that runs this.
import type { z } from 'zod';
import { Utf8Writer } from '../core/base/utf8-writer';

export interface ColumnKind {
  readonly kind: 'float64' | 'uint32';
  readonly length: number;
}
type Column = Float64Array | Uint32Array;

const BYTES = { float64: 8, uint32: 4 } as const;
const align = (offset: number): number => (offset + 7) & ~7;

/** Where each column begins, and where the last one ends. */
function placesOf(columns: readonly ColumnKind[], headerBytes: number): { starts: number[]; end: number } {
  let end = align(4 + headerBytes);
  const starts = columns.map(({ kind, length }) => {
    const start = end;
    end = align(start + length * BYTES[kind]);
    return start;
  });
  return { starts, end };
}

export function packColumns(header: unknown, columns: readonly Column[]): Uint8Array {
  const writer = new Utf8Writer(0);
  writer.write(JSON.stringify(header));
  const text = writer.finish();
  const kinds = columns.map((column) => ({
    kind: column instanceof Float64Array ? ('float64' as const) : ('uint32' as const),
    length: column.length,
  }));
  const { starts, end } = placesOf(kinds, text.length);
  const bytes = new Uint8Array(end);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  for (const [i, column] of columns.entries()) {
    const Type = column instanceof Float64Array ? Float64Array : Uint32Array;
    new Type(bytes.buffer, starts[i], column.length).set(column);
  }
  return bytes;
}

/** Reads what `packColumns` wrote: the header, and as many columns as it says; null for anything else. */
export function unpackColumns<H>(
  bytes: Uint8Array,
  schema: z.ZodType<H>,
  columnsOf: (header: H) => readonly ColumnKind[],
): { readonly header: H; readonly columns: readonly Column[] } | null {
  // Columns are views, which need their offsets aligned to the buffer and not to the bytes.
  const own = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset, byteLength } = own;
  const textLength = byteLength < 4 ? Infinity : new DataView(buffer, byteOffset).getUint32(0, true);
  if (4 + textLength > byteLength) return null;
  const header = schema.safeParse(parse(own.subarray(4, 4 + textLength)));
  if (!header.success) return null;
  const kinds = columnsOf(header.data);
  const { starts, end } = placesOf(kinds, textLength);
  if (end !== byteLength) return null;
  return {
    header: header.data,
    columns: kinds.map(({ kind, length }, i) => {
      const start = byteOffset + (starts[i] ?? 0);
      return kind === 'float64'
        ? new Float64Array(buffer, start, length)
        : new Uint32Array(buffer, start, length);
    }),
  };
}

function parse(text: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(text)) as unknown;
  } catch {
    return null;
  }
}
