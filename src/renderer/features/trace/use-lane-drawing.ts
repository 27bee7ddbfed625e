// When a pane's canvas is drawn, and with what. One frame, however much has changed before it.
import { computed, onBeforeUnmount, onMounted, shallowRef, watch, type Ref } from 'vue';
import { LaneFiller } from '../../../core/layout/lane-layout';
import { marksOf } from '../../../core/layout/lane-mips';
import { layOutRanges, type RangeLayout } from '../../../core/layout/range-layout';
import { LanesPainter } from '../../canvas/lanes-painter';
import { lanePalette, type LaneLook, type LanePalette } from '../../canvas/lanes-palette';
import type { LanesRow } from '../../canvas/lanes-scene';
import type { LaneSheet, NamedRanges, UserRow } from '../../workers/trace-answers';
import { labelOfSpans, type SpanLabel } from './span-labels';
import { ROW, type LaneRow } from './lane-rows';
import { lanesLook, type LanesLook } from './lanes-look';
import type { OpenTrace } from './traces.store';
import type { Density } from './use-densities';

export interface DrawnLanes {
  readonly trace: OpenTrace;
  /** null: it is not there yet. */
  readonly sheet: LaneSheet | null;
  /** Those in view. */
  readonly rows: readonly LaneRow[];
  readonly top: number;
  /** Of the trace. */
  readonly from: number;
  readonly nsPerPx: number;
  readonly densities: ReadonlyMap<string, Density>;
  /** The group that is marked; null: none is. */
  readonly marked: string | null;
  /** The lane that is chosen; −1: none is. */
  readonly chosen: number;
}

/** Of one level of tasks or regions that overlap. */
const LEVEL = 12;
/** Of ranges and series within their row. */
const INSET = 3;

const layouts = new WeakMap<NamedRanges, RangeLayout>();
function layoutOf(ranges: NamedRanges): RangeLayout {
  let layout = layouts.get(ranges);
  if (layout === undefined) {
    layout = layOutRanges(ranges.from, ranges.to);
    layouts.set(ranges, layout);
  }
  return layout;
}
/** The level of tasks or regions at so many pixels below the top of their row. */
export function userLevelAt({ layout }: UserRow, y: number, height: number): number {
  const level = Math.floor(((y - INSET) / (height - 2 * INSET)) * layout.levels);
  return Math.max(0, Math.min(layout.levels - 1, level));
}

/** Of a row of tasks or regions, in CSS pixels. */
export const userHeight = (row: UserRow): number => Math.max(ROW, row.layout.levels * LEVEL);

/** What lanes of many spans need is kept with their sheet. */
const fillers = new WeakMap<LaneSheet, LaneFiller>();
function fillerOf(sheet: LaneSheet): LaneFiller {
  let filler = fillers.get(sheet);
  if (filler === undefined) {
    filler = new LaneFiller(sheet.spans, marksOf(sheet.spans.states));
    fillers.set(sheet, filler);
  }
  return filler;
}

const labels = new WeakMap<LaneSheet, SpanLabel>();
function labelOf(sheet: LaneSheet, { goroutines }: OpenTrace): SpanLabel {
  let label = labels.get(sheet);
  if (label === undefined) labels.set(sheet, (label = labelOfSpans(sheet, goroutines)));
  return label;
}

const fontOf = (element: Element): string =>
  `10.5px ${getComputedStyle(element).getPropertyValue('--font-mono').trim()}`;

export function useLaneDrawing({
  canvas,
  size,
  scene,
}: {
  readonly canvas: Ref<HTMLCanvasElement | undefined>;
  readonly size: () => { readonly width: number; readonly height: number };
  readonly scene: () => DrawnLanes;
}): void {
  const look = shallowRef<LanesLook>();
  let painter: LanesPainter | null = null;
  let frame = 0;

  const palettes = computed((): ((states: readonly string[]) => LanePalette) => {
    const made = new WeakMap<readonly string[], LanePalette>();
    const now = look.value;
    return (states) => {
      let palette = made.get(states);
      if (palette === undefined)
        made.set(states, (palette = lanePalette(states, now?.state ?? (() => NO_LOOK))));
      return palette;
    };
  });

  function rowOf(row: LaneRow, drawn: DrawnLanes, { gc, stop, user, line, fill }: LanesLook): LanesRow {
    const { top, height, lane, segment } = row;
    const { trace, sheet, densities, marked } = drawn;
    const isMarked = marked !== null && segment.group?.name === marked;
    const emphasis = lane >= 0 && lane === drawn.chosen ? 'selected' : isMarked ? 'highlighted' : 'plain';
    const place = { top, height, emphasis } as const;
    const inset = { ...place, top: top + INSET, height: height - 2 * INSET };
    const ranges = (layout: RangeLayout, colour: number): LanesRow => ({
      ...inset,
      kind: 'ranges',
      layout,
      colourOf: () => colour,
    });
    const series = ({ time, value }: { time: Float64Array; value: Float64Array }): LanesRow => ({
      ...inset,
      kind: 'series',
      time,
      value,
      end: trace.facts.durationNs,
      full: Math.max(
        1,
        value.reduce((max, one) => Math.max(max, one), 0),
      ),
      line,
      fill,
    });
    switch (segment.kind) {
      case 'gc':
        return ranges(layoutOf(trace.series.gc), gc);
      case 'stw':
        return ranges(layoutOf(trace.series.stw), stop);
      case 'heap':
        return series(trace.series.heap);
      case 'count':
        return series(trace.series.goroutines);
      case 'user': {
        const of = trace.user[lane];
        return of === undefined ? { ...place, kind: 'blank' } : ranges(of.layout, user);
      }
      case 'lanes':
        if (sheet === null) return { ...place, kind: 'blank' };
        return {
          ...place,
          kind: 'spans',
          filler: fillerOf(sheet),
          lane,
          palette: palettes.value(sheet.spans.states),
          label: labelOf(sheet, trace),
        };
      case 'group': {
        const density = densities.get(segment.group?.name ?? '');
        if (density === undefined) return { ...place, kind: 'blank' };
        const { counts: values, from, nsPerColumn, columns } = density;
        const full = Math.max(1, segment.group?.most ?? 1);
        return {
          ...place,
          top: top + 1,
          height: height - 2,
          kind: 'density',
          palette: palettes.value(trace.states),
          values,
          from,
          nsPerColumn,
          columns,
          full,
        };
      }
    }
  }
  function paint(): void {
    frame = 0;
    const now = look.value;
    if (painter === null || now === undefined) return;
    const drawn = scene();
    painter.paint({
      rows: drawn.rows.map((row) => rowOf(row, drawn, now)),
      window: { from: drawn.from, nsPerPx: drawn.nsPerPx },
      top: drawn.top,
      colours: now.colours,
    });
  }
  function paintSoon(): void {
    if (frame === 0) frame = requestAnimationFrame(paint);
  }
  function fit(): void {
    const { width, height } = size();
    painter?.resize(width, height, window.devicePixelRatio);
    paintSoon();
  }
  function see(): void {
    if (canvas.value === undefined) return;
    const style = getComputedStyle(canvas.value);
    look.value = lanesLook((name) => style.getPropertyValue(name).trim());
  }
  watch(size, (now, before) => {
    if (now.width !== before.width || now.height !== before.height) fit();
  });
  watch([scene, look], paintSoon);

  let watchTheme: MutationObserver | undefined;
  onMounted(() => {
    if (canvas.value === undefined) return;
    const hidden = (): HTMLCanvasElement => document.createElement('canvas');
    painter = new LanesPainter(canvas.value, hidden(), hidden(), fontOf(canvas.value));
    watchTheme = new MutationObserver(see);
    watchTheme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    see();
    fit();
  });
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame);
    watchTheme?.disconnect();
  });
}

const NO_LOOK: LaneLook = { strong: 0, soft: 0, texture: 'plain' };
