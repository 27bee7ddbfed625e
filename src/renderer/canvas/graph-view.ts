// Which part of a graph is in view, and how large: screen = (graph − corner) × scale.

export interface GraphView {
  /** What is at the upper left of the screen, in the graph's points. */
  readonly x: number;
  readonly y: number;
  /** CSS pixels per point. */
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

const LEAST_SCALE = 0.005;
export const MOST_SCALE = 4;
const MARGIN = 24;

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

/** All of it, not larger than it is. */
export function fitAll(graph: Size, screen: Size): GraphView {
  const scale = clamp(
    Math.min((screen.width - 2 * MARGIN) / graph.width, (screen.height - 2 * MARGIN) / graph.height),
    LEAST_SCALE,
    1,
  );
  return centred({ x: 0, y: 0, width: graph.width, height: graph.height }, screen, scale);
}

/** A part in the middle of the screen. */
export function centred({ x, y, width, height }: Rect, screen: Size, scale: number): GraphView {
  return {
    x: x + width / 2 - screen.width / 2 / scale,
    y: y + height / 2 - screen.height / 2 / scale,
    scale,
  };
}

/** Zooms in (`factor` above 1) or out; what is at a place of the screen stays there. */
export function zoomAt({ x, y, scale }: GraphView, px: number, py: number, factor: number): GraphView {
  const next = clamp(scale * factor, LEAST_SCALE, MOST_SCALE);
  return { x: x + px / scale - px / next, y: y + py / scale - py / next, scale: next };
}

/** Moves what is seen by so many CSS pixels; some of the graph stays in view. */
export function panBy(
  { x, y, scale }: GraphView,
  dx: number,
  dy: number,
  graph: Size,
  screen: Size,
): GraphView {
  const reach = { width: screen.width / scale, height: screen.height / scale };
  return {
    x: clamp(x + dx / scale, -reach.width * 0.9, graph.width - reach.width * 0.1),
    y: clamp(y + dy / scale, -reach.height * 0.9, graph.height - reach.height * 0.1),
    scale,
  };
}

/** Moves no further than it takes to see a part. */
export function reveal(view: GraphView, part: Rect, screen: Size): GraphView {
  const margin = MARGIN / view.scale;
  const along = (from: number, size: number, start: number, room: number): number => {
    if (size + 2 * margin > room) return start + size / 2 - room / 2;
    return clamp(from, start + size + margin - room, start - margin);
  };
  return {
    x: along(view.x, part.width, part.x, screen.width / view.scale),
    y: along(view.y, part.height, part.y, screen.height / view.scale),
    scale: view.scale,
  };
}

/** On the way from one view to another, at 0 to 1. */
export function between(a: GraphView, b: GraphView, share: number): GraphView {
  const mix = (from: number, to: number): number => from + (to - from) * share;
  if (share >= 1) return b;
  return { x: mix(a.x, b.x), y: mix(a.y, b.y), scale: a.scale * (b.scale / a.scale) ** share };
}
