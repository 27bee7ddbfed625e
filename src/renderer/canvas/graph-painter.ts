// Draws a placed graph: of boxes and calls those in view, and of their text what can be read at that size. From afar a box
// shows its name alone, as large as it has room for.
import { cellsOf, fitGoName } from '../../core/base/fit-go-name';
import { coloursOf, type GraphColours, type GraphTheme } from '../../core/layout/graph-colours';
import { arrowOf, pathOf } from '../../core/layout/graph-lines';
import { CALL_FONT, type PlacedGraph } from '../../core/layout/graph-layout';
import { CELL, LINE, PADDING, valueLines } from '../../core/pprof/graph/picture';
import type { PainterCanvas } from './flame-painter';
import type { GraphView, Rect, Size } from './graph-view';

/** On the screen; smaller type says nothing and costs as much. */
const LEAST_TYPE = 6;
/** Of a name alone, and how much of it there must be. */
const NAME_TYPE = { least: 7, most: 11 };
const LEAST_CELLS = 4;
/** What is not looked for. */
const DIM = 0.22;

export interface GraphScene {
  readonly graph: PlacedGraph & { readonly boxes: readonly { readonly own: boolean }[] };
  readonly view: GraphView;
  /** 1 per box that is looked for; null: nothing is. */
  readonly wanted: Uint8Array | null;
  /** Boxes; −1: none. */
  readonly hovered: number;
  readonly selected: number;
}

export interface GraphLook {
  readonly theme: GraphTheme;
  readonly accent: string;
  /** A CSS family, monospaced. */
  readonly font: string;
  /** Words in the picture. */
  readonly of: string;
  readonly inline: string;
}

interface DrawnCall {
  readonly line: Path2D;
  readonly arrow: Path2D;
  readonly bounds: Rect;
  readonly colour: string;
}

export class GraphPainter {
  private readonly context: CanvasRenderingContext2D;
  private graph: GraphScene['graph'] | null = null;
  private look: GraphLook | null = null;
  private calls: readonly (DrawnCall | null)[] = [];
  private boxes: readonly GraphColours[] = [];
  /** Names as they were fitted last, per box, since a graph is drawn many times at one size. */
  private names: { readonly cells: number; readonly text: string }[] = [];
  private ratio = 1;

  constructor(private readonly canvas: PainterCanvas) {
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('This browser gives no 2D canvas.');
    this.context = context;
  }

  /** In CSS pixels, and how many of the device's one of them is. */
  resize(width: number, height: number, ratio: number): void {
    this.ratio = ratio;
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
  }

  paint(scene: GraphScene, look: GraphLook): void {
    if (scene.graph !== this.graph || look !== this.look) this.prepare(scene.graph, look);
    const { context } = this;
    const scale = scene.view.scale * this.ratio;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = look.theme.background;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    context.setTransform(scale, 0, 0, scale, -scene.view.x * scale, -scene.view.y * scale);
    const seen: Rect = {
      x: scene.view.x,
      y: scene.view.y,
      width: this.canvas.width / scale,
      height: this.canvas.height / scale,
    };
    this.paintCalls(scene, look, seen);
    this.paintBoxes(scene, look, seen);
    context.globalAlpha = 1;
  }

  /** Curves and colours, once for a graph and a look. */
  private prepare(graph: GraphScene['graph'], look: GraphLook): void {
    this.graph = graph;
    this.look = look;
    const { places, total, isDifference } = graph;
    this.names = [];
    this.boxes = graph.boxes.map(({ cum }) => coloursOf(look.theme, cum, total, isDifference));
    this.calls = graph.calls.map(({ value, thickness }, i): DrawnCall | null => {
      const path = pathOf(places, i);
      if (path === null) return null;
      return {
        line: new Path2D(path),
        arrow: new Path2D(arrowOf(places, i, thickness)),
        bounds: boundsOf(places.points.subarray(places.pointStart[i]! * 2, places.pointStart[i + 1]! * 2)),
        colour: coloursOf(look.theme, value, total, isDifference).line,
      };
    });
  }

  private paintCalls(
    { graph, view, wanted, hovered, selected }: GraphScene,
    look: GraphLook,
    seen: Rect,
  ): void {
    const { context } = this;
    const isLegible = CALL_FONT * view.scale >= LEAST_TYPE;
    const isOf = (box: number, call: number): boolean =>
      box >= 0 && (graph.calls[call]!.from === box || graph.calls[call]!.to === box);
    const paint = (call: number, isMarked: boolean): void => {
      const drawn = this.calls[call];
      if (drawn === null || drawn === undefined || !meets(drawn.bounds, seen)) return;
      const { from, to, thickness, isResidual } = graph.calls[call]!;
      const isDim = wanted !== null && wanted[from] === 0 && wanted[to] === 0;
      context.globalAlpha = isDim && !isMarked ? DIM : 1;
      context.strokeStyle = context.fillStyle = isMarked ? look.accent : drawn.colour;
      // Never thinner than what a screen can show.
      context.lineWidth = Math.max(thickness * (isMarked ? 1.4 : 1), 0.6 / view.scale);
      context.setLineDash(isResidual ? [2, 3] : []);
      context.stroke(drawn.line);
      if (view.scale > 0.12) context.fill(drawn.arrow);
      if (isLegible) this.paintCallLabel(graph, call, look, isMarked);
    };
    const marked: number[] = [];
    // The lightest first: what matters lies above it.
    for (let call = graph.calls.length - 1; call >= 0; call--) {
      if (isOf(selected, call) || isOf(hovered, call)) marked.push(call);
      else paint(call, false);
    }
    for (const call of marked) paint(call, true);
    context.setLineDash([]);
  }

  private paintCallLabel(
    { places, calls }: PlacedGraph,
    call: number,
    look: GraphLook,
    isMarked: boolean,
  ): void {
    const { context } = this;
    const { text, isInline } = calls[call]!;
    let [x, y] = [places.labelX[call]!, places.labelY[call]!];
    if (Number.isNaN(x)) {
      // Where the layout has kept no room, those that are asked about stand on their line.
      if (!isMarked) return;
      const middle = (places.pointStart[call]! + places.pointStart[call + 1]!) >> 1;
      [x, y] = [places.points[middle * 2]!, places.points[middle * 2 + 1]!];
    }
    const label = isInline ? `${text} ${look.inline}` : text;
    context.font = `${CALL_FONT}px ${look.font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineWidth = 3;
    context.strokeStyle = look.theme.background;
    context.setLineDash([]);
    context.strokeText(label, x, y);
    context.fillStyle = isMarked ? look.accent : look.theme.quiet;
    context.fillText(label, x, y);
  }

  private paintBoxes(scene: GraphScene, look: GraphLook, seen: Rect): void {
    const { context } = this;
    const { graph, view, wanted, hovered, selected } = scene;
    for (const [i, box] of graph.boxes.entries()) {
      const bounds = boxBounds(graph, i);
      if (!meets(bounds, seen)) continue;
      const { fill, line } = this.boxes[i]!;
      context.globalAlpha = wanted !== null && wanted[i] === 0 ? DIM : 1;
      context.beginPath();
      context.roundRect(bounds.x, bounds.y, bounds.width, bounds.height, 3);
      context.fillStyle = fill;
      context.fill();
      const isSelected = i === selected;
      context.strokeStyle = isSelected ? look.accent : i === hovered ? look.theme.ink : line;
      context.lineWidth = (isSelected ? 2.5 : 1) * Math.max(1, 0.8 / view.scale);
      context.stroke();
      if (box.fontSize * view.scale >= LEAST_TYPE) this.paintText(graph, i, look);
      else this.paintName(graph, i, look, view.scale);
    }
  }

  private paintName(graph: GraphScene['graph'], i: number, look: GraphLook, scale: number): void {
    const { context } = this;
    const box = graph.boxes[i]!;
    const most = Math.min(NAME_TYPE.most, box.height * scale * 0.85);
    const room = (box.width - 4) * scale;
    const cells = Math.floor(room / (NAME_TYPE.least * CELL));
    if (most < NAME_TYPE.least || cells < LEAST_CELLS) return;
    let fitted = this.names[i];
    if (fitted?.cells !== cells) {
      const { path, name } = fitGoName(box.function, cells);
      fitted = this.names[i] = { cells, text: path + name };
    }
    const { text } = fitted;
    const size = Math.min(most, Math.max(NAME_TYPE.least, room / (CELL * cellsOf(text))));
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = `${box.own ? '600 ' : ''}${size / scale}px ${look.font}`;
    context.fillStyle = look.theme.ink;
    context.fillText(text, graph.places.x[i]!, graph.places.y[i]!);
  }

  private paintText(graph: GraphScene['graph'], i: number, look: GraphLook): void {
    const { context } = this;
    const box = graph.boxes[i]!;
    const x = graph.places.x[i]!;
    const top = graph.places.y[i]! - box.height / 2 + PADDING;
    context.textAlign = 'center';
    context.textBaseline = 'alphabetic';
    const lines = [...box.lines, ...valueLines(box, look.of)];
    for (const [k, text] of lines.entries()) {
      const isName = k < box.lines.length;
      const isStrong = k === box.lines.length - 1 && box.own;
      context.font = `${isStrong ? '600 ' : ''}${box.fontSize}px ${look.font}`;
      // On the strong colours of a difference nothing quieter than ink can be read.
      context.fillStyle = isName || graph.isDifference ? look.theme.ink : look.theme.quiet;
      context.fillText(text, x, top + (k + 0.8) * LINE * box.fontSize);
    }
  }
}

export function boxBounds({ boxes, places }: PlacedGraph, box: number): Rect {
  const { width, height } = boxes[box]!;
  return { x: places.x[box]! - width / 2, y: places.y[box]! - height / 2, width, height };
}

/** The box at a place of the graph; −1: none. */
export function boxAt(graph: PlacedGraph, x: number, y: number): number {
  return graph.boxes.findIndex(
    ({ width, height }, i) =>
      Math.abs(graph.places.x[i]! - x) <= width / 2 && Math.abs(graph.places.y[i]! - y) <= height / 2,
  );
}

/** Where one sees what one saw in a newer picture of much the same: what was in the middle still is. Null: it is gone. */
export function viewOfNewer(
  view: GraphView,
  before: PlacedGraph,
  after: PlacedGraph,
  screen: Size,
): GraphView | null {
  const [x, y] = [view.x + screen.width / 2 / view.scale, view.y + screen.height / 2 / view.scale];
  let [middle, least] = [-1, Infinity];
  for (let box = 0; box < before.boxes.length; box++) {
    const away = Math.hypot(before.places.x[box]! - x, before.places.y[box]! - y);
    if (away < least) [middle, least] = [box, away];
  }
  const name = before.boxes[middle]?.function;
  const same = after.boxes.findIndex((box) => box.function === name);
  if (same < 0) return null;
  return {
    x: view.x + after.places.x[same]! - before.places.x[middle]!,
    y: view.y + after.places.y[same]! - before.places.y[middle]!,
    scale: view.scale,
  };
}

const meets = (a: Rect, b: Rect): boolean =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;

/** Of the points of a curve, which it never leaves. */
function boundsOf(points: Float64Array): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i]!);
    right = Math.max(right, points[i]!);
    top = Math.min(top, points[i + 1]!);
    bottom = Math.max(bottom, points[i + 1]!);
  }
  return { x: left - 8, y: top - 8, width: right - left + 16, height: bottom - top + 16 };
}
