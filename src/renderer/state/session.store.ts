// The open session: what it is, its timeline, where capturing stands. Live: a snapshot that is taken appears in
// every view, because they watch `revision`.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Session, TargetStatus, Timeline } from '../../contract/domain';
import { useClient } from './api';
import { useConnection } from './connection.store';
import { isCancelled, toProblem, type Problem } from './problem';

/**
 * A timeline of 10,000 rows takes the server and this page tens of milliseconds, a plan may take a snapshot each
 * second: refreshing takes at most one part in this many of the time.
 */
const REST_PER_WORK = 6;

function freezeTimeline(timeline: Timeline): Timeline {
  for (const column of Object.values(timeline)) if (typeof column === 'object') Object.freeze(column);
  return Object.freeze(timeline);
}

export const useSession = defineStore('session', () => {
  const client = useClient();
  const connection = useConnection();

  const id = ref<string | null>(null);
  const session = shallowRef<Session | null>(null);
  const timeline = shallowRef<Timeline | null>(null);
  const status = shallowRef<readonly TargetStatus[]>([]);
  const loading = ref(false);
  const error = shallowRef<Problem | null>(null);
  /** Grows with every change of what the session holds; views put it into the key of their query. */
  const revision = ref(0);

  let opening: AbortController | null = null;
  let refreshing = false;
  let stale = false;
  let statusAge = 0;

  function clear(): void {
    session.value = null;
    timeline.value = null;
    status.value = [];
    error.value = null;
  }

  /** Opens a session; the latest call wins. `null` closes. */
  async function load(next: string | null): Promise<void> {
    opening?.abort();
    opening = null;
    if (next !== id.value) clear();
    id.value = next;
    if (next === null) {
      loading.value = false;
      return;
    }
    const controller = new AbortController();
    opening = controller;
    loading.value = true;
    const ask = { sessionId: next };
    const age = statusAge;
    try {
      const [newSession, newTimeline, newStatus] = await Promise.all([
        client.call('sessions.get', ask, controller.signal),
        client.call('timeline.get', ask, controller.signal),
        client.call('sessions.status', ask, controller.signal),
      ]);
      if (opening !== controller) return;
      session.value = Object.freeze(newSession);
      timeline.value = freezeTimeline(newTimeline);
      if (age === statusAge) status.value = Object.freeze(newStatus);
      error.value = null;
      revision.value += 1;
    } catch (failure) {
      if (opening !== controller || isCancelled(failure)) return;
      error.value = toProblem(failure);
    } finally {
      if (opening === controller) {
        opening = null;
        loading.value = false;
      }
    }
  }

  /** Gives the opening up. */
  function cancel(): void {
    if (opening === null) return;
    opening.abort();
    opening = null;
    loading.value = false;
  }

  /** One refresh at a time; what comes in meanwhile is taken together by the next. */
  async function refresh(): Promise<void> {
    stale = true;
    if (refreshing) return;
    refreshing = true;
    try {
      while (stale && id.value !== null) {
        stale = false;
        const asked = id.value;
        const began = performance.now();
        try {
          const [newSession, newTimeline] = await Promise.all([
            client.call('sessions.get', { sessionId: asked }),
            client.call('timeline.get', { sessionId: asked }),
          ]);
          if (id.value === asked) {
            session.value = Object.freeze(newSession);
            timeline.value = freezeTimeline(newTimeline);
            error.value = null;
            revision.value += 1;
          }
        } catch (failure) {
          if (id.value === asked) error.value = toProblem(failure);
        }
        const rest = (performance.now() - began) * REST_PER_WORK;
        await new Promise((resolve) => setTimeout(resolve, rest));
      }
    } finally {
      refreshing = false;
    }
  }

  client.on('snapshot.added', ({ sessionId }) => {
    if (sessionId === id.value) void refresh();
  });
  client.on('session.changed', ({ sessionId }) => {
    if (sessionId === id.value) void refresh();
  });
  client.on('status.changed', ({ sessionId, targets }) => {
    if (sessionId !== id.value) return;
    statusAge += 1;
    status.value = Object.freeze(targets);
  });
  watch(
    () => connection.epoch,
    () => void load(id.value),
  );

  const isEmpty = computed(() => timeline.value !== null && timeline.value.snapshotId.length === 0);

  return { id, session, timeline, status, loading, error, revision, isEmpty, load, cancel, refresh };
});
