import type { Stack } from '../../core/base/frame';
import { useNotices } from './notices.store';
import { useText, type TextKey } from './text';

/** A stack as Go prints one: function, then file and line on a line of their own. */
export const stackText = (stack: Stack): string =>
  stack.map((f) => `${f.function}\n\t${f.file}${f.line > 0 ? `:${f.line}` : ''}`).join('\n');

/** Says that something is in the clipboard now; nothing else on the page would show it. */
export function useCopied(): {
  saidCopied: (rows: number) => void;
  saidStack: () => void;
  saidPlace: () => void;
  saidFlame: (what: 'name' | 'stack') => void;
} {
  const notices = useNotices();
  const { t } = useText();
  const say = (key: TextKey): void => {
    notices.add({ level: 'info', words: () => t(key) });
  };
  return {
    saidCopied: (rows) => {
      notices.add({ level: 'info', words: () => t('views.copied', { n: rows, count: rows }) });
    },
    saidStack: () => say('views.copiedStack'),
    saidPlace: () => say('views.source.copiedPlace'),
    saidFlame: (what) => say(what === 'stack' ? 'views.copiedStack' : 'views.flame.copiedName'),
  };
}
