// Where the sources of the open session's program are on the machine that runs Plumbline.
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type { Returns } from '../../contract/methods';
import { MAX_MAPPINGS } from '../../contract/sources';
import { useClient } from './api';
import { toProblem, type Problem } from './problem';
import { useSession } from './session.store';

type Mappings = Returns<'sources.get'>;

export const useSources = defineStore('sources', () => {
  const client = useClient();
  const open = useSession();
  const mappings = shallowRef<Readonly<Mappings>>([]);
  /** Grows with every change: what was not found before may be now. */
  const revision = ref(0);
  const busy = ref(false);
  const problem = shallowRef<Problem | null>(null);

  watch(
    () => open.id,
    async (sessionId) => {
      mappings.value = [];
      problem.value = null;
      if (sessionId === null) return;
      try {
        const kept = await client.call('sources.get', { sessionId });
        if (open.id === sessionId) mappings.value = Object.freeze(kept);
      } catch (failure) {
        problem.value = toProblem(failure);
      }
    },
    { immediate: true },
  );
  client.on('sources.changed', ({ sessionId, mappings: now }) => {
    if (sessionId !== open.id) return;
    mappings.value = Object.freeze(now);
    revision.value++;
  });

  async function attempt(change: (sessionId: string) => Promise<Mappings>): Promise<boolean> {
    const sessionId = open.id;
    if (sessionId === null) return false;
    busy.value = true;
    problem.value = null;
    try {
      const now = await change(sessionId);
      await client.call('sources.set', { sessionId, mappings: now });
      return true;
    } catch (failure) {
      problem.value = toProblem(failure);
      return false;
    } finally {
      busy.value = false;
    }
  }

  /** All of them. False: they could not be kept, and `problem` says why. */
  const set = (now: Readonly<Mappings>): Promise<boolean> => attempt(() => Promise.resolve([...now]));

  /** Where one file is, or a folder that it lies below: the folders around it follow. What is said last of a folder counts. */
  const find = (file: string, path: string): Promise<boolean> =>
    attempt(async () => {
      const derived = await client.call('sources.derive', { file, path });
      const others = mappings.value.filter(({ build }) => build !== derived.build);
      return [derived, ...others].slice(0, MAX_MAPPINGS);
    });

  /** The folder that the user chooses in a dialog, where the host has one; null: none. */
  async function pickFolder(at: string): Promise<string | null> {
    try {
      return await client.call('sources.pickFolder', { at });
    } catch (failure) {
      problem.value = toProblem(failure);
      return null;
    }
  }

  /** A problem is of what was tried where it was tried. */
  const forget = (): void => {
    problem.value = null;
  };

  return { mappings, revision, busy, problem, set, find, pickFolder, forget };
});
