// Failures and what else is told by key and values, in the user's language and live: what calls this while it renders says
// it anew when the language changes, be it of today or out of an old journal.
import { useI18n } from 'vue-i18n';
import type { Sentence } from '../../contract/errors';
import { isSayingKey, SAYINGS, type SayingKey } from '../../contract/failures/catalogue';
import type { Said, SayingEntry, Value, ValueKind } from '../../contract/failures/entry';
import { useFigures } from './figures';
import { useText } from './text';
import { useSpans } from './use-spans';

/** One after the other: a full stop of Chinese brings its own space. */
export const joinSentences = (...sentences: readonly string[]): string =>
  sentences
    .filter((one) => one !== '')
    .reduce((all, one) => all + (/[。？！]$/.test(all) ? '' : ' ') + one, '')
    .trim();

export interface InWords {
  readonly message: string;
  readonly advice: string | undefined;
}

/** A sentence in its parts, so that a page can mark up what stands in it: the key of its text and each value as it is shown. */
export interface SaidParts {
  readonly key: SayingKey;
  /** What chooses between one and many. */
  readonly n: number;
  readonly values: readonly { readonly name: string; readonly kind: ValueKind; readonly text: string }[];
}

/** Those that are not called by their kind. */
const NAMED = ['profile', 'trace', 'goroutine-dump'] as const;

export function useSaid(): {
  /** What happened and what to do, apart. */
  say: (sentence: Sentence) => InWords;
  /** Both, one after the other; '' for null. */
  words: (sentence: Sentence | null | undefined) => string;
  /** null: it was kept without a key, or its key is of a newer Plumbline. */
  parts: (sentence: Sentence) => SaidParts | null;
} {
  const i18n = useI18n({ useScope: 'global' });
  const { t } = useText();
  const { span } = useSpans();
  const figures = useFigures();

  const nameOfSubject = (what: string): string => {
    if (what.includes('://')) return t('common.subject.page', { url: what });
    const named = NAMED.find((kind) => kind === what);
    return named === undefined ? t('common.subject.other', { kind: what }) : t(`common.subject.${named}`);
  };
  const show = (kind: ValueKind, value: Value): string => {
    if (typeof value === 'object') return sayKey(value)?.message ?? value.key;
    if (typeof value === 'string') return kind === 'subject' ? nameOfSubject(value) : value;
    switch (kind) {
      case 'bytes':
        return figures.bytes(value);
      case 'duration':
      case 'span':
        return span(value);
      case 'time':
        return figures.time(value);
      case 'share':
        return figures.share(value);
      case 'countRate':
      case 'byteRate': {
        const { amount, per } = figures.rate(value, kind === 'countRate' ? 'count' : 'bytes');
        return t('views.rate', { amount, per: t(`views.per.${per}`) });
      }
      case 'count':
      case 'text':
      case 'detail':
      case 'subject':
      case 'said':
        return figures.count(value);
    }
  };
  /** null: a key of a newer Plumbline. */
  const partsOf = ({ key, values }: Said): SaidParts | null => {
    if (!isSayingKey(key)) return null;
    const entry: SayingEntry = SAYINGS[key];
    return {
      key,
      n: typeof values['n'] === 'number' ? values['n'] : 1,
      values: Object.entries(entry.values ?? {}).map(([name, kind]) => ({
        ...{ name, kind },
        text: show(kind, values[name] ?? ''),
      })),
    };
  };
  const sayKey = (what: Said): InWords | null => {
    const parts = partsOf(what);
    if (parts === null) return null;
    const { key, n } = parts;
    const entry: SayingEntry = SAYINGS[key];
    const shown = Object.fromEntries(parts.values.map(({ name, text }) => [name, text]));
    return {
      // Chinese puts a space before a Latin name, wherever the name stands.
      message: i18n.t(`said.${key}.message`, shown, n).trim(),
      advice: entry.advice === undefined ? undefined : i18n.t(`said.${key}.advice`, shown, n),
    };
  };

  const say = ({ message, advice, key, values = {} }: Sentence): InWords =>
    (key === undefined ? null : sayKey({ key, values })) ?? { message, advice };
  return {
    say,
    parts: ({ key, values = {} }) => (key === undefined ? null : partsOf({ key, values })),
    words(sentence) {
      if (sentence === null || sentence === undefined) return '';
      const { message, advice } = say(sentence);
      return joinSentences(message, advice ?? '');
    },
  };
}
