import type { FormatError, Result } from '../../src/core/base/result';
import { readTrace } from '../../src/core/trace/read-trace';
import type { Trace } from '../../src/core/trace/trace';

const HEADER_BYTES = 16;

/** Cut anywhere, or with up to three bytes changed behind the header. */
export function damagedTrace(bytes: Uint8Array, random: () => number): Uint8Array {
  const below = (n: number): number => Math.floor(random() * n);
  if (random() < 0.5) return bytes.subarray(0, below(bytes.length));
  const damaged = bytes.slice();
  for (let i = 0; i <= below(3); i++) damaged[HEADER_BYTES + below(bytes.length - HEADER_BYTES)] = below(256);
  return damaged;
}

export async function readInPieces(bytes: Uint8Array, step = 1 << 20): Promise<Result<Trace, FormatError>> {
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < bytes.length; i += step) pieces.push(bytes.subarray(i, i + step));
  return readTrace(pieces);
}
