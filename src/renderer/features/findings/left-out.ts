// What was not looked into for a stack, in words.
import type { useText } from '../../state/text';
import { formatBytes, formatCount, joinFigure } from '../../ui/format';

type Translate = ReturnType<typeof useText>['t'];

export interface LeftOut {
  readonly left: number;
  readonly unreadable: number;
  readonly ofOthers: number;
  /** Traces alone. */
  readonly large?: number;
}

/** '' where nothing was. `mostBytes`: of what is not too large. */
export function leftOutWords(t: Translate, out: LeftOut, mostBytes = 0): string {
  const of = (n: number): { n: number; count: string } => ({ n, count: formatCount(n) });
  const parts = [
    out.left > 0 ? t('findings.cause.left', of(out.left)) : '',
    (out.large ?? 0) > 0
      ? t('findings.cause.large', { ...of(out.large ?? 0), size: joinFigure(formatBytes(mostBytes)) })
      : '',
    out.unreadable > 0 ? t('findings.cause.unreadable', of(out.unreadable)) : '',
    out.ofOthers > 0 ? t('findings.cause.ofOthers', of(out.ofOthers)) : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : t('findings.cause.leftOut', { what: parts.join(t('findings.cause.and')) });
}
