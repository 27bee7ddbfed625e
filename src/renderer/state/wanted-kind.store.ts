import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

/** The kind of capture that another view leads to; the view that it leads to takes it. */
export const useWantedKind = defineStore('wanted-kind', () => {
  const wanted = shallowRef<{ readonly view: string; readonly kind: string } | null>(null);
  return {
    ask(view: string, kind: string): void {
      wanted.value = { view, kind };
    },
    /** Once; null: none is wanted of that view. */
    take(view: string): string | null {
      if (wanted.value?.view !== view) return null;
      const { kind } = wanted.value;
      wanted.value = null;
      return kind;
    },
  };
});
