import type { FormatError } from '../../base/result';
import type { TraceBuilder } from '../trace-builder';
import { readLegacyTrace } from './read-legacy-trace';

/** Collects the pieces of an old trace, which can be read as a whole alone. */
export class LegacyReader {
  readonly originNs = 0;
  broken: FormatError | null = null;
  offset = 0;
  readonly #pieces: Uint8Array[] = [];

  constructor(private readonly builder: TraceBuilder) {}

  /** Takes the next bytes of the file, its header too. False: no more are wanted, it is `broken`. */
  add(bytes: Uint8Array): boolean {
    this.#pieces.push(bytes);
    this.offset += bytes.length;
    if (this.offset > this.builder.limits.generationBytes) {
      this.builder.exceed('generationBytes');
      this.broken = this.builder.limitError;
    }
    return this.broken === null;
  }

  end(): void {
    const whole = new Uint8Array(this.offset);
    let at = 0;
    for (const piece of this.#pieces.splice(0)) {
      whole.set(piece, at);
      at += piece.length;
    }
    this.broken = readLegacyTrace(whole, this.builder.version, this.builder).broken;
  }
}
