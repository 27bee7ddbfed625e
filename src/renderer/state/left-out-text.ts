import type { LeftOut } from './command-line';
import type { Translate } from './text';

/** What forms show of it: as it was typed, and the sentence that says why. */
export const leftOutText = (t: Translate, list: readonly LeftOut[]): { text: string; why: string }[] =>
  list.map(({ text, why, seconds }) => ({
    text,
    why:
      why === 'seconds' && !/^\d{1,6}$/.test(seconds ?? '')
        ? t('common.leftOut.time')
        : t(`common.leftOut.${why}`, { seconds: seconds ?? '', name: '${NAME}' }),
  }));
