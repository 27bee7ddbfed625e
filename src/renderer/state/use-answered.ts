import { computed, type ComputedRef } from 'vue';
import type { Problem } from './problem';
import { useText } from './text';
import { useGivenUp } from './use-given-up';
import type { Query } from './use-query';
import { useSaid } from './use-said';
import { useWaiting, type Waiting } from './use-waiting';

/**
 * What ui/Answered.vue shows of a question (`v-bind`) and does (`v-on`). `problem` and `retry` are the query's own where
 * they are left out; a view that stands on several questions has both of its own.
 */
export function useAnswered(
  query: Query<unknown>,
  {
    problem = () => query.error.value,
    retry = query.reload,
  }: { problem?: () => Problem | null; retry?: () => void } = {},
): {
  readonly answered: ComputedRef<{
    readonly waiting: Waiting;
    readonly problem: { readonly message: string; readonly advice?: string | undefined } | null;
    readonly isGivenUp: boolean;
    readonly givenUpText: string;
    readonly retryText: string;
  }>;
  readonly asking: { readonly cancel: () => void; readonly retry: () => void; readonly again: () => void };
} {
  const { t } = useText();
  const { say } = useSaid();
  const { givenUp, giveUp, askAgain } = useGivenUp(query);
  const waiting = useWaiting(query);
  return {
    answered: computed(() => {
      const failure = problem();
      return {
        waiting: waiting.value,
        problem: failure === null ? null : say(failure),
        isGivenUp: givenUp.value,
        givenUpText: t('views.givenUp'),
        retryText: t('common.retry'),
      };
    }),
    asking: { cancel: giveUp, retry, again: askAgain },
  };
}
