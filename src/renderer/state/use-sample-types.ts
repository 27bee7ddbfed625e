import { computed, shallowRef, watch, type ComputedRef } from 'vue';

interface SampleType {
  readonly type: string;
  readonly unit: string;
}

/**
 * The sample types that one can choose from, as answers name them. They outlive an answer that failed or was given up,
 * so that another can be chosen then, until something else is shown.
 *
 * @param of what the types belong to: a kind of capture, of a session
 * @param nameOf what a type is called where its own name says too little; null: its own
 */
export function useSampleTypes(
  of: () => string,
  answer: () => readonly SampleType[] | undefined,
  nameOf: (type: string) => string | null,
): ComputedRef<readonly { value: string; label: string; note: string }[]> {
  const known = shallowRef<readonly SampleType[]>([]);
  watch(
    [of, answer],
    ([now, types], [before]) => {
      if (types !== undefined) known.value = types;
      else if (now !== before) known.value = [];
    },
    { immediate: true },
  );
  return computed(() =>
    known.value.map(({ type, unit }) => {
      const name = nameOf(type);
      if (name !== null) return { value: type, label: name, note: type };
      return { value: type, label: type, note: unit === 'count' ? '' : unit };
    }),
  );
}
