// What a verification found, as sentences to be put into words; what is damaged first, what a crash left after it.
import type { Verification } from '../../../contract/domain';
import type { Sentence as Told } from '../../../contract/errors';
import { formatBytes, formatCount, joinFigure } from '../../ui/format';
import type { TextKey } from '../../state/text';

export interface Sentence {
  /** What is said of the journal. */
  readonly said?: Told;
  readonly key?: TextKey;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly isDamage: boolean;
}

/** Of a folder that is gone altogether, the rest is a number. */
export const MOST_DAMAGE = 20;

export function sentencesOf(found: Verification): Sentence[] {
  const damaged = [
    ...found.damage.map(({ captureId, why }): Sentence => ({
      ...{ key: `settings.verify.damage.${why}`, values: { file: captureId }, isDamage: true },
    })),
    ...found.journal.map((said): Sentence => ({ said, isDamage: true })),
    ...found.inTheWay.map((file): Sentence => ({
      ...{ key: 'settings.verify.inTheWay', values: { file }, isDamage: true },
    })),
  ];
  const sentences = damaged.slice(0, MOST_DAMAGE);
  const tell = (key: TextKey, n: number, values: Record<string, string> = {}, isDamage = false): void => {
    if (n > 0) sentences.push({ key, values: { n, count: formatCount(n), ...values }, isDamage });
  };
  tell('settings.verify.more', damaged.length - sentences.length, {}, true);
  tell('settings.verify.torn', found.tornBytes);
  const files = found.unclaimed.slice(0, 3).join(', ') + (found.unclaimed.length > 3 ? ' …' : '');
  tell('settings.verify.unclaimed', found.unclaimed.length, { files }, true);
  tell('settings.verify.setAside', found.setAside.length);
  return sentences;
}

/** How much is whole, in the end. */
export function conclusionOf(found: Verification): { key: TextKey; values: Record<string, string | number> } {
  const { captures: n, damage } = found;
  const values = { n, count: formatCount(n), size: joinFigure(formatBytes(found.bytes)) };
  if (damage.length > 0) {
    return { key: 'settings.verify.some', values: { ...values, whole: formatCount(n - damage.length) } };
  }
  return { key: n === 0 ? 'settings.verify.nothing' : 'settings.verify.whole', values };
}
