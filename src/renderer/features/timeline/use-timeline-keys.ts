// The timeline without a mouse: arrows move a crosshair over the snapshots, Enter sets a pin to it, Shift+arrows stretch a
// range; brackets and letters work from everywhere on the page.
import { useEventListener } from '@vueuse/core';
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';
import { endRow, neighbourRow } from '../../state/pins';
import { useSelection, type Pin } from '../../state/selection.store';
import { useSession } from '../../state/session.store';
import { useShortcut, type Shortcut } from '../../state/shortcuts';
import { usePick } from './use-pick';
import type { TimeWindowState } from './use-time-window';

/**
 * @param root the timeline's element
 * @param pointerRow the row under the pointer, −1 where there is none: it goes before the crosshair of the keys.
 */
export function useTimelineKeys(
  root: Ref<HTMLElement | undefined>,
  axis: TimeWindowState,
  pointerRow: () => number,
  toggleFold: () => void,
): {
  readonly row: ComputedRef<number>;
  /** Under the crosshair; null where there is none, or where it is the end of a range that is stretched. */
  readonly momentMs: ComputedRef<number | null>;
  readonly onBlur: (event: FocusEvent) => void;
} {
  const open = useSession();
  const selection = useSelection();
  const pick = usePick();
  /** By its snapshot, since rows move when an older one is imported. */
  const cursor = ref<string | null>(null);
  const anchor = ref<string | null>(null);
  watch(() => open.id, leave);

  const cursorRow = computed(() => (cursor.value === null ? -1 : (selection.rowOf.get(cursor.value) ?? -1)));
  const row = computed(() => (pointerRow() >= 0 ? pointerRow() : cursorRow.value));
  const idAt = (at: number): string | null => open.timeline?.snapshotId[at] ?? null;
  const msAt = (at: number): number | null => open.timeline?.timeMs[at] ?? null;
  const activeId = (): string | null => (selection.activePin === 'A' ? selection.a : selection.b);

  function leave(): void {
    cursor.value = null;
    anchor.value = null;
  }
  /** A dialog that was opened from here comes back here, and finds what it was about. */
  const isDialog = (at: EventTarget | null): boolean =>
    at instanceof Element && at.closest('[role=dialog]') !== null;
  function onBlur({ relatedTarget }: FocusEvent): void {
    if (!isDialog(relatedTarget)) leave();
  }
  useEventListener(document, 'focusin', ({ target }) => {
    const isHere = target instanceof Element && root.value?.contains(target) === true;
    if (!isHere && !isDialog(target)) leave();
  });
  function reveal(ms: number | null): void {
    if (axis.isZoomed.value && ms !== null) axis.reveal(ms);
  }
  /** Begins at the pin that was set last. */
  function move(direction: 1 | -1): void {
    const { timeline } = open;
    if (timeline === null) return;
    const from = cursor.value ?? activeId();
    const at = from === null ? timeline.snapshotId.length : (selection.rowOf.get(from) ?? 0);
    const next = neighbourRow(timeline, at, direction);
    goTo(next >= 0 ? next : at);
  }
  /** As step by step: past what failed. */
  function moveToEnd(direction: 1 | -1): void {
    if (open.timeline !== null) goTo(endRow(open.timeline, direction));
  }
  /** Without Shift a range is stretched no further. */
  function walk(to: () => void): void {
    anchor.value = null;
    to();
  }
  function goTo(at: number): void {
    cursor.value = idAt(at);
    reveal(msAt(at));
  }
  function stretch(direction: 1 | -1): void {
    anchor.value ??= cursor.value ?? activeId();
    const from = anchor.value;
    move(direction);
    if (from === null || cursor.value === null || from === cursor.value) return;
    const ends = [from, cursor.value].toSorted(
      (a, b) => (selection.timeOf(a) ?? 0) - (selection.timeOf(b) ?? 0),
    );
    const [a, b] = [ends[0] ?? from, ends[1] ?? cursor.value];
    selection.setA(a);
    selection.setB(b);
    selection.setRange({ fromMs: selection.timeOf(a) ?? 0, toMs: selection.timeOf(b) ?? 0 });
  }
  function step(direction: 1 | -1): void {
    selection.step(direction);
    reveal(selection.activePin === 'A' ? selection.aMs : selection.bMs);
  }
  /** At the crosshair, the snapshot becomes the pin's; else the pin is the one that the brackets move. */
  function setPin(pin: Pin): void {
    const under = idAt(row.value);
    if (under === null) selection.activePin = pin;
    else selection.set(pin, under);
  }
  function withHere(take: (snapshotId: string) => void): boolean {
    const under = idAt(row.value);
    if (under === null) return false;
    anchor.value = null;
    take(under);
    return true;
  }
  /** On the crosshair where there is one, else on the pin that one moves, where it is in sight. */
  function zoom(factor: number): void {
    const ms = msAt(cursorRow.value) ?? (selection.activePin === 'A' ? selection.aMs : selection.bMs);
    axis.zoom(factor, ms !== null && axis.isShown(ms) ? ms : undefined);
  }
  /** One thing at a time: the crosshair, the range, what is picked. */
  function clear(): boolean {
    if (cursor.value !== null) leave();
    else if (selection.range !== null) selection.setRange(null);
    else if (selection.picks.length > 0) selection.forgetPicks();
    else return false;
    return true;
  }

  const page: Shortcut[] = [
    { key: '[', label: 'timeline.keys.previous', group: 'timeline', repeats: true, run: () => step(-1) },
    { key: ']', label: 'timeline.keys.next', group: 'timeline', repeats: true, run: () => step(1) },
    { key: 'a', label: 'timeline.keys.a', group: 'timeline', run: () => setPin('A') },
    { key: 'b', label: 'timeline.keys.b', group: 'timeline', run: () => setPin('B') },
    { key: 's', label: 'timeline.keys.swap', group: 'timeline', run: () => selection.swap() },
    { key: 't', label: 'timeline.keys.fold', group: 'timeline', run: toggleFold },
  ];
  const focused: Omit<Shortcut, 'group' | 'scope'>[] = [
    { key: 'ArrowLeft', label: 'timeline.keys.left', repeats: true, run: () => walk(() => move(-1)) },
    { key: 'ArrowRight', label: 'timeline.keys.right', repeats: true, run: () => walk(() => move(1)) },
    { key: 'Home', label: 'timeline.keys.first', run: () => walk(() => moveToEnd(-1)) },
    { key: 'End', label: 'timeline.keys.last', run: () => walk(() => moveToEnd(1)) },
    { key: 'Shift+ArrowLeft', label: 'timeline.keys.stretchLeft', repeats: true, run: () => stretch(-1) },
    { key: 'Shift+ArrowRight', label: 'timeline.keys.stretchRight', repeats: true, run: () => stretch(1) },
    { key: 'Enter', label: 'timeline.keys.pinA', run: () => withHere(selection.setA) },
    { key: 'Shift+Enter', label: 'timeline.keys.pinB', run: () => withHere(selection.setB) },
    { key: 'Mod+Enter', label: 'timeline.keys.pick', run: () => withHere(pick) },
    { key: '+', label: 'timeline.keys.closer', repeats: true, run: () => zoom(0.6) },
    { key: '-', label: 'timeline.keys.further', repeats: true, run: () => zoom(1 / 0.6) },
    { key: '0', label: 'timeline.keys.whole', run: axis.reset },
    { key: 'Escape', label: 'timeline.keys.clear', run: clear },
  ];
  page.forEach(useShortcut);
  for (const one of focused) useShortcut({ ...one, group: 'timeline', scope: 'timeline' });

  const momentMs = computed(() => (anchor.value === null ? msAt(cursorRow.value) : null));
  return { row, momentMs, onBlur };
}
