import type { SourceWords } from '../ui/source/source-words';
import { formatCount } from '../ui/format';
import { useText } from './text';

export function useSourceWords(): SourceWords {
  const { t } = useText();
  return {
    line: () => t('views.source.line'),
    source: () => t('views.source.source'),
    column: (figure, isChange) =>
      isChange && (figure === 'flat' || figure === 'cum')
        ? t(`views.source.change.${figure}`)
        : t(`views.source.column.${figure}`),
    ofOther: (name) => t('views.source.ofOther', { name }),
    folded: (side, n) => t(`views.source.${side}`, { n, count: formatCount(n) }),
    whole: () => t('views.source.whole'),
    wholeHint: () => t('views.source.wholeHint'),
    file: () => t('views.source.file'),
    back: () => t('views.source.back'),
    backHint: () => t('views.source.backHint'),
    copyPlace: () => t('views.source.copyPlace'),
    copyPlaceHint: () => t('views.source.copyPlaceHint'),
    calls: (line) =>
      line === 0 ? t('views.source.callsOfUnknown') : t('views.source.calls', { line: String(line) }),
    noCalls: () => t('views.source.noCalls'),
    callsHint: () => t('views.source.callsHint'),
    isOther: () => t('views.source.isOther'),
    cut: (lines) => t('views.source.cut', { lines }),
    choose: () => ({ title: t('views.source.choose'), text: t('views.source.chooseText') }),
    gone: () => ({ title: t('views.source.gone'), text: t('views.source.goneText') }),
    noFile: () => ({ title: t('views.source.noFile'), text: t('views.source.noFileText') }),
    missing: (file) => t('views.source.missing', { file }),
    built: (file) => t('views.source.built', { file }),
    looked: () => t('views.source.looked'),
    lookedNowhere: () => t('views.source.lookedNowhere'),
    why: (why) => t(`views.source.why.${why}`),
    where: () => t('views.source.where'),
    whereHint: () => t('views.source.whereHint'),
    look: () => t('views.source.look'),
    all: () => t('views.source.all'),
  };
}
