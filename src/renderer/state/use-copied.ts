import type { Stack } from '../../core/base/frame';
import { useNotices } from './notices.store';
import { useText } from './text';

/** A stack as Go prints one: function, then file and line on a line of their own. */
export const stackText = (stack: Stack): string =>
  stack.map((f) => `${f.function}\n\t${f.file}${f.line > 0 ? `:${f.line}` : ''}`).join('\n');

/** Says that something is in the clipboard now; nothing else on the page would show it. */
export function useCopied(): { saidCopied: (rows: number) => void; saidStack: () => void } {
  const notices = useNotices();
  const { t } = useText();
  return {
    saidCopied: (rows) => {
      notices.add({ level: 'info', words: () => t('views.copied', { n: rows, count: rows }) });
    },
    saidStack: () => {
      notices.add({ level: 'info', words: () => t('views.copiedStack') });
    },
  };
}
