import { splitSpan } from './times';
import { useText } from './text';

/** Durations in the user's language: `10 d 9 h`. */
export function useSpans(): { span: (ms: number, most?: number) => string } {
  const { t } = useText();
  return {
    span: (ms, most = 2) =>
      splitSpan(ms, most)
        .map(({ value, unit }) => t(`common.unit.${unit}`, { value }))
        .join(' '),
  };
}
