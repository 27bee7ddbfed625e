// The execution trace that the user is about to take: of which targets, and what is known of their last ones.
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type { TraceRequest } from '../../contract/domain';
import { useClient } from './api';
import { useCapture } from './capture.store';
import { useNotices } from './notices.store';
import { useSession } from './session.store';
import type { KnownTrace } from './trace-cost';

/** What one target tells of a trace to come. */
export interface TracedTarget {
  readonly last: KnownTrace | null;
  readonly goroutines: number | null;
}

export const useTraceCapture = defineStore('traceCapture', () => {
  const client = useClient();
  const capture = useCapture();
  const notices = useNotices();
  const open = useSession();
  const isOpen = ref(false);
  /** By target. */
  const known = shallowRef<ReadonlyMap<string, TracedTarget>>(new Map());

  function close(): void {
    isOpen.value = false;
  }
  watch(() => open.id, close);

  function ask(): void {
    isOpen.value = true;
    known.value = new Map();
    for (const { id } of open.session?.targets ?? []) void look(id).catch(notices.report);
  }

  async function look(targetId: string): Promise<void> {
    const { timeline, id: sessionId } = open;
    if (timeline === null || sessionId === null) return;
    const rows = timeline.targetId.flatMap((one, row) => (one === targetId ? [row] : []));
    const goroutines = timeline.goroutines[rows.findLast((row) => timeline.goroutines[row] !== null) ?? -1];
    const traced = timeline.snapshotId[rows.findLast((row) => timeline.traceSeconds[row] !== null) ?? -1];
    let last: KnownTrace | null = null;
    if (traced !== undefined) {
      const { captures } = await client.call('snapshots.get', { sessionId, snapshotId: traced });
      const found = captures.find(({ facts }) => facts.kind === 'trace');
      if (found !== undefined) last = { bytes: found.sizeBytes, seconds: found.facts.trace?.seconds ?? 0 };
    }
    known.value = new Map([...known.value, [targetId, { last, goroutines: goroutines ?? null }]]);
  }

  /** The dialog stays where no trace came; notices say why. */
  async function take(targetIds: readonly string[], trace: TraceRequest): Promise<void> {
    const snapshots = await capture.now({ targetIds: [...targetIds], trace });
    const came = snapshots?.some(({ captures }) => captures.some(({ facts }) => facts.kind === 'trace'));
    if (came === true) close();
  }

  return { isOpen, known, ask, close, take };
});
