import { defineStore } from 'pinia';
import { ref } from 'vue';

/** A group of goroutines by stack that another view leads to, by its key; the Goroutines view takes it. */
export const useWantedStack = defineStore('wanted-stack', () => {
  const key = ref<string | null>(null);
  return {
    ask(wanted: string): void {
      key.value = wanted;
    },
    /** Once. */
    take(): string | null {
      const wanted = key.value;
      key.value = null;
      return wanted;
    },
  };
});
