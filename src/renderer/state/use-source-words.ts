import type { WhyNoSource } from '../../contract/sources';
import { useText } from './text';

/** What ui/source/SourcePane.vue says, in the language of the moment; it reads them as it shows them. */
export function useSourceWords() {
  const { t } = useText();
  return {
    line: () => t('views.source.line'),
    source: () => t('views.source.source'),
    column: (figure: 'flat' | 'cum' | 'a' | 'b', isChange: boolean) =>
      isChange && (figure === 'flat' || figure === 'cum')
        ? t(`views.source.change.${figure}`)
        : t(`views.source.column.${figure}`),
    ofOther: (name: string) => t('views.source.ofOther', { name }),
    folded: (side: 'above' | 'below', n: number, count: string) => t(`views.source.${side}`, { n, count }),
    whole: () => t('views.source.whole'),
    wholeHint: () => t('views.source.wholeHint'),
    file: () => t('views.source.file'),
    back: () => t('views.source.back'),
    backHint: () => t('views.source.backHint'),
    open: () => t('views.source.open'),
    openHint: () => t('views.source.openHint'),
    copyPlace: () => t('views.source.copyPlace'),
    copyPlaceHint: () => t('views.source.copyPlaceHint'),
    calls: (line: number) =>
      line === 0 ? t('views.source.callsOfUnknown') : t('views.source.calls', { line: String(line) }),
    noCalls: () => t('views.source.noCalls'),
    callsHint: () => t('views.source.callsHint'),
    isOther: () => t('views.source.isOther'),
    isShort: (n: number, count: string) => t('views.source.isShort', { n, count }),
    cut: (lines: string) => t('views.source.cut', { lines }),
    choose: () => ({ title: t('views.source.choose'), text: t('views.source.chooseText') }),
    gone: () => ({ title: t('views.source.gone'), text: t('views.source.goneText') }),
    noFile: () => ({ title: t('views.source.noFile'), text: t('views.source.noFileText') }),
    missing: (file: string) => t('views.source.missing', { file }),
    built: (file: string) => t('views.source.built', { file }),
    looked: () => t('views.source.looked'),
    refused: () => t('views.source.refused'),
    lookedNowhere: () => t('views.source.lookedNowhere'),
    why: (why: WhyNoSource) => t(`views.source.why.${why}`),
    where: () => t('views.source.where'),
    browse: () => t('common.browse'),
    whereHint: () => t('views.source.whereHint'),
    look: () => t('views.source.look'),
    all: () => t('views.source.all'),
  };
}
