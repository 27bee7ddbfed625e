import { readonly, ref, watch, type Ref } from 'vue';
import type { Query } from './use-query';

/** A first question that the user cancelled leaves nothing to show: the view then offers to ask again. */
export function useGivenUp(query: Query<unknown>): {
  givenUp: Readonly<Ref<boolean>>;
  giveUp: () => void;
  askAgain: () => void;
} {
  const givenUp = ref(false);
  watch([query.data, query.error, query.loading], ([, , loading]) => {
    if (loading || query.data.value !== undefined || query.error.value !== null) givenUp.value = false;
  });
  return {
    givenUp: readonly(givenUp),
    giveUp: () => {
      query.cancel();
      givenUp.value = query.data.value === undefined;
    },
    askAgain: () => {
      givenUp.value = false;
      query.reload();
    },
  };
}
