import { err, ok, type FormatError, type Result } from '../base/result';
import { LegacyReader } from './legacy/legacy-reader';
import { GenerationsReader } from './read-generations';
import type { Trace } from './trace';
import { TraceBuilder } from './trace-builder';
import { TRACE_LIMITS, type TraceLimits } from './trace-limits';

export const TRACE_HEADER_BYTES = 16;
const HEADER = /^go 1\.(\d{1,4}) trace\0\0\0$/;
const VERSIONS: ReadonlySet<number> = new Set([22, 23, 25, 26]);
/** Those before are in another format. */
const LEGACY_VERSIONS: ReadonlySet<number> = new Set([11, 19, 21]);

/** Written since Go 1.22, and read here. */
export const isReadTrace = (version: number): boolean => VERSIONS.has(version);
export const isLegacyTrace = (version: number): boolean => LEGACY_VERSIONS.has(version);

export interface ReadTraceOptions {
  readonly limits?: TraceLimits;
  /** Of the file, where it is known; makes reading faster. */
  readonly fileBytes?: number;
  readonly signal?: AbortSignal;
  /** Told of the bytes that are read. */
  readonly onProgress?: (bytes: number) => void;
  /**
   * Told once, as soon as the first generation is read (since Go 1.22), of what there is after that many bytes, and waited
   * for. It stays as it is while the rest is read.
   */
  readonly onFirst?: (soFar: Trace, bytes: number) => Promise<void>;
}

/** The minor version in a trace's header, the first 16 bytes; null: it is none. */
export const traceVersionOf = (head: Uint8Array): number | null => {
  const text = String.fromCharCode(...head.subarray(0, TRACE_HEADER_BYTES));
  const version = HEADER.exec(text)?.[1];
  return version === undefined ? null : Number(version);
};

/**
 * Reads an execution trace from the pieces of its file: one generation at a time since Go 1.22, the whole at its end before. An error where nothing of it could be
 * read (`unsupported`: a version that is not known, or not a trace at all); where it is broken later, `broken` says so, and what
 * came before is there. Throws the signal's reason.
 */
export async function readTrace(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { limits = TRACE_LIMITS, fileBytes = 0, signal, onProgress, onFirst }: ReadTraceOptions = {},
): Promise<Result<Trace, FormatError>> {
  let head = new Uint8Array();
  let isTold = false;
  let reading: { builder: TraceBuilder; reader: GenerationsReader | LegacyReader } | null = null;
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    let next = piece;
    if (reading === null) {
      head = joined(head, piece);
      if (head.length < TRACE_HEADER_BYTES) continue;
      const version = traceVersionOf(head);
      if (version === null) return err(NOT_A_TRACE);
      const isLegacy = isLegacyTrace(version);
      if (!isLegacy && !isReadTrace(version)) return err(unknownVersion(version));
      // An old trace says how many events it has before any is put in.
      const builder = new TraceBuilder(version, limits, isLegacy ? 0 : fileBytes);
      const reader = isLegacy
        ? new LegacyReader(builder)
        : new GenerationsReader(builder, TRACE_HEADER_BYTES);
      reading = { builder, reader };
      next = isLegacy ? head : head.subarray(TRACE_HEADER_BYTES);
    }
    if (!reading.reader.add(next)) break;
    onProgress?.(reading.reader.offset);
    const { builder, reader } = reading;
    if (isTold || builder.goroutines.size === 0 || reader.originNs === null) continue;
    isTold = true;
    await onFirst?.(builder.soFar(reader.originNs, null), reader.offset);
  }
  if (reading === null) return err(head.length === 0 ? EMPTY : NOT_A_TRACE);
  const { builder, reader } = reading;
  if (reader.broken === null) reader.end();
  return ok(builder.soFar(reader.originNs ?? 1, reader.broken));
}

const EMPTY: FormatError = { code: 'empty', message: 'The file is empty.' };
const NOT_A_TRACE: FormatError = {
  code: 'malformed',
  message: 'Not an execution trace: it does not begin like `go 1.26 trace`.',
};
const unknownVersion = (version: number): FormatError => ({
  code: 'unsupported',
  message: `An execution trace in the format of Go 1.${version}, which is not known here.`,
});

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
