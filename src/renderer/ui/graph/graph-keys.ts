// What a call graph answers to while it has the focus, and where the selection goes. The list of keys shows this table.
import type { GraphTable } from '../../../contract/graph-table';
import { keyOf, ZOOM_ALIASES } from '../picture/picture-keys';

export type GraphAction =
  | 'callee'
  | 'caller'
  | 'next'
  | 'previous'
  | 'first'
  | 'zoomTo'
  | 'whole'
  | 'zoomIn'
  | 'zoomOut'
  | 'panLeft'
  | 'panRight'
  | 'panUp'
  | 'panDown'
  | 'nextMatch'
  | 'previousMatch'
  | 'copyName';

/** By the names of `keyOf`. */
export const GRAPH_KEYS: Readonly<Record<string, GraphAction>> = {
  ArrowDown: 'callee',
  ArrowUp: 'caller',
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  Home: 'first',
  Enter: 'zoomTo',
  Escape: 'whole',
  '+': 'zoomIn',
  '-': 'zoomOut',
  'Shift+ArrowLeft': 'panLeft',
  'Shift+ArrowRight': 'panRight',
  'Shift+ArrowUp': 'panUp',
  'Shift+ArrowDown': 'panDown',
  F3: 'nextMatch',
  'Shift+F3': 'previousMatch',
  'Mod+c': 'copyName',
};

const ALIASES: Readonly<Record<string, GraphAction>> = ZOOM_ALIASES;

/** null: not the graph's. */
export function graphAction(event: Parameters<typeof keyOf>[0]): GraphAction | null {
  const key = keyOf(event);
  return key === null ? null : (GRAPH_KEYS[key] ?? ALIASES[key] ?? null);
}

/** Calls of a box, the heaviest first, as places in `calls`. */
export interface Neighbours {
  readonly callers: readonly number[];
  readonly callees: readonly number[];
}

export function neighboursOf({ calls }: GraphTable, box: number): Neighbours {
  const callers: number[] = [];
  const callees: number[] = [];
  for (const [i, { from, to }] of calls.entries()) {
    if (from === box && to === box) continue;
    if (to === box) callers.push(i);
    if (from === box) callees.push(i);
  }
  return { callers, callees };
}

/** The box to which the selection goes; the same one where there is none that way. With none selected, the first. */
export function stepFrom(graph: GraphTable, box: number, action: GraphAction): number {
  if (graph.boxes.length === 0) return -1;
  if (box < 0 || action === 'first') return 0;
  switch (action) {
    case 'callee': {
      const [call] = neighboursOf(graph, box).callees;
      return call === undefined ? box : graph.calls[call]!.to;
    }
    case 'caller': {
      const [call] = neighboursOf(graph, box).callers;
      return call === undefined ? box : graph.calls[call]!.from;
    }
    case 'next':
      return beside(graph, box, 1);
    case 'previous':
      return beside(graph, box, -1);
    default:
      return box;
  }
}

/** The nearest on the same level: its middle is between the edges of this one. */
function beside({ boxes, places }: GraphTable, box: number, side: 1 | -1): number {
  let found = box;
  let least = Infinity;
  for (let other = 0; other < boxes.length; other++) {
    const away = (places.x[other]! - places.x[box]!) * side;
    const isLevel = Math.abs(places.y[other]! - places.y[box]!) <= boxes[box]!.height / 2;
    if (other === box || !isLevel || away <= 0 || away >= least) continue;
    least = away;
    found = other;
  }
  return found;
}

/** The next wanted box after (or before) one, in pprof's order and around; −1 where there is none. */
export function nextMatch(wanted: Uint8Array, from: number, step: 1 | -1): number {
  const { length } = wanted;
  for (let i = 1; i <= length; i++) {
    const box = ((((from < 0 && step < 0 ? 0 : from) + step * i) % length) + length) % length;
    if (wanted[box] === 1) return box;
  }
  return -1;
}
