// What the details of a row ask of the captures of its process: asked when they are opened, and again when a capture of the
// kind has come.
import { computed, type ComputedRef } from 'vue';
import type { Args } from '../../../contract/methods';
import { useSession } from '../../state/session.store';
import type { FindingRow } from './rows';

type Question = Args<'stack.captures'>;

export function useStackQuestion(row: () => FindingRow): {
  readonly question: ComputedRef<Question>;
  /** Of the target's newest snapshot that holds a capture of the kind; null: none does. */
  readonly newestWith: (kind: string) => string | null;
} {
  const open = useSession();
  const question = computed((): Question => {
    const { target, life, kind, stack, site } = row();
    return {
      sessionId: open.id ?? '',
      target,
      life,
      kind: kind === 'heap' ? 'heap' : 'goroutine',
      stack: stack.length > 0 ? [...stack] : [site],
    };
  });
  function newestWith(kind: string): string | null {
    const { timeline } = open;
    if (timeline === null) return null;
    const at = timeline.kinds.findLastIndex(
      (kinds, i) => timeline.targetId[i] === row().target && kinds.split(',').includes(kind),
    );
    return timeline.snapshotId[at] ?? null;
  }
  return { question, newestWith };
}
