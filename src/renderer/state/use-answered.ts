import { computed, type ComputedRef } from 'vue';
import type { Problem } from './problem';
import { useText } from './text';
import type { Query } from './use-query';
import { useSaid } from './use-said';
import { useWaiting, type Waiting } from './use-waiting';

/**
 * What ui/Answered.vue shows of the questions that a view stands on (`v-bind`) and does (`v-on`): as of one, since whoever
 * waits for a view waits for all of them. `problem` is the first one's that has one where it is left out.
 */
export function useAnswered(
  queries: readonly Query<unknown>[],
  problem: () => Problem | null = () =>
    queries.find((query) => query.error.value !== null)?.error.value ?? null,
): {
  readonly answered: ComputedRef<{
    readonly waiting: Waiting;
    readonly problem: { readonly message: string; readonly advice?: string | undefined } | null;
    readonly isGivenUp: boolean;
    readonly givenUpText: string;
    readonly retryText: string;
  }>;
  /** What is shown is not all of what is asked. */
  readonly isPending: ComputedRef<boolean>;
  readonly asking: { readonly cancel: () => void; readonly retry: () => void };
} {
  const { t } = useText();
  const { say } = useSaid();
  const waiting = useWaiting(queries);
  return {
    answered: computed(() => {
      const failure = problem();
      return {
        waiting: waiting.value,
        problem: failure === null ? null : say(failure),
        isGivenUp: queries.some((query) => query.givenUp.value),
        givenUpText: t('views.givenUp'),
        retryText: t('common.retry'),
      };
    }),
    isPending: computed(() => queries.some((query) => query.pending.value)),
    asking: {
      cancel() {
        for (const query of queries) query.cancel();
      },
      /** What was answered stands. */
      retry() {
        for (const query of queries) if (query.givenUp.value || query.error.value !== null) query.reload();
      },
    },
  };
}
