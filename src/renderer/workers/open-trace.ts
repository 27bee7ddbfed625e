import { err, type FormatError, type Result } from '../../core/base/result';
import { readTrace, type ReadTraceOptions } from '../../core/trace/read-trace';
import { MOST_TRACE_BYTES } from '../../core/trace/trace-limits';
import type { Trace } from '../../core/trace/trace';

export interface OpenOptions {
  /** Bytes that are read at once; of what is packed its engine decides. */
  readonly piece?: number;
  /** Heard now and then, before more is read: what it answers is waited for. */
  readonly pause?: (done: number) => Promise<void>;
  readonly signal?: AbortSignal;
  readonly onFirst?: ReadTraceOptions['onFirst'];
}

/**
 * Reads a trace's file, gzipped or not. What is broken further on is answered as far as it goes; see `broken`. Throws the
 * signal's reason.
 */
export async function openTrace(
  bytes: Uint8Array,
  { piece: size = 1024 * 1024, pause = () => Promise.resolve(), signal, onFirst }: OpenOptions = {},
): Promise<Result<Trace, FormatError>> {
  const isPacked = isGzip(bytes);
  let broken: FormatError | null = null;
  const source = isPacked ? unpacked(bytes) : pieces(bytes, size);
  const bounded = async function* (): AsyncGenerator<Uint8Array> {
    let total = 0;
    try {
      for await (const piece of source) {
        total += piece.length;
        if (total > MOST_TRACE_BYTES) {
          broken = {
            code: 'too-large',
            message: `the trace has more than ${MOST_TRACE_BYTES / 1024 / 1024} MiB`,
          };
          return;
        }
        yield piece;
        await pause(total);
      }
    } catch (error) {
      if (!isPacked || signal?.aborted === true) throw error;
      broken = { code: 'malformed', message: 'the gzip data is damaged, or ends early' };
    }
  };
  const result = await readTrace(bounded(), {
    fileBytes: bytes.length,
    ...(onFirst !== undefined && { onFirst }),
    ...(signal !== undefined && { signal }),
  });
  if (broken === null) return result;
  return result.ok ? { ok: true, value: { ...result.value, broken } } : err(broken);
}

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Throws where the data is damaged: what, each engine has its own way. */
async function* unpacked(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
