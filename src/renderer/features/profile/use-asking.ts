import type { ParsedArgs } from '../../../contract/methods';
import { useFilters } from '../../state/filters.store';
import { useProfileView } from './profile.store';

/** What the view shows. */
export interface Pictured {
  readonly sessionId: string;
  readonly captureId: string;
  /** What is added up with it; null: it alone. */
  readonly sum: ParsedArgs<'profile.top'>['sum'];
  /** What the capture is one of: it stays while newer ones come, which must not take the picture away. */
  readonly liveKey: string;
}

/** What all shapes of a profile are asked for with, by the sample type and the filters that are set. `ask` null: not shown. */
export function useAsking(ask: () => Pictured | null) {
  const filters = useFilters();
  const view = useProfileView();
  return {
    /** For `useQuery`, with what the answer depends on besides. */
    key: (...more: readonly unknown[]): readonly unknown[] | null => {
      const asked = ask();
      return asked === null
        ? null
        : [asked.sessionId, asked.liveKey, asked.sum, view.sampleType, filters.question, ...more];
    },
    args: () => {
      const { sessionId = '', captureId = '', sum = null } = ask() ?? {};
      const sampleType = view.sampleType === null ? {} : { sampleType: view.sampleType };
      return { sessionId, captureId, sum, filters: filters.question, ...sampleType };
    },
    live: (): string | null => ask()?.captureId ?? null,
  };
}
