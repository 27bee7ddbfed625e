// Distinct stacks, numbered: two are one where function and line agree frame by frame. One table may serve all the
// profiles of a process, so that a stack has the same row in each.
import type { Frame, Stack } from '../base/frame';
import { PairMap } from '../base/pair-map';
import { SequenceMap } from '../base/sequence-map';
import { at } from './profile';

export class StackTable {
  /** Leaf first. */
  readonly stacks: Stack[] = [];
  private readonly frames: Frame[] = [];
  private readonly names: string[] = [];
  private readonly nameRows = new Map<string, number>();
  private readonly places = new PairMap();
  /** Lines that a PairMap cannot hold: beyond 32 bits, or no whole numbers. */
  private readonly lines = new Map<number, number>();
  private readonly sequences = new SequenceMap();

  /** The number of a function's name. */
  name(text: string): number {
    let row = this.nameRows.get(text);
    if (row === undefined) this.nameRows.set(text, (row = this.names.push(text) - 1));
    return row;
  }

  /** The number of a frame; its file is that with which it came first. */
  frame(name: number, file: string, line: number): number {
    const number = this.places.add(name, this.lineNumber(line));
    if (number === this.frames.length) this.frames.push({ function: at(this.names, name), file, line });
    return number;
  }

  /** The row of the stack of the first `length` frame numbers. */
  row(frames: Uint32Array, length: number): number {
    const row = this.sequences.add(frames, length);
    if (row === this.stacks.length) {
      const stack: Frame[] = [];
      for (let i = 0; i < length; i++) stack.push(this.frames[frames[i]!]!);
      this.stacks.push(stack);
    }
    return row;
  }

  rowOf(stack: Stack): number {
    return this.row(
      Uint32Array.from(stack, (f) => this.frame(this.name(f.function), f.file, f.line)),
      stack.length,
    );
  }

  private lineNumber(line: number): number {
    if (line >= 0 && line < FIRST_ODD && Number.isInteger(line)) return line;
    let number = this.lines.get(line);
    if (number === undefined) this.lines.set(line, (number = FIRST_ODD + this.lines.size));
    return number;
  }
}

const FIRST_ODD = 0x8000_0000;
