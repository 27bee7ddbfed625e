// The pointer over lanes: a click chooses, a drag selects time, with Shift or the middle button it moves the view.
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue';
import type { TimeRange } from './trace.store';

/** Below this many pixels a press is a click: hands are not that still. */
const DRAG_FROM = 4;

export interface LanePointerActions {
  readonly canvas: Ref<HTMLElement | undefined>;
  /** Of the axis, at a pixel of the canvas. */
  readonly toTime: (x: number) => number;
  readonly point: (x: number | null) => void;
  readonly pan: (px: number) => void;
  readonly select: (range: TimeRange) => void;
  readonly click: (x: number, y: number) => void;
  readonly open: (y: number) => void;
}

export function useLanePointer(act: LanePointerActions): {
  /** Where a tip stands; null: nowhere. */
  readonly tipAt: ComputedRef<{ x: number; y: number } | null>;
  /** Pixels of a drag under way that selects. */
  readonly dragged: ComputedRef<{ left: number; right: number } | null>;
  readonly on: Readonly<Record<string, (event: never) => void>>;
} {
  const at = shallowRef<{ x: number; y: number } | null>(null);
  const drag = shallowRef<{ from: number; to: number; last: number; isPan: boolean } | null>(null);
  const hasMoved = ref(false);
  const placeOf = (event: MouseEvent): { x: number; y: number } => {
    const box = act.canvas.value?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  function leave(): void {
    at.value = null;
    act.point(null);
  }
  return {
    tipAt: computed(() => (hasMoved.value ? null : at.value)),
    dragged: computed(() =>
      drag.value === null || !hasMoved.value || drag.value.isPan
        ? null
        : {
            left: Math.min(drag.value.from, drag.value.to),
            right: Math.max(drag.value.from, drag.value.to),
          },
    ),
    on: {
      pointermove(event: PointerEvent) {
        const place = placeOf(event);
        at.value = place;
        act.point(place.x);
        const now = drag.value;
        if (now === null) return;
        hasMoved.value ||= Math.abs(place.x - now.from) > DRAG_FROM;
        if (now.isPan) act.pan(now.last - place.x);
        drag.value = { ...now, to: place.x, last: place.x };
      },
      pointerdown(event: PointerEvent) {
        if (event.button > 1) return;
        if (event.currentTarget instanceof HTMLElement)
          event.currentTarget.setPointerCapture(event.pointerId);
        const { x } = placeOf(event);
        drag.value = { from: x, to: x, last: x, isPan: event.button === 1 || event.shiftKey };
        hasMoved.value = false;
      },
      pointerup(event: PointerEvent) {
        const ended = drag.value;
        const isDrag = hasMoved.value;
        drag.value = null;
        hasMoved.value = false;
        if (ended === null || ended.isPan) return;
        if (!isDrag) {
          const { x, y } = placeOf(event);
          act.click(x, y);
          return;
        }
        const [from, to] = [ended.from, ended.to].map(act.toTime).sort((a, b) => a - b) as [number, number];
        act.select({ from, to });
      },
      pointercancel() {
        drag.value = null;
        hasMoved.value = false;
      },
      pointerleave: leave,
      dblclick: (event: MouseEvent) => act.open(placeOf(event).y),
    },
  };
}
