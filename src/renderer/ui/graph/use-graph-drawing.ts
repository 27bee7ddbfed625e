// The canvas of a call graph: when it is drawn, and with what. One frame, however much has changed before it.
import { onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref } from 'vue';
import type { GraphTable } from '../../../contract/graph-table';
import { graphSvg } from '../../../core/layout/graph-svg';
import { GraphPainter, type GraphLook } from '../../canvas/graph-painter';
import { fitAll, type GraphView } from '../../canvas/graph-view';
import { graphLookOf } from './graph-look';

export interface DrawnGraph {
  readonly graph: () => GraphTable;
  readonly view: Readonly<Ref<GraphView>>;
  readonly wanted: () => Uint8Array | null;
  readonly hovered: Readonly<Ref<number>>;
  readonly selected: Readonly<Ref<number>>;
  readonly words: () => Pick<GraphLook, 'of' | 'inline'>;
  readonly describe: (box: number) => string;
  readonly describeCall: (call: number) => string;
  /** The room for it is known, or is another one. */
  readonly fitted: () => void;
}

/** Pixels of a picture that is saved: more than this a browser does not draw. */
const MOST_SIDE = 12_000;
const MOST_AREA = 80e6;

export function useGraphDrawing(canvas: Ref<HTMLCanvasElement | undefined>, drawn: DrawnGraph) {
  const size = ref({ width: 0, height: 0 });
  const look = shallowRef<GraphLook>();
  let painter: GraphPainter | null = null;
  let frame = 0;

  function paintSoon(): void {
    if (frame === 0) frame = requestAnimationFrame(paint);
  }
  function paint(): void {
    frame = 0;
    if (painter === null || look.value === undefined || size.value.width === 0) return;
    painter.paint(
      {
        graph: drawn.graph(),
        view: drawn.view.value,
        wanted: drawn.wanted(),
        hovered: drawn.hovered.value,
        selected: drawn.selected.value,
      },
      look.value,
    );
  }
  function readLook(): void {
    if (canvas.value !== undefined) look.value = graphLookOf(canvas.value, drawn.words());
  }
  function fit(): void {
    const room = canvas.value?.parentElement;
    if (room === null || room === undefined) return;
    size.value = { width: room.clientWidth, height: room.clientHeight };
    painter?.resize(size.value.width, size.value.height, window.devicePixelRatio);
    drawn.fitted();
    paintSoon();
  }
  watch([drawn.view, look, drawn.hovered, drawn.selected, drawn.graph, drawn.wanted], paintSoon);
  watch(drawn.words, readLook, { deep: true });

  let watchSize: ResizeObserver | undefined;
  let watchTheme: MutationObserver | undefined;
  onMounted(() => {
    if (canvas.value === undefined || canvas.value.parentElement === null) return;
    painter = new GraphPainter(canvas.value);
    watchSize = new ResizeObserver(fit);
    watchSize.observe(canvas.value.parentElement);
    watchTheme = new MutationObserver(readLook);
    watchTheme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    readLook();
    fit();
  });
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame);
    watchSize?.disconnect();
    watchTheme?.disconnect();
  });

  /** The whole graph. As PNG at twice its size, where a picture may be as large. */
  function picture(format: 'svg' | 'png'): Promise<Blob> {
    const graph = drawn.graph();
    if (look.value === undefined) return Promise.reject(new Error('not drawn yet'));
    if (format === 'svg') {
      const words = { ...drawn.words(), box: drawn.describe, call: drawn.describeCall };
      return Promise.resolve(new Blob([graphSvg(graph, look.value.theme, words)]));
    }
    const { width, height } = { width: graph.places.width + 48, height: graph.places.height + 48 };
    const scale = Math.min(2, MOST_SIDE / width, MOST_SIDE / height, Math.sqrt(MOST_AREA / (width * height)));
    const once = document.createElement('canvas');
    const pen = new GraphPainter(once);
    const room = { width: width * scale, height: height * scale };
    pen.resize(room.width, room.height, 1);
    const { x, y } = fitAll(graph.places, { width, height });
    pen.paint({ graph, view: { x, y, scale }, wanted: null, hovered: -1, selected: -1 }, look.value);
    return new Promise((done, fail) =>
      once.toBlob((blob) => (blob === null ? fail(new Error('no picture')) : done(blob)), 'image/png'),
    );
  }
  return { size, picture };
}
