// When a wait is felt as one, and when as a long one: the same for every view, whatever it waits for.
import { onScopeDispose, readonly, ref, watch, type Ref } from 'vue';

/** Below this a change of picture is felt as immediate, and a sign of loading would only flicker. */
export const LOADING_AFTER_MS = 150;
/** From here on the view says what is being done, how far, and offers Cancel. */
export const SLOW_AFTER_MS = 1000;

/** The signs of loading for as long as `busy` holds. */
export function useSigns(busy: () => boolean): {
  loading: Readonly<Ref<boolean>>;
  slow: Readonly<Ref<boolean>>;
} {
  const loading = ref(false);
  const slow = ref(false);
  let timers: ReturnType<typeof setTimeout>[] = [];
  const settle = (): void => {
    for (const timer of timers) clearTimeout(timer);
    timers = [];
    loading.value = false;
    slow.value = false;
  };
  watch(
    busy,
    (is) => {
      settle();
      if (!is) return;
      timers = [
        setTimeout(() => (loading.value = true), LOADING_AFTER_MS),
        setTimeout(() => (slow.value = true), SLOW_AFTER_MS),
      ];
    },
    { immediate: true, flush: 'sync' },
  );
  onScopeDispose(settle);
  return { loading: readonly(loading), slow: readonly(slow) };
}
