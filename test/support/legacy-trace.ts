// Writes traces of Go 1.11 to 1.21 by hand, event by event.
import { HAS_STACK, OLD } from '../../src/core/trace/legacy/event-types';

export class LegacyTraceWriter {
  readonly #bytes: number[] = [];

  constructor(readonly version = 21) {
    this.#bytes.push(...new TextEncoder().encode(`go 1.${version} trace\0\0\0`));
  }

  batch(proc: number, time = 100): this {
    this.#bytes.push(OLD.batch | (1 << 6));
    return this.numbers(proc, time);
  }

  /** An event with its time (since the one before it in its batch), its arguments, and its stack where the type has one. */
  event(type: number, delta: number, args: readonly number[] = [], stack = 0): this {
    return this.raw(type, delta, ...args, ...(HAS_STACK[type] === 1 ? [stack] : []));
  }

  raw(type: number, ...numbers: readonly number[]): this {
    if (numbers.length <= 3 && type !== OLD.stack) {
      this.#bytes.push(type | ((numbers.length - 1) << 6));
      return this.numbers(...numbers);
    }
    const bytes = numbers.flatMap(varint);
    this.#bytes.push(type | (3 << 6), ...varint(bytes.length), ...bytes);
    return this;
  }

  string(id: number, text: string): this {
    this.#bytes.push(OLD.string);
    return this.numbers(id).text(text);
  }

  /** Of frames by their address; each has function and file as the strings of these ids. */
  stack(id: number, functionName: number, file: number, ...addresses: readonly number[]): this {
    const frames = addresses.flatMap((address) => [address, functionName, file, address]);
    return this.raw(OLD.stack, id, addresses.length, ...frames);
  }

  log(delta: number, task: number, category: number, message: string): this {
    return this.raw(OLD.userLog, delta, task, category, 0).text(message);
  }

  text(text: string): this {
    const encoded = new TextEncoder().encode(text);
    this.numbers(encoded.length);
    for (const byte of encoded) this.#bytes.push(byte);
    return this;
  }

  numbers(...numbers: readonly number[]): this {
    this.#bytes.push(...numbers.flatMap(varint));
    return this;
  }

  /** Ends with a clock of so many ticks in a second. */
  end(ticksPerSecond = 1e9): Uint8Array {
    this.batch(0, 1_000_000).raw(OLD.frequency, ticksPerSecond);
    return this.bytes();
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#bytes);
  }
}

/** Of a negative number its 64 bits. */
function varint(number: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(number));
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}
