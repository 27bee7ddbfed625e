import { computed, watch, type ComputedRef } from 'vue';
import { extentOf, offsetsOf, type Beginning, type Offsets } from './alignment';
import type { Extent } from './time-view';
import { useTraceView } from './trace.store';

/** As much of a trace as its place on the axis depends on. */
interface Placed {
  readonly captureId: string;
  readonly facts: Beginning;
}

export interface Axis {
  readonly beginnings: ComputedRef<{ readonly a: Beginning | null; readonly b: Beginning } | null>;
  readonly offsets: ComputedRef<Offsets>;
  readonly extent: ComputedRef<Extent>;
}

/** The axis of the traces that are shown; null: none is yet. What is set in the view follows them. */
export function useAxis(traces: () => { readonly a: Placed | null; readonly b: Placed } | null): Axis {
  const view = useTraceView();
  const beginnings = computed(() => {
    const now = traces();
    return now && { a: now.a?.facts ?? null, b: now.b.facts };
  });
  const offsets = computed(() =>
    beginnings.value === null
      ? { a: 0, b: 0 }
      : offsetsOf(view.align, beginnings.value.a, beginnings.value.b),
  );
  const extent = computed(() =>
    beginnings.value === null
      ? { from: 0, to: 1 }
      : extentOf(offsets.value, beginnings.value.a, beginnings.value.b),
  );
  watch(
    [traces, offsets],
    ([now]) => {
      if (now === null) return;
      const both = [now.a, now.b];
      const of = (say: (one: Placed) => string | number): string =>
        both.map((one) => (one === null ? '' : say(one))).join(' ');
      view.show(
        of(({ captureId }) => captureId),
        of(({ facts }) => facts.durationNs),
        offsets.value,
      );
    },
    { immediate: true },
  );
  return { beginnings, offsets, extent };
}
