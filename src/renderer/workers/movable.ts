/** What a value is made of to cross between threads with its columns moved, not serialised. */
export interface Movable {
  /** As the value; each column in it is a copy of its own, without what its buffer has beside it. */
  readonly value: unknown;
  /** Of those copies: to be handed over. */
  readonly buffers: ArrayBuffer[];
}

type Column = Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** Columns of the value, wherever they are in its arrays and plain objects, stay as they are. */
export function movable(value: unknown): Movable {
  const buffers: ArrayBuffer[] = [];
  const copy = (part: unknown): unknown => {
    if (ArrayBuffer.isView(part)) {
      const column = (part as Column).slice();
      buffers.push(column.buffer);
      return column;
    }
    if (Array.isArray(part)) return part.map(copy);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, copy(inner)]));
  };
  return { value: copy(value), buffers };
}
