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
 */
export function useSampleTypes(
  of: () => string,
  answer: () => readonly SampleType[] | undefined,
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
    known.value.map(({ type, unit }) => ({ value: type, label: type, note: unit === 'count' ? '' : unit })),
  );
}
