import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type { Session, SessionSummary } from '../../contract/domain';
import type { Args } from '../../contract/methods';
import { useClient } from './api';
import { useConnection } from './connection.store';
import { toProblem, type Problem } from './problem';

/** All sessions of the workspace, for the rail; kept live by the server. */
export const useSessions = defineStore('sessions', () => {
  const client = useClient();
  const connection = useConnection();
  const list = shallowRef<readonly SessionSummary[]>([]);
  /** True only until the first answer; later ones replace the list without a sign. */
  const loading = ref(true);
  const error = shallowRef<Problem | null>(null);
  /** An event that overtakes the first answer is newer than it. */
  let seen = 0;

  async function load(): Promise<void> {
    const before = seen;
    try {
      const sessions = await client.call('sessions.list', {});
      if (before === seen) list.value = Object.freeze(sessions);
      error.value = null;
    } catch (failure) {
      error.value = toProblem(failure);
    } finally {
      loading.value = false;
    }
  }

  client.on('sessions.changed', ({ sessions }) => {
    seen += 1;
    list.value = Object.freeze(sessions);
    loading.value = false;
  });
  watch(
    () => connection.epoch,
    () => void load(),
  );

  const create = (args: Args<'sessions.create'>): Promise<Session> => client.call('sessions.create', args);
  const update = (args: Args<'sessions.update'>): Promise<Session> => client.call('sessions.update', args);

  /** The id of the sample session, which is put into the workspace where it is not there yet. */
  const addSample = async (): Promise<string> => (await client.call('sessions.addSample', {})).session.id;

  return { list, loading, error, load, create, update, addSample };
});
