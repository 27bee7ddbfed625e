// Click = A, Shift+click = B, Ctrl or ⌘ and click picks for a sum, drag = both ends; the wheel zooms, sideways or with Shift it pans.
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue';
import { nearestRow } from '../../state/pins';
import { useSelection } from '../../state/selection.store';
import { useSession } from '../../state/session.store';
import { usePick } from './use-pick';
import type { TimeWindowState } from './use-time-window';

/** Below this many pixels a press is a click: hands are not that still. */
const DRAG_FROM = 4;
/** The pointer still belongs to the plot this far outside. */
const REACH = 6;

export interface TimelinePointer {
  readonly isOver: ComputedRef<boolean>;
  /** Row under the crosshair, −1 where there is none. */
  readonly hoverRow: ComputedRef<number>;
  /** Moment under the pointer, to the second; null where it is elsewhere or drags. */
  readonly pointedMs: ComputedRef<number | null>;
  /** Pixels of a drag under way, in order. */
  readonly dragged: ComputedRef<{ left: number; right: number } | null>;
  readonly on: {
    pointermove(event: PointerEvent): void;
    pointerdown(event: PointerEvent): void;
    pointerup(event: PointerEvent): void;
    pointercancel(): void;
    pointerleave(): void;
    dblclick(): void;
    wheel(event: WheelEvent): void;
  };
}

export function useTimelinePointer(
  root: Ref<HTMLElement | undefined>,
  axis: TimeWindowState,
): TimelinePointer {
  const open = useSession();
  const selection = useSelection();
  const togglePick = usePick();
  const hoverX = ref<number | null>(null);
  const drag = shallowRef<{ from: number; to: number; moved: boolean } | null>(null);

  function rowAt(x: number): number {
    const ms = axis.timeAt(x);
    return open.timeline === null || ms === null ? -1 : nearestRow(open.timeline, ms, selection.target);
  }
  const idAt = (row: number): string | null => open.timeline?.snapshotId[row] ?? null;
  const localX = (event: MouseEvent): number =>
    event.clientX - (root.value?.getBoundingClientRect().left ?? 0);

  function pick(fromX: number, toX: number): void {
    const [a, b] = [rowAt(Math.min(fromX, toX)), rowAt(Math.max(fromX, toX))];
    const [fromMs, toMs] = [open.timeline?.timeMs[a], open.timeline?.timeMs[b]];
    if (fromMs === undefined || toMs === undefined || a === b) return;
    selection.setA(idAt(a));
    selection.setB(idAt(b));
    selection.setRange({ fromMs, toMs });
  }

  return {
    isOver: computed(() => hoverX.value !== null),
    hoverRow: computed(() =>
      hoverX.value === null || drag.value?.moved === true ? -1 : rowAt(hoverX.value),
    ),
    pointedMs: computed(() => {
      const ms = hoverX.value === null || drag.value?.moved === true ? null : axis.timeAt(hoverX.value);
      return ms === null ? null : Math.round(ms / 1000) * 1000;
    }),
    dragged: computed(() =>
      drag.value?.moved === true
        ? { left: Math.min(drag.value.from, drag.value.to), right: Math.max(drag.value.from, drag.value.to) }
        : null,
    ),
    on: {
      pointermove(event) {
        const x = localX(event);
        hoverX.value = Math.abs(x - axis.clampX(x)) <= REACH ? x : null;
        if (drag.value === null) return;
        const to = axis.clampX(x);
        const moved = drag.value.moved || Math.abs(to - drag.value.from) > DRAG_FROM;
        drag.value = { from: drag.value.from, to, moved };
      },
      pointerdown(event) {
        if (event.button !== 0 || hoverX.value === null) return;
        if (event.currentTarget instanceof HTMLElement)
          event.currentTarget.setPointerCapture(event.pointerId);
        const from = axis.clampX(localX(event));
        drag.value = { from, to: from, moved: false };
      },
      pointerup(event) {
        const ended = drag.value;
        drag.value = null;
        if (ended === null) return;
        if (ended.moved) {
          pick(ended.from, ended.to);
          return;
        }
        const snapshot = idAt(rowAt(localX(event)));
        if (snapshot === null) return;
        if (event.ctrlKey || event.metaKey) togglePick(snapshot);
        else selection.set(event.shiftKey ? 'B' : 'A', snapshot);
      },
      pointercancel() {
        drag.value = null;
      },
      pointerleave() {
        if (drag.value === null) hoverX.value = null;
      },
      dblclick: axis.reset,
      wheel(event) {
        const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
        if (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)) axis.panBy(sideways);
        else axis.zoomAt(localX(event), 1.0015 ** event.deltaY);
      },
    },
  };
}
