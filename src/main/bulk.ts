// Answers too large for a message wait here, in memory, until they are fetched as bytes: once, and soon.
import { randomBytes } from 'node:crypto';
import { failed } from '../contract/errors';

/** A view asks for one at a time; what waits beyond that was given up by whoever asked. */
const MOST_BYTES = 256 * 1024 * 1024;

export class Bulk {
  /** In order of age. */
  readonly #waiting = new Map<string, Uint8Array>();
  #bytes = 0;

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /** Answers the name under which `take` finds the bytes. The oldest go where there is no room for them. */
  put(bytes: Uint8Array): string {
    const id = randomBytes(16).toString('hex');
    this.#waiting.set(id, bytes);
    this.#bytes += bytes.byteLength;
    for (const [oldest, old] of this.#waiting) {
      if (this.#bytes <= this.mostBytes || oldest === id) break;
      this.#waiting.delete(oldest);
      this.#bytes -= old.byteLength;
    }
    return id;
  }

  /** Once only. Throws `not-found` where there is no such answer (any more). */
  take(id: string): Uint8Array {
    const bytes = this.#waiting.get(id);
    if (bytes === undefined) throw failed('answer-gone');
    this.#waiting.delete(id);
    this.#bytes -= bytes.byteLength;
    return bytes;
  }
}
