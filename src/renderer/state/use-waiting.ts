import { computed, type ComputedRef } from 'vue';
import type { Progress } from '../../contract/progress';
import { useText } from './text';
import type { Query } from './use-query';

/** What a LoadingLine shows of running questions, beside what it is about. */
export interface Waiting {
  readonly loading: boolean;
  readonly slow: boolean;
  /** How far, in words; '' unknown. */
  readonly how: string;
  /** 0 to 1; null unknown. */
  readonly fraction: number | null;
  readonly cancelLabel: string;
}

/** Digits are grouped alike in both languages, here as in ui/format. */
const grouped = new Intl.NumberFormat('en-US');

/** `reading captures: 120 of 400`, or `MB read: 120` where no one knows of how many: how far the work is. */
export function useProgressWords(): (progress: Progress | null) => string {
  const { t } = useText();
  return (progress) => {
    if (progress === null) return '';
    const step = t(`views.step.${progress.step}`);
    const done = grouped.format(progress.done);
    if (progress.all !== null && progress.all >= 2)
      return t('views.howFar', { step, done, all: grouped.format(progress.all) });
    // Of other steps the number says nothing without the whole.
    const isSaid = progress.step === 'bytes' && progress.all === null && progress.done > 0;
    return isSaid ? t('views.soFar', { step, done }) : step;
  };
}

export const fractionOf = (progress: Progress | null): number | null =>
  progress === null || progress.all === null || progress.all < 2 ? null : progress.done / progress.all;

export function useWaiting(
  queries: readonly Pick<Query<unknown>, 'loading' | 'slow' | 'progress'>[],
): ComputedRef<Waiting> {
  const { t } = useText();
  const words = useProgressWords();
  return computed(() => {
    const progress = queries.find((query) => query.progress.value !== null)?.progress.value ?? null;
    return {
      loading: queries.some((query) => query.loading.value),
      slow: queries.some((query) => query.slow.value),
      how: words(progress),
      fraction: fractionOf(progress),
      cancelLabel: t('common.cancel'),
    };
  });
}
