// Gzip in pieces, for what is too large to be unpacked as a whole. Damage ends it, and what came before is whole.
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FormatError } from '../../core/base/result';

/** What is unpacked last before damage is lost: a little. */
const UNPACKED_BYTES = 64 * 1024;

export class Unpacking {
  /** Why they end before the text does. */
  broken: FormatError | null = null;

  async *pieces(packed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const unpacking = Readable.from(packed).pipe(createGunzip({ chunkSize: UNPACKED_BYTES }));
    try {
      yield* unpacking as AsyncIterable<Buffer>;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'Z_BUF_ERROR') this.broken = { code: 'truncated', message: 'the gzip data ends early' };
      else if (typeof code === 'string' && code.startsWith('Z_'))
        this.broken = { code: 'malformed', message: 'the gzip data is damaged' };
      else throw error;
    }
  }
}
