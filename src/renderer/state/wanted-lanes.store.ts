import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

interface WantedLanes {
  /** A function of their stacks. */
  readonly text: string;
  /** The function that they begin with: the group of their lanes; null: not known. */
  readonly group: string | null;
}

/** Goroutines of a trace that another view leads to; the Trace view takes them. */
export const useWantedLanes = defineStore('wanted-lanes', () => {
  const wanted = shallowRef<WantedLanes | null>(null);
  return {
    ask(lanes: WantedLanes): void {
      wanted.value = lanes;
    },
    /** Once. */
    take(): WantedLanes | null {
      const lanes = wanted.value;
      wanted.value = null;
      return lanes;
    },
  };
});
