import { computed, onBeforeUnmount, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { useSession } from '../../state/session.store';
import { LEFT } from './chart';
import { panWindow, revealIn, toPixel, toTime, wholeWindow, zoomWindow, type TimeWindow } from './window';

export interface TimeWindowState {
  readonly shown: ComputedRef<TimeWindow | null>;
  /** Not the whole session. */
  readonly isZoomed: ComputedRef<boolean>;
  /** `x` is in pixels from the left of the timeline, gutter included. */
  readonly xOf: (ms: number) => number;
  readonly timeAt: (x: number) => number | null;
  readonly clampX: (x: number) => number;
  readonly isShown: (ms: number) => boolean;
  readonly zoom: (factor: number, aroundMs?: number) => void;
  /** Zooms around what stands at `x`. */
  readonly zoomAt: (x: number, factor: number) => void;
  readonly panBy: (pixels: number) => void;
  readonly reveal: (ms: number) => void;
  readonly reset: () => void;
}

/** The shown part of the open session's time axis. Not zoomed, it grows with the session. */
export function useTimeWindow(plotWidth: Ref<number>): TimeWindowState {
  const open = useSession();
  const zoomed = shallowRef<TimeWindow | null>(null);
  const whole = computed(() => (open.timeline === null ? null : wholeWindow(open.timeline)));
  const shown = computed(() => zoomed.value ?? whole.value);

  // A wheel turns faster than a chart draws: one change of the window a frame.
  let wanted: TimeWindow | null = null;
  let frame = 0;
  function show(next: TimeWindow | null): void {
    wanted = next;
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      zoomed.value = wanted;
    });
  }
  /** With what is still to be shown. */
  const latest = (): TimeWindow | null => (frame === 0 ? shown.value : (wanted ?? whole.value));

  function reset(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    zoomed.value = null;
  }
  watch(() => open.id, reset);
  onBeforeUnmount(() => cancelAnimationFrame(frame));

  const clampX = (x: number): number => Math.min(Math.max(x, LEFT), LEFT + plotWidth.value);
  function zoom(factor: number, aroundMs?: number): void {
    const now = latest();
    if (now === null || whole.value === null) return;
    show(zoomWindow(now, whole.value, aroundMs ?? (now.fromMs + now.toMs) / 2, factor));
  }
  return {
    shown,
    isZoomed: computed(() => zoomed.value !== null),
    xOf: (ms) => (shown.value === null ? 0 : LEFT + toPixel(shown.value, plotWidth.value, ms)),
    timeAt: (x) => (shown.value === null ? null : toTime(shown.value, plotWidth.value, clampX(x) - LEFT)),
    clampX,
    isShown: (ms) => shown.value !== null && ms >= shown.value.fromMs && ms <= shown.value.toMs,
    zoom,
    zoomAt(x, factor) {
      const now = latest();
      if (now !== null) zoom(factor, toTime(now, plotWidth.value, clampX(x) - LEFT));
    },
    panBy(pixels) {
      const now = latest();
      if (now === null || whole.value === null) return;
      show(panWindow(now, whole.value, pixels * ((now.toMs - now.fromMs) / plotWidth.value)));
    },
    reveal(ms) {
      const now = latest();
      if (now !== null && whole.value !== null) show(revealIn(now, whole.value, ms));
    },
    reset,
  };
}
