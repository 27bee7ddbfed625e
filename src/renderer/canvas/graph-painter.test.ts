import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chainOf } from '../../../test/support/graph-picture';
import { LIGHT_THEME } from '../../core/layout/graph-colours';
import { boxAt, boxBounds, GraphPainter, viewOfNewer, type GraphScene } from './graph-painter';

const LOOK = {
  theme: LIGHT_THEME,
  accent: '#5a49d6',
  font: 'monospace',
  of: 'of',
  inline: '(inline)',
};

/** Every call with the paint that it was made with. */
function recorder() {
  const calls: { name: string; args: unknown[]; fill: unknown; stroke: unknown; alpha: unknown }[] = [];
  const state: Record<string, unknown> = { globalAlpha: 1 };
  const context = new Proxy(state, {
    get: (_, name: string) =>
      name in state
        ? state[name]
        : (...args: unknown[]) =>
            calls.push({
              name,
              args,
              fill: state['fillStyle'],
              stroke: state['strokeStyle'],
              alpha: state['globalAlpha'],
            }),
  });
  const canvas = { width: 0, height: 0, getContext: () => context as unknown as CanvasRenderingContext2D };
  return { canvas, calls };
}

function paint(scene: Partial<GraphScene> = {}) {
  const { canvas, calls } = recorder();
  const painter = new GraphPainter(canvas);
  painter.resize(400, 400, 1);
  const graph = chainOf(['first', 'second', 'third']);
  painter.paint(
    { graph, view: { x: 0, y: 0, scale: 1 }, wanted: null, hovered: -1, selected: -1, ...scene },
    LOOK,
  );
  return {
    texts: calls.filter(({ name }) => name === 'fillText').map(({ args }) => args[0]),
    boxes: calls.filter(({ name }) => name === 'roundRect'),
    lines: calls.filter(({ name, args }) => name === 'stroke' && args.length === 1),
  };
}

describe('GraphPainter', () => {
  beforeAll(() => void vi.stubGlobal('Path2D', class {}));
  afterAll(() => void vi.unstubAllGlobals());

  it('draws boxes with names and values, and calls with theirs', () => {
    const { texts, boxes, lines } = paint();
    expect(boxes.map(({ args }) => args.slice(0, 4))).toEqual([
      [10, 20, 80, 40],
      [10, 120, 80, 40],
      [10, 220, 80, 40],
    ]);
    expect(texts).toEqual(expect.arrayContaining(['first', '1 (10%)', 'of 2 (20%)', '1ms', '2ms (inline)']));
    expect(lines).toHaveLength(2);
  });

  it('shows from afar the names alone, as much of them as there is room for', () => {
    const graph = chainOf(['main', 'example.com/collect/config.(*Watcher).Watch.func1'], {});
    expect(paint({ graph, view: { x: 0, y: 0, scale: 0.45 } }).texts).toEqual(['main', '…h.func1']);
    expect(paint({ graph, view: { x: 0, y: 0, scale: 0.3 } }).texts).toEqual(['main', 'Watc…']);
  });

  it('fits the names anew when one zooms, and when another picture comes', () => {
    const { canvas, calls } = recorder();
    const painter = new GraphPainter(canvas);
    painter.resize(400, 400, 1);
    const textsOf = (graph: GraphScene['graph'], scale: number): unknown[] => {
      calls.length = 0;
      const view = { x: 0, y: 0, scale };
      painter.paint({ graph, view, wanted: null, hovered: -1, selected: -1 }, LOOK);
      return calls.filter(({ name }) => name === 'fillText').map(({ args }) => args[0]);
    };
    const graph = chainOf(['main', 'example.com/collect/config.(*Watcher).Watch.func1'], {});
    expect(textsOf(graph, 0.45)).toEqual(['main', '…h.func1']);
    expect(textsOf(graph, 0.3)).toEqual(['main', 'Watc…']);
    expect(textsOf(chainOf(['main', 'other'], {}), 0.3)).toEqual(['main', 'other']);
  });

  it('leaves out what cannot be read, and what is out of view', () => {
    expect(paint({ view: { x: 0, y: 0, scale: 0.15 } }).texts).toEqual([]);
    const { boxes } = paint({ view: { x: 0, y: 210, scale: 1 } });
    expect(boxes).toHaveLength(1);
  });

  it('marks the calls of the selected box, and dims what is not looked for', () => {
    const { lines } = paint({ selected: 0 });
    expect(lines.map(({ stroke }) => stroke === LOOK.accent)).toEqual([false, true]);
    const dim = paint({ wanted: Uint8Array.of(1, 0, 0) });
    expect(dim.boxes.map(({ alpha }) => alpha)).toEqual([1, expect.closeTo(0.22), expect.closeTo(0.22)]);
    expect(dim.lines.map(({ alpha }) => alpha)).toEqual([expect.closeTo(0.22), 1]);
  });
});

describe('boxAt', () => {
  it('finds the box at a place', () => {
    const graph = chainOf(['a', 'b']);
    expect([boxAt(graph, 50, 40), boxAt(graph, 89, 159), boxAt(graph, 91, 40)]).toEqual([0, 1, -1]);
    expect(boxBounds(graph, 1)).toEqual({ x: 10, y: 120, width: 80, height: 40 });
  });
});

describe('a newer picture', () => {
  const screen = { width: 100, height: 100 };
  it('is seen where one looked: what was in the middle is there again', () => {
    const before = chainOf(['main', 'serve', 'leak']);
    const after = chainOf(['main', 'retry', 'serve', 'leak']);
    const view = { x: 30, y: 105, scale: 2 };
    expect(viewOfNewer(view, before, before, screen)).toEqual(view);
    const step = after.places.y[2]! - before.places.y[1]!;
    expect(step).toBeGreaterThan(0);
    expect(viewOfNewer(view, before, after, screen)).toEqual({ x: 30, y: 105 + step, scale: 2 });
  });

  it('has no such place without that function, or where nothing was', () => {
    const before = chainOf(['main', 'serve']);
    const view = { x: 0, y: 100, scale: 1 };
    expect(viewOfNewer(view, before, chainOf(['main', 'other']), screen)).toBeNull();
    expect(viewOfNewer(view, chainOf([]), before, screen)).toBeNull();
  });
});
