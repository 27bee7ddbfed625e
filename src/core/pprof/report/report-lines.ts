// What a report has written so far, up to a length that one string can hold: a file of half a megabyte, within all bounds
// of a profile, can stand for more text than there is memory.

/** Characters; V8 has strings of some 537 million. */
const MOST_TEXT = 500_000_000;
/** Texts held apart until they become one: each by itself takes several times its length. */
const HELD = 4096;

class ReportTooLong extends Error {}

/** Whether a report was given up since it is too long. Of a single line, V8 itself may be the one that says so. */
export const isTooLong = (error: unknown): boolean =>
  error instanceof ReportTooLong ||
  (error instanceof RangeError && error.message === 'Invalid string length');

/** Every method throws what `isTooLong` tells where there would be too much. */
export class ReportLines {
  private readonly joined: string[] = [];
  private held: string[] = [];
  private written = 0;

  constructor(private readonly most = MOST_TEXT) {}

  /** Characters so far. */
  get length(): number {
    return this.written;
  }

  /** Each a line, without its end. */
  push(...lines: readonly string[]): void {
    for (const line of lines) this.add(`${line}\n`);
  }

  /** As it is. */
  add(text: string): void {
    this.written += text.length;
    if (this.written > this.most) throw new ReportTooLong();
    if (this.held.push(text) < HELD) return;
    this.joined.push(this.held.join(''));
    this.held = [];
  }

  /** A part of a line that is still to be pushed. */
  join(parts: Iterable<string>, separator: string): string {
    const texts: string[] = [];
    let length = this.written;
    for (const part of parts) {
      length += part.length + separator.length;
      if (length > this.most) throw new ReportTooLong();
      texts.push(part);
    }
    return texts.join(separator);
  }

  text(): string {
    return [...this.joined, ...this.held].join('');
  }
}
