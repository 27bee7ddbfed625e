// How a graph is put to Graphviz and what comes back. Only numbers go there: sizes of boxes, weights of calls. No name
// of a profile ever does, so none can be anything but text.
import { CELL, type GraphPicture } from '../pprof/graph/picture';

/** More than this are no picture any more, and take Graphviz minutes. */
export const MOST_BOXES = 2_000;
export const MOST_CALLS = 6_000;

/** Where everything stands, in points; y grows downwards. */
export interface GraphPlaces {
  readonly width: number;
  readonly height: number;
  /** Middles of the boxes. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /**
   * Of call i the points pointStart[i] … pointStart[i+1]−1, as x, y in turn: where its curve begins, three for each piece
   * of it (cubic Bézier), and last the tip of its arrow. None: it has no line.
   */
  readonly pointStart: Uint32Array;
  readonly points: Float64Array;
  /** Middles of the labels of calls; NaN where Graphviz has not placed one. */
  readonly labelX: Float64Array;
  readonly labelY: Float64Array;
}

export interface PlacedGraph extends GraphPicture {
  readonly places: GraphPlaces;
}

/** Up to here calls have room for their labels, beyond it the layout would take too long. */
const LABELLED_BOXES = 200;
export const CALL_FONT = 11;
/** ` (inline)`, in whatever language. */
const INLINE_CELLS = 9;
const POINTS_PER_INCH = 72;

/** How long Graphviz may look for a better layout: the more there is, the less. */
function effortFor(boxes: number): string {
  if (boxes <= LABELLED_BOXES) return 'nslimit=8;nslimit1=8;';
  if (boxes <= 700) return 'nslimit=1;nslimit1=1;mclimit=0.3;';
  return 'nslimit=0.2;nslimit1=0.2;mclimit=0.1;splines=polyline;';
}

/** The question in DOT. Calls come in the picture's order, the heaviest first, which is a hint to the engine. */
export function layoutQuestion({ boxes, calls }: GraphPicture): string {
  const inches = (points: number): string => (points / POINTS_PER_INCH).toFixed(3);
  const hasLabels = boxes.length <= LABELLED_BOXES;
  return [
    `digraph{${effortFor(boxes.length)}nodesep=0.2;ranksep=0.35;node[shape=box label="" fixedsize=true];edge[arrowsize=0.7];`,
    ...boxes.map(({ width, height }, i) => `${i}[width=${inches(width)} height=${inches(height)}];`),
    ...calls.map(({ from, to, weight, text, isInline }) => {
      const cells = text.length + (isInline ? INLINE_CELLS : 0);
      const room = hasLabels
        ? ` label=<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="${Math.ceil(cells * CALL_FONT * CELL) + 6}" HEIGHT="${CALL_FONT + 4}"><TR><TD></TD></TR></TABLE>>`
        : '';
      return `${from}->${to}[weight=${weight}${room}];`;
    }),
    '}',
  ].join('\n');
}

/** Reads Graphviz's answer (`json0` with y downwards); null where it is not one to this picture. */
export function readLayout(answer: unknown, { boxes, calls }: GraphPicture): GraphPlaces | null {
  const graph = recordOf(answer);
  const box = numbersOf(graph['bb']);
  const objects = listOf(graph['objects']);
  const edges = listOf(graph['edges']);
  if (box.length !== 4 || objects.length !== boxes.length || edges.length !== calls.length) return null;
  const [left = 0, first = 0, right = 0, last = 0] = box;
  const [top, bottom] = [Math.min(first, last), Math.max(first, last)];
  const x = new Float64Array(boxes.length);
  const y = new Float64Array(boxes.length);
  for (const [i, object] of objects.entries()) {
    const [px, py] = numbersOf(recordOf(object)['pos']);
    if (px === undefined || py === undefined) return null;
    x[i] = px - left;
    y[i] = py - top;
  }
  const pointStart = new Uint32Array(calls.length + 1);
  const points: number[] = [];
  const labelX = new Float64Array(calls.length).fill(Number.NaN);
  const labelY = new Float64Array(calls.length).fill(Number.NaN);
  for (const [i, edge] of edges.entries()) {
    const { pos, lp } = recordOf(edge);
    const line = lineOf(pos);
    for (const [k, value] of line.entries()) points.push(value - (k % 2 === 0 ? left : top));
    pointStart[i + 1] = points.length / 2;
    const [lx, ly] = numbersOf(lp);
    if (lx === undefined || ly === undefined) continue;
    labelX[i] = lx - left;
    labelY[i] = ly - top;
  }
  return {
    width: right - left,
    height: bottom - top,
    x,
    y,
    pointStart,
    points: Float64Array.from(points),
    labelX,
    labelY,
  };
}

/** `e,x,y x,y …`: the tip of the arrow, then the curve. Several curves may follow one another; the first is taken. */
function lineOf(value: unknown): number[] {
  if (typeof value !== 'string') return [];
  const [curve = ''] = value.split(';');
  const tip = numbersOf(/^e,(\S+)/.exec(curve)?.[1]);
  const line = numbersOf(curve.replace(/^e,\S+\s+/, ''));
  return tip.length === 2 && line.length >= 2 && line.length % 2 === 0 ? [...line, ...tip] : [];
}

/** Every number of `1,2 3,4`; none where one of them is not finite. */
function numbersOf(value: unknown): number[] {
  if (typeof value !== 'string') return [];
  const numbers = value
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(Number);
  return numbers.every(Number.isFinite) ? numbers : [];
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
