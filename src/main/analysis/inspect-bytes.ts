// A look into a capture's bytes, packed or not. A packed trace is unpacked in pieces that are forgotten again: as a whole it
// may have a gigabyte, and its end may be missing.
import { constants, gunzipSync } from 'node:zlib';
import { err, ok, type FormatError, type Result } from '../../core/base/result';
import { factsOfTrace, inspectCapture, type CaptureFacts } from '../../core/inspect/inspect-capture';
import { TraceLook } from '../../core/inspect/trace-look';
import { traceVersionOf } from '../../core/trace/read-trace';
import { MOST_TRACE_BYTES } from '../../core/trace/trace-limits';
import { unpack } from './read-capture';
import { Unpacking } from './unpacking';

export async function inspectBytes(bytes: Uint8Array): Promise<Result<CaptureFacts, FormatError>> {
  if (isPackedTrace(bytes)) return inspectPackedTrace(bytes);
  const unpacked = unpack(bytes);
  return unpacked.ok ? inspectCapture(unpacked.value) : unpacked;
}

const HEAD_BYTES = 4096;

export function isPackedTrace(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return false;
  try {
    const head = gunzipSync(bytes.subarray(0, HEAD_BYTES), { finishFlush: constants.Z_SYNC_FLUSH });
    return traceVersionOf(head) !== null;
  } catch {
    return false; // what is wrong with it is said by whoever unpacks it
  }
}

async function inspectPackedTrace(bytes: Uint8Array): Promise<Result<CaptureFacts, FormatError>> {
  const look = new TraceLook();
  const unpacking = new Unpacking();
  let total = 0;
  for await (const piece of unpacking.pieces(inPieces(bytes))) {
    total += piece.length;
    if (total > MOST_TRACE_BYTES)
      return err({
        code: 'too-large',
        message: `The trace unpacks to more than ${MOST_TRACE_BYTES / 1024 / 1024} MiB.`,
      });
    look.add(piece);
  }
  const looked = look.end(unpacking.broken !== null);
  return looked.ok ? ok(factsOfTrace(looked.value)) : looked;
}

function* inPieces(bytes: Uint8Array): Generator<Uint8Array> {
  const PIECE_BYTES = 1024 * 1024;
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}
