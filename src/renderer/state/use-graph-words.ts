import { useText } from './text';

/** What ui/graph/GraphExplorer.vue says, in the language of the moment; it reads them as it shows them. */
export function useGraphWords() {
  const { t } = useText();
  return {
    of: () => t('views.callGraph.of'),
    inline: () => t('views.callGraph.inline'),
    nodes: () => t('views.callGraph.nodes'),
    nodesHint: (shown: string, all: string) => t('views.callGraph.shown', { shown, all }),
    nodeShare: () => t('views.callGraph.nodeShare'),
    callShare: () => t('views.callGraph.callShare'),
    from: (share: string) => t('views.callGraph.from', { share }),
    whole: () => t('views.flame.whole'),
    wholeHint: () => t('views.flame.wholeHint'),
    zoomTo: () => t('views.callGraph.zoomTo'),
    zoomToHint: () => t('views.callGraph.zoomToHint'),
    copyName: () => t('views.flame.copyName'),
    callers: () => t('views.flame.calledBy'),
    callees: () => t('views.flame.calls'),
    none: () => t('views.callGraph.none'),
    found: (n: number, count: string) => t('views.callGraph.found', { n, count }),
    left: (n: number, count: string) => t('views.callGraph.left', { n, count }),
    fact: (fact: 'self' | 'cum' | 'share' | 'before' | 'after' | 'change') => t(`views.flame.fact.${fact}`),
    told: (name: string, facts: string) => t('views.flame.told', { name, facts }),
    toldCall: (from: string, to: string, value: string) => t('views.callGraph.toldCall', { from, to, value }),
    over: () => t('views.callGraph.over'),
    comma: () => t('views.flame.comma'),
    legend: () => t('views.flame.legend'),
    details: () => t('views.callGraph.details'),
    close: () => t('common.close'),
  };
}
