// From profiles to the tree of a flame graph: from the outermost function down, upside down, or around one function.
import { GrowableUint32 } from '../base/growable';
import { PairMap } from '../base/pair-map';
import type { Frame } from '../base/frame';
import { SequenceMap } from '../base/sequence-map';
import { FlameBuilder, type FlameTree } from './flame-tree';
import { graphNodes, type GraphNodes } from './graph-nodes';
import { at, type Profile } from './profile';
import type { View } from './view';

/**
 * `callees`: from the outermost function to what it calls. `callers`: upside down, from the function in which the
 * value arises to those that called it.
 */
export type FlameOrder = 'callees' | 'callers';

export interface FlameOptions {
  readonly order: FlameOrder;
  /**
   * Only the stacks that hold this function (a name as `top` shows it), each cut at the outermost place where it
   * stands: what it called, or who called it. null: whole stacks.
   */
  readonly pivot: string | null;
  /** How many boxes at most; the lightest are left out. */
  readonly limit: number;
}

export interface Flame {
  readonly tree: FlameTree;
  /** The functions; `line` is where they begin, 0 unknown. */
  readonly frames: readonly Frame[];
  /** Sum of the magnitudes of all values, whatever the filters and the pivot. */
  readonly total: number;
}

/** The tree of one profile, by one row of its sample types. */
export function flameOf(view: View, sampleType: number, options: FlameOptions): Flame {
  const frames = new FrameNames();
  const source = new Stacks(view.profile, sampleType, frames);
  const cut = new PivotCut(options, frames.find(options.pivot));
  const builder = new FlameBuilder(false);
  for (let sample = 0; sample < source.length; sample++) {
    const value = source.value(sample);
    if (value === 0) continue;
    const length = source.read(sample);
    const shown = cut.of(source.functions, length);
    if (shown >= 0) builder.add(cut.stack, shown, value, 0);
  }
  const total = at(view.whole.samples.values, sampleType).numbers.reduce(
    (sum, value) => sum + Math.abs(value),
    0,
  );
  return { tree: builder.finish(options.limit), frames: frames.list, total };
}

export type FlameChange = 'all' | 'grown' | 'shrunk' | 'new' | 'gone';

/** A difference is formed stack by stack, before the stacks become a tree. */
export interface FlameDifferenceOptions extends FlameOptions {
  /**
   * What makes two stacks the same: their functions and lines within one binary, their functions alone between two,
   * where lines move with every edit.
   */
  readonly sameBinary: boolean;
  /** Which stacks: those with more in `b`, with less, only in `b`, only in `a`, or all that changed. */
  readonly only: FlameChange;
  /** What the values of `a` are multiplied with before they are subtracted; 1 leaves them as they are. */
  readonly scaleA: number;
}

const IS_SHOWN: Record<FlameChange, (before: number, now: number) => boolean> = {
  all: () => true,
  grown: (before, now) => now > before,
  shrunk: (before, now) => now < before,
  // What is in neither has no width.
  new: (before) => before === 0,
  gone: (before, now) => before !== 0 && now === 0,
};

interface Side {
  readonly view: View;
  readonly sampleType: number;
}

/**
 * `b` less `a`: widths are of what changed, each stack by itself, as those of `go tool pprof -base` are. What filters make
 * of two stacks does not make them one.
 */
export function flameOfDifference(a: Side, b: Side, options: FlameDifferenceOptions): Flame {
  const frames = new FrameNames();
  const { whole, shown } = sumStacks([a, b], options.sameBinary, frames);
  const cut = new PivotCut(options, frames.find(options.pivot));
  const builder = new FlameBuilder(true);
  const stack = new GrowableUint32();
  for (const { functions, before, now } of shown.rows()) {
    const base = before * options.scaleA;
    if (!IS_SHOWN[options.only](base, now)) continue;
    stack.data = functions;
    stack.length = functions.length;
    const length = cut.of(stack, functions.length);
    if (length >= 0) builder.add(cut.stack, length, now - base, base);
  }
  let total = 0;
  for (const { before, now } of whole.rows()) total += Math.abs(now - before * options.scaleA);
  return { tree: builder.finish(options.limit), frames: frames.list, total };
}

/** 1 for each sample of either view that is of a stack with a change as `only` wants it. */
export function changedSamples(
  a: Side,
  b: Side,
  { sameBinary, only, scaleA }: Pick<FlameDifferenceOptions, 'sameBinary' | 'only' | 'scaleA'>,
): readonly [Uint8Array, Uint8Array] {
  const sides = [a, b];
  const { shown, rows } = sumStacks(sides, sameBinary, new FrameNames());
  const isShown = Uint8Array.from(shown.rows(), ({ before, now }) =>
    Number(IS_SHOWN[only](before * scaleA, now)),
  );
  const marked = ({ view, sampleType }: Side, side: number): Uint8Array => {
    const { numbers } = at(view.profile.samples.values, sampleType);
    // What has no value is in no stack.
    return Uint8Array.from(at(rows, side), (row, sample) => (numbers[sample] === 0 ? 0 : isShown[row]!));
  };
  return [marked(a, 0), marked(b, 1)];
}

/** 1 for each sample of a view that a flame graph around this function is of, whatever its value. */
export function samplesAround({ profile }: Pick<View, 'profile'>, pivot: string): Uint8Array {
  const frames = new FrameNames();
  const source = new Stacks(profile, 0, frames);
  const wanted = frames.find(pivot) ?? -1;
  return Uint8Array.from({ length: source.length }, (_, sample) => {
    const length = source.read(sample);
    return Number(source.functions.data.subarray(0, length).includes(wanted));
  });
}

/** `whole`: before any filter. `shown`: what the filters leave, where `rows` has each sample of the views. */
function sumStacks(
  sides: readonly Side[],
  sameBinary: boolean,
  frames: FrameNames,
): { readonly whole: StackSums; readonly shown: StackSums; readonly rows: readonly Uint32Array[] } {
  const identity = new PairMap();
  const whole = new StackSums();
  const rows = sides.map(({ view, sampleType }, side) => {
    const source = new Stacks(view.whole, sampleType, frames, identity);
    return whole.addAll(source, side, () => (sameBinary ? source.lines : source.functions));
  });
  if (sides.every(({ view }) => view.origin === null)) return { whole, shown: whole, rows };
  const shown = new StackSums();
  const shownRows = sides.map(({ view, sampleType }, side) => {
    const source = new Stacks(view.profile, sampleType, frames);
    const stack = new GrowableUint32();
    return shown.addAll(source, side, (sample) => {
      stack.length = 0;
      stack.push(at(at(rows, side), view.origin?.[sample] ?? sample));
      stack.append(source.functions);
      return stack;
    });
  });
  return { whole, shown, rows: shownRows };
}

/** The values of two profiles by stack. */
class StackSums {
  private readonly distinct = new SequenceMap();
  private readonly functions: Uint32Array[] = [];
  private readonly values: readonly [number[], number[]] = [[], []];

  /** `identity` tells a sample's stack, once read, from others. Answers the row of each sample; 0 without a value. */
  addAll(source: Stacks, side: number, identity: (sample: number) => GrowableUint32): Uint32Array {
    const sums = at(this.values, side);
    const rows = new Uint32Array(source.length);
    for (let sample = 0; sample < source.length; sample++) {
      const value = source.value(sample);
      if (value === 0) continue;
      const length = source.read(sample);
      const stack = identity(sample);
      const row = (rows[sample] = this.distinct.add(stack.data, stack.length));
      if (row === this.functions.length) this.functions.push(source.functions.data.slice(0, length));
      sums[row] = (sums[row] ?? 0) + value;
    }
    return rows;
  }

  *rows(): Generator<{ readonly functions: Uint32Array; readonly before: number; readonly now: number }> {
    const [before, now] = this.values;
    for (const [row, functions] of this.functions.entries()) {
      yield { functions, before: before[row] ?? 0, now: now[row] ?? 0 };
    }
  }
}

/** Numbers functions by the name that `top` shows. */
class FrameNames {
  readonly list: Frame[] = [];
  private readonly rows = new Map<string, number>();

  add(name: string, place: () => { file: string; line: number }): number {
    let row = this.rows.get(name);
    if (row === undefined) {
      row = this.list.push({ function: name, ...place() }) - 1;
      this.rows.set(name, row);
    }
    return row;
  }

  /** −1: no stack holds it. null where none is asked for. */
  find(name: string | null): number | null {
    return name === null ? null : (this.rows.get(name) ?? -1);
  }
}

/** A profile's samples as sequences of functions, and of functions with lines, the leaf first. */
class Stacks {
  readonly length: number;
  /** What `read` has read last: functions of FrameNames, and pairs of one and its line. */
  readonly functions = new GrowableUint32();
  readonly lines = new GrowableUint32();
  private readonly nodes: GraphNodes;
  private readonly values: Float64Array;
  private readonly frameOfNode: Uint32Array;
  private readonly lineIdentity: Uint32Array | null;

  constructor(
    private readonly profile: Profile,
    sampleType: number,
    frames: FrameNames,
    identity: PairMap | null = null,
  ) {
    this.values = at(this.profile.samples.values, sampleType).numbers;
    this.length = this.profile.samples.length;
    const nodes = (this.nodes = graphNodes(this.profile));
    const { functions, strings } = this.profile;
    this.frameOfNode = Uint32Array.from(nodes.name, (name, node) =>
      frames.add(name, () => {
        const row = at(nodes.functionRow, node);
        if (row < 0) return { file: '', line: 0 };
        return { file: at(strings, at(functions.filename, row)), line: at(functions.startLine, row) };
      }),
    );
    this.lineIdentity = identity === null ? null : this.identifyLines(identity);
  }

  value(sample: number): number {
    return this.values[sample]!;
  }

  /** Reads a sample's stack; answers how many frames it has. */
  read(sample: number): number {
    const { stackStart, stackLocation } = this.profile.samples;
    const { start, nodeOfLocation } = this.nodes;
    const { functions, lines, lineIdentity, frameOfNode } = this;
    functions.length = 0;
    lines.length = 0;
    for (let i = stackStart[sample]!, end = stackStart[sample + 1]!; i < end; i++) {
      const location = stackLocation[i]!;
      for (let k = start[location]!, stop = start[location + 1]!; k < stop; k++) {
        functions.push(frameOfNode[nodeOfLocation[k]!]!);
        if (lineIdentity !== null) lines.push(lineIdentity[k]!);
      }
    }
    return functions.length;
  }

  /** Beside each node of a location, the number of it and its line together. */
  private identifyLines(identity: PairMap): Uint32Array {
    const { locations, lines } = this.profile;
    const { start, nodeOfLocation } = this.nodes;
    const numbers = new Uint32Array(nodeOfLocation.length);
    for (let location = 0; location < locations.length; location++) {
      const firstLine = locations.lineStart[location]!;
      const hasLines = locations.lineStart[location + 1]! > firstLine;
      const first = start[location]!;
      for (let k = first; k < start[location + 1]!; k++) {
        const line = hasLines ? lines.line[firstLine + k - first]! : 0;
        numbers[k] = identity.add(this.frameOfNode[nodeOfLocation[k]!]!, line >>> 0);
      }
    }
    return numbers;
  }
}

/** Turns a stack the way it is shown, cut at the pivot. */
class PivotCut {
  stack = new Uint32Array(256);

  constructor(
    private readonly options: FlameOptions,
    /** −1 stands in no stack. */
    private readonly pivot: number | null,
  ) {}

  /** Puts the part of the stack (`length` frames, leaf first) that is shown into `stack`; −1 where none is. */
  of({ data }: GrowableUint32, length: number): number {
    // Index, from the leaf, of the outermost frame of the part.
    let outermost = length - 1;
    if (this.pivot !== null) {
      while (outermost >= 0 && data[outermost] !== this.pivot) outermost--;
      if (outermost < 0) return -1;
    }
    if (this.stack.length < length) this.stack = new Uint32Array(length * 2);
    if (this.options.order === 'callees') {
      for (let i = 0; i <= outermost; i++) this.stack[i] = data[outermost - i]!;
      return outermost + 1;
    }
    const from = this.pivot === null ? 0 : outermost;
    for (let i = from; i < length; i++) this.stack[i - from] = data[i]!;
    return length - from;
  }
}
