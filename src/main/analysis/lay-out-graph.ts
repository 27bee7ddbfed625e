// Graphviz's own engine, as WebAssembly: its memory is its own, and goes with it once a layout is done or given up.
import type { Viz } from '@viz-js/viz';
import { failed } from '../../contract/errors';
import { layoutQuestion, readLayout, type PlacedGraph } from '../../core/layout/graph-layout';
import type { GraphPicture } from '../../core/pprof/graph/picture';

/** Fails with `graph-too-large` where the engine gives up. It takes as long as it takes: whoever waits ends the thread. */
export async function layOutGraph<P extends GraphPicture>(picture: P): Promise<P & PlacedGraph> {
  const { boxes, calls } = picture;
  if (boxes.length === 0) {
    const none = new Float64Array(0);
    const places = {
      width: 0,
      height: 0,
      x: none,
      y: none,
      pointStart: new Uint32Array(1),
      points: none,
      labelX: none,
      labelY: none,
    };
    return { ...picture, places };
  }
  // Loaded where a graph is drawn: it is larger than all the rest.
  const { instance } = await import('@viz-js/viz');
  const engine = await instance();
  const places = readLayout(answerOf(engine, layoutQuestion(picture)), picture);
  if (places === null) throw failed('graph-too-large', { boxes: boxes.length, calls: calls.length });
  return { ...picture, places };
}

function answerOf(engine: Viz, question: string): unknown {
  try {
    const { output } = engine.render(question, { format: 'json0', yInvert: true });
    return JSON.parse(output ?? 'null') as unknown;
  } catch {
    // Out of memory, or something that the engine trips over.
    return null;
  }
}
