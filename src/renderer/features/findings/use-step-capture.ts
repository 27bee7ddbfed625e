// One click captures what a step names, from the target that it names, as "Capture now" does.
import { computed, ref, type ComputedRef } from 'vue';
import { DEFAULT_TRACE_BYTES, DEFAULT_TRACE_SECONDS } from '../../../contract/limits';
import { useCapture } from '../../state/capture.store';
import { useSession } from '../../state/session.store';
import { useText } from '../../state/text';
import { useProgressWords } from '../../state/use-waiting';
import { formatBytes, formatCount, joinFigure } from '../../ui/format';
import { isKnownKind } from '../../ui/kind-name';

export interface StepCapture {
  readonly kinds: readonly string[];
  /** null: of all targets that are not paused. */
  readonly target: string | null;
}

export function useStepCapture(): {
  take: (step: StepCapture) => Promise<void>;
  isTaking: (step: StepCapture) => boolean;
  /** How far the one is that is taken; '' while it is quick. */
  progress: ComputedRef<string>;
  /** Why it cannot be taken; '' where it can. */
  whyNot: (step: StepCapture) => string;
  /** `goroutine dump` */
  name: (step: StepCapture) => string;
  /** What it does to the target and where its trap is; '' for what costs nothing worth a word. */
  cost: (step: StepCapture, goroutines: number | null) => string;
} {
  const capture = useCapture();
  const open = useSession();
  const { t } = useText();
  const progressWords = useProgressWords();
  const taking = ref<string | null>(null);
  const keyOf = ({ kinds, target }: StepCapture): string => `${target ?? ''} ${kinds.join()}`;

  async function take(step: StepCapture): Promise<void> {
    if (whyNot(step) !== '') return;
    const kinds = step.kinds.filter((kind) => kind !== 'trace');
    taking.value = keyOf(step);
    try {
      await capture.now({
        ...(step.target === null ? {} : { targetIds: [step.target] }),
        ...(kinds.length === 0 ? {} : { kinds }),
        ...(kinds.length === step.kinds.length
          ? {}
          : {
              trace: { seconds: DEFAULT_TRACE_SECONDS, maxBytes: DEFAULT_TRACE_BYTES, cpuProfile: false },
            }),
      });
    } finally {
      taking.value = null;
    }
  }

  function whyNot({ target }: StepCapture): string {
    const targets = open.session?.targets ?? [];
    if (targets.length === 0) return t('findings.next.noTarget');
    if (target !== null && !targets.some(({ id }) => id === target))
      return t('findings.next.targetGone', { target });
    if (target === null && targets.every(({ paused }) => paused)) return t('app.commands.allPaused');
    return capture.running ? t('findings.next.busy') : '';
  }

  function nameOf(kind: string): string {
    if (kind === 'memory') return t('findings.next.memory');
    return isKnownKind(kind) ? t(`views.kind.${kind}`) : kind;
  }

  function cost({ kinds }: StepCapture, goroutines: number | null): string {
    if (kinds.includes('goroutine-dump'))
      return goroutines === null
        ? t('findings.cost.dump')
        : t('findings.cost.dumpOf', { count: formatCount(goroutines) });
    if (kinds.includes('goroutineleak')) return t('findings.cost.goroutineleak');
    if (kinds.includes('trace'))
      return t('findings.cost.trace', {
        seconds: formatCount(DEFAULT_TRACE_SECONDS),
        size: joinFigure(formatBytes(DEFAULT_TRACE_BYTES)),
      });
    return '';
  }

  return {
    take,
    isTaking: (step) => taking.value === keyOf(step),
    progress: computed(() => (capture.slow ? progressWords(capture.progress) : '')),
    whyNot,
    name: ({ kinds }) => kinds.map(nameOf).join(', '),
    cost,
  };
}
