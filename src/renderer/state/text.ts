// All text of the UI comes from a catalogue. Its shape is declared by app/i18n (which augments `Catalogue`), so
// that a key that is not there does not compile, though no feature imports the app.
import { useI18n } from 'vue-i18n';

/** The English catalogue's shape; see app/i18n/en.ts. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the augmentation in app/i18n
export interface Catalogue {}

type Keys<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Keys<T[K]>}`;
}[keyof T & string];
export type TextKey = Keys<Catalogue>;

export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/**
 * `t('timeline.snapshots', { n: 3, count: '3' })`: a message `one | many` is chosen by `n`, and `{name}` stands
 * for a value. Numbers are put in as given: format them first.
 */
export function useText(): {
  t: Translate;
  /** A text without values, as an English page has it. */
  inEnglish: (key: TextKey) => string;
} {
  const i18n = useI18n({ useScope: 'global' });
  return {
    t: (key, values = {}) =>
      typeof values['n'] === 'number' ? i18n.t(key, values, values['n']) : i18n.t(key, values),
    inEnglish: (key) => i18n.t(key, {}, { locale: 'en' }),
  };
}
