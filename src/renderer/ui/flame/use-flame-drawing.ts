// The canvases of a flame graph: when they are drawn, and with what. One frame, however much has changed before it.
import { computed, nextTick, onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref } from 'vue';
import type { FlameTable } from '../../../contract/flame-table';
import { flameLevelOf, type FlameLayout } from '../../../core/layout/flame-layout';
import {
  coloursByChange,
  coloursByCode,
  coloursByGrowth,
  dimmed,
  type FlameColouring,
  type FlamePalette,
} from '../../canvas/flame-colours';
import { FlamePainter, type FlameScene } from '../../canvas/flame-painter';
import { flameSvg } from '../../canvas/flame-svg';
import type { SvgPart } from '../../canvas/joined-pictures';
import { WHOLE, type FlameWindow } from '../../canvas/flame-window';
import { flamePaletteOf } from './flame-palette';

/** Height of a line and the seam below it, in CSS pixels. */
export const ROW = 20;
const SEAM = 1;
const MINIMAP_ROW = 2;
const MINIMAP_LEVELS = 16;
/** What every browser still makes a canvas of, with another above it. */
const HIGHEST_PX = 16_000;

export interface FlameCanvases {
  /** What scrolls, and says how much is in view. */
  readonly scroller: Ref<HTMLElement | undefined>;
  readonly canvas: Ref<HTMLCanvasElement | undefined>;
  /** Over it, for outlines: a pointer that moves repaints no boxes. */
  readonly marks: Ref<HTMLCanvasElement | undefined>;
  /** There only while the graph is zoomed. */
  readonly minimap: Ref<HTMLCanvasElement | null | undefined>;
}

export interface DrawnFlame {
  readonly table: () => FlameTable;
  readonly layout: Readonly<Ref<FlameLayout>>;
  readonly colouring: () => FlameColouring | 'change';
  /** Per box and hour, for colours by growth; null: not known yet. */
  readonly growth: () => Float64Array | null;
  /** 1 per frame that is looked for; null: nothing is. */
  readonly wanted: () => Uint8Array | null;
  readonly view: Readonly<Ref<FlameWindow>>;
  /** −1: none. */
  readonly hovered: Readonly<Ref<number>>;
  /** 0, the root: none. */
  readonly selected: Readonly<Ref<number>>;
  readonly label: FlameScene['label'];
  readonly describe: (box: number) => string;
}

export function useFlameDrawing({ scroller, canvas, marks, minimap }: FlameCanvases, drawn: DrawnFlame) {
  const { layout, view, hovered, selected } = drawn;
  const size = ref({ width: 0, height: 0 });
  const palette = shallowRef<FlamePalette>();
  const levels = computed(() => layout.value.tree.levelStart.length - 1);
  const isZoomed = computed(() => view.value.to - view.value.from < 1 - 1e-9);
  const mapHeight = computed(() => Math.min(levels.value, MINIMAP_LEVELS) * MINIMAP_ROW);
  const colours = computed(() => {
    if (palette.value === undefined) return null;
    const { tree, frames } = drawn.table();
    const colouring = drawn.colouring();
    const growth = drawn.growth() ?? new Float64Array(tree.length);
    const plain =
      colouring === 'change'
        ? coloursByChange(tree, palette.value)
        : colouring === 'growth'
          ? coloursByGrowth(growth, palette.value)
          : coloursByCode(tree, frames, colouring, palette.value);
    const wanted = drawn.wanted();
    return wanted === null ? plain : dimmed(plain, tree, wanted, palette.value);
  });

  let painter: FlamePainter | null = null;
  let mapPainter: FlamePainter | null = null;
  let frame = 0;
  const hidden = (): HTMLCanvasElement => document.createElement('canvas');
  function newPainter(on: HTMLCanvasElement): FlamePainter {
    const family = getComputedStyle(document.documentElement).getPropertyValue('--font-mono').trim();
    return new FlamePainter(on, hidden(), { row: ROW, seam: SEAM, font: `11.5px ${family}` });
  }
  function scene(): FlameScene | null {
    if (colours.value === null || palette.value === undefined) return null;
    return {
      layout: layout.value,
      colours: colours.value,
      palette: palette.value,
      label: drawn.label,
      window: view.value,
    };
  }
  function paintSoon(): void {
    if (frame === 0) frame = requestAnimationFrame(paint);
  }
  function paint(): void {
    frame = 0;
    const shown = scene();
    if (painter === null || shown === null) return;
    painter.paint(shown);
    paintMarks();
    if (isZoomed.value) mapPainter?.paint({ ...shown, window: WHOLE });
  }

  /** A box in CSS pixels of what is in view; null where it is outside. */
  function placeOf(box: number): { x: number; y: number; width: number } | null {
    const { from, to, top } = view.value;
    const { tree, x0, x1 } = layout.value;
    const scale = size.value.width / (to - from);
    const x = Math.max(0, ((x0[box] ?? 0) - from) * scale);
    const end = Math.min(size.value.width, ((x1[box] ?? 0) - from) * scale);
    if (end < 0 || x > size.value.width) return null;
    return { x, y: flameLevelOf(tree, box) * ROW - top, width: Math.max(2, end - x) };
  }
  function paintMarks(): void {
    const context = marks.value?.getContext('2d');
    if (context === null || context === undefined || scroller.value === undefined) return;
    const { devicePixelRatio } = window;
    const style = getComputedStyle(scroller.value);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, size.value.width, size.value.height);
    const outline = (box: number, token: string, width: number): void => {
      const place = box < 0 || box >= layout.value.tree.length ? null : placeOf(box);
      if (place === null) return;
      context.strokeStyle = style.getPropertyValue(token);
      context.lineWidth = width;
      const inset = width / 2;
      context.strokeRect(place.x + inset, place.y + inset, place.width - width, ROW - SEAM - width);
    };
    outline(hovered.value, '--text-1', 1);
    if (selected.value > 0) outline(selected.value, '--accent', 2);
  }

  function look(): void {
    if (scroller.value !== undefined) palette.value = flamePaletteOf(scroller.value);
  }
  function fit(): void {
    const box = scroller.value;
    if (box === undefined || marks.value === undefined) return;
    const ratio = window.devicePixelRatio;
    size.value = { width: box.clientWidth, height: box.clientHeight };
    painter?.resize(size.value.width, size.value.height, ratio);
    marks.value.width = Math.round(size.value.width * ratio);
    marks.value.height = Math.round(size.value.height * ratio);
    paintSoon();
  }
  watch([isZoomed, mapHeight, () => size.value.width], async () => {
    await nextTick();
    // Vue puts null where it took the element away.
    const shown = minimap.value ?? null;
    mapPainter =
      shown === null ? null : new FlamePainter(shown, hidden(), { row: MINIMAP_ROW, seam: 0, font: null });
    mapPainter?.resize(size.value.width, mapHeight.value, window.devicePixelRatio);
    paintSoon();
  });
  watch([view, colours, hovered, selected, layout], paintSoon);

  let watchSize: ResizeObserver | undefined;
  let watchTheme: MutationObserver | undefined;
  onMounted(() => {
    if (canvas.value === undefined || scroller.value === undefined) return;
    painter = newPainter(canvas.value);
    watchSize = new ResizeObserver(fit);
    watchSize.observe(scroller.value);
    watchTheme = new MutationObserver(look);
    watchTheme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    look();
    fit();
  });
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame);
    watchSize?.disconnect();
    watchTheme?.disconnect();
  });

  /** What is in view as it is saved, in full height; null: it is not drawn yet. */
  function svg(): Omit<SvgPart, 'title'> | null {
    const shown = scene();
    if (shown === null) return null;
    const { width } = size.value;
    return { svg: flameSvg(shown, width, drawn.describe), width, height: levels.value * ROW };
  }
  /** The same in pixels, `ratio` times as many as on the screen. */
  function bitmap(ratio: number): HTMLCanvasElement | null {
    const shown = scene();
    if (shown === null) return null;
    const once = hidden();
    const pen = newPainter(once);
    pen.resize(size.value.width, Math.min(levels.value * ROW, HIGHEST_PX / ratio), ratio);
    pen.paint({ ...shown, window: { ...shown.window, top: 0 } });
    return once;
  }

  return { size, levels, isZoomed, mapHeight, svg, bitmap };
}
