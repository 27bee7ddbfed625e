// A call graph, laid out, as it crosses the bridge.
import { z } from 'zod';
import type { PlacedGraph } from '../core/layout/graph-layout';
import type { GraphBox } from '../core/pprof/graph/picture';
import { packColumns, unpackColumns, type ColumnKind } from './columns';
import { failed } from './errors';

/** `own`: of the program's own module. `before`: of a difference, what A has of it and all that it calls. */
export interface TableBox extends GraphBox {
  readonly own: boolean;
  readonly before: number | null;
}

export interface GraphTable extends PlacedGraph {
  readonly boxes: readonly TableBox[];
}

const headerSchema = z.object({
  version: z.literal(1),
  boxes: z.array(
    z.tuple([z.string(), z.string(), z.number(), z.boolean(), z.array(z.string()), z.string(), z.string()]),
  ),
  calls: z.array(z.string()),
  points: z.number().int().min(0),
  isDifference: z.boolean(),
  total: z.number(),
  dropped: z.number(),
  droppedCalls: z.number(),
  beforeCount: z.number(),
  callsLeft: z.number(),
  width: z.number(),
  height: z.number(),
});
type Header = z.infer<typeof headerSchema>;

const INLINE = 1;
const RESIDUAL = 2;

/** In the order in which they are packed; the last only of a difference. */
function columnsOf({ boxes, calls, points, isDifference }: Header): readonly ColumnKind[] {
  const ofBoxes = { kind: 'float64', length: boxes.length } as const;
  const ofCalls = { kind: 'float64', length: calls.length } as const;
  const integers = { kind: 'uint32', length: calls.length } as const;
  return [
    ...Array.from({ length: 7 }, () => ofBoxes),
    ...Array.from({ length: 3 }, () => ofCalls),
    ...Array.from({ length: 5 }, () => integers),
    { kind: 'uint32', length: calls.length + 1 },
    { kind: 'float64', length: 2 * points },
    ...(isDifference ? [ofBoxes] : []),
  ];
}

export function packGraph({ boxes, calls, places, ...about }: GraphTable): Uint8Array {
  const header: Header = {
    version: 1,
    boxes: boxes.map((box) => [
      box.function,
      box.file,
      box.line,
      box.own,
      [...box.lines],
      box.flatText,
      box.cumText,
    ]),
    calls: calls.map(({ text }) => text),
    points: places.points.length / 2,
    ...about,
    width: places.width,
    height: places.height,
  };
  const ofBoxes = (value: (box: TableBox) => number): Float64Array => Float64Array.from(boxes, value);
  const ofCalls = (value: (call: GraphTable['calls'][number]) => number): Uint32Array =>
    Uint32Array.from(calls, value);
  const columns = [
    ofBoxes(({ flat }) => flat),
    ofBoxes(({ cum }) => cum),
    ofBoxes(({ fontSize }) => fontSize),
    ofBoxes(({ width }) => width),
    ofBoxes(({ height }) => height),
    places.x,
    places.y,
    Float64Array.from(calls, ({ value }) => value),
    places.labelX,
    places.labelY,
    ofCalls(({ from }) => from),
    ofCalls(({ to }) => to),
    ofCalls(({ weight }) => weight),
    ofCalls(({ thickness }) => thickness),
    ofCalls(({ isInline, isResidual }) => (isInline ? INLINE : 0) + (isResidual ? RESIDUAL : 0)),
    places.pointStart,
    places.points,
  ];
  return packColumns(
    header,
    about.isDifference ? [...columns, ofBoxes(({ before }) => before ?? 0)] : columns,
  );
}

/** Reads what `packGraph` wrote; throws `internal` for what another version, or nobody, wrote. */
export function unpackGraph(bytes: Uint8Array): GraphTable {
  const read = unpackColumns(bytes, headerSchema, columnsOf);
  if (read === null) throw failed('picture-unreadable');
  const { version: _, boxes, calls, points: __, width, height, ...about } = read.header;
  const [flat, cum, fontSize, widths, heights, x, y, value, labelX, labelY] = read.columns as Float64Array[];
  const [from, to, weight, thickness, flags, pointStart] = read.columns.slice(10) as Uint32Array[];
  const [points, before] = read.columns.slice(16) as Float64Array[];
  return {
    ...about,
    boxes: boxes.map(([name, file, line, own, lines, flatText, cumText], i) => ({
      function: name,
      file,
      line,
      own,
      lines,
      flatText,
      cumText,
      flat: flat![i]!,
      cum: cum![i]!,
      fontSize: fontSize![i]!,
      width: widths![i]!,
      height: heights![i]!,
      before: before === undefined ? null : before[i]!,
    })),
    calls: calls.map((text, i) => ({
      text,
      from: from![i]!,
      to: to![i]!,
      value: value![i]!,
      weight: weight![i]!,
      thickness: thickness![i]!,
      isInline: (flags![i]! & INLINE) !== 0,
      isResidual: (flags![i]! & RESIDUAL) !== 0,
    })),
    places: {
      width,
      height,
      x: x!,
      y: y!,
      labelX: labelX!,
      labelY: labelY!,
      pointStart: pointStart!,
      points: points!,
    },
  };
}
