import type { FlameOrder } from '../../core/pprof/flame';
import { useText } from './text';

/** What ui/flame/FlameExplorer.vue says, in the language of the moment; it reads them as it shows them. */
export function useFlameWords() {
  const { t } = useText();
  return {
    all: (total: string) => t('views.flame.all', { total }),
    order: () => t('views.flame.order'),
    orders: (order: FlameOrder) => t(`views.flame.orders.${order}`),
    orderHint: (order: FlameOrder) => t(`views.flame.orderHint.${order}`),
    colour: () => t('views.flame.colour'),
    colours: (by: 'package' | 'module' | 'own' | 'growth' | 'change') => t(`views.flame.colours.${by}`),
    whole: () => t('views.flame.whole'),
    wholeHint: () => t('views.flame.wholeHint'),
    pivot: () => t('views.flame.pivot'),
    pivotHint: () => t('views.flame.pivotHint'),
    unpivot: () => t('views.flame.unpivot'),
    calledBy: () => t('views.flame.calledBy'),
    calls: () => t('views.flame.calls'),
    copyName: () => t('views.flame.copyName'),
    copyStack: () => t('views.copyStack'),
    found: (n: number, count: string, held: string) => t('views.flame.found', { n, count, held }),
    held: (value: string, share: string) => t('views.flame.held', { value, share }),
    ofShown: (held: string) => t('views.flame.ofShown', { held }),
    left: (n: number, count: string) => t('views.flame.left', { n, count }),
    none: (name: string) => t('views.flame.none', { name }),
    fact: (fact: 'self' | 'cum' | 'growth' | 'share' | 'before' | 'after' | 'change' | 'up' | 'down') =>
      t(`views.flame.fact.${fact}`),
    told: (name: string, facts: string) => t('views.flame.told', { name, facts }),
    comma: () => t('views.flame.comma'),
    legend: () => t('views.flame.legend'),
    legendHint: () => t('views.flame.legendHint'),
    growthLegend: (perHour: string | null) =>
      perHour === null ? t('views.flame.growthNone') : t('views.flame.growthLegend', { rate: perHour }),
    details: () => t('views.flame.details'),
    close: () => t('common.close'),
  };
}
