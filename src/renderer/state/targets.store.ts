// The targets of the open session: asked about in dialogs, changed one at a time.
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type { NewTarget, Target } from '../../contract/domain';
import { useClient } from './api';
import { toProblem, type Problem } from './problem';
import { useSession } from './session.store';

/** What a dialog is open for. */
export type TargetQuestion =
  | { readonly type: 'add' }
  | { readonly type: 'edit'; readonly target: Target }
  | { readonly type: 'remove'; readonly target: Target };

export const useTargets = defineStore('targets', () => {
  const client = useClient();
  const open = useSession();
  const question = shallowRef<TargetQuestion | null>(null);
  const busy = ref(false);
  const problem = shallowRef<Problem | null>(null);

  function ask(next: TargetQuestion | null): void {
    problem.value = null;
    question.value = next;
  }
  watch(
    () => open.id,
    () => ask(null),
  );

  /** Of the targets as they are now, not as this page last saw them. */
  async function change(to: (targets: readonly Target[]) => readonly (Target | NewTarget)[]): Promise<void> {
    const sessionId = open.id;
    if (sessionId === null) return;
    const { targets } = await client.call('sessions.get', { sessionId });
    await client.call('sessions.update', { sessionId, targets: [...to(targets)] });
    if (open.id === sessionId) await open.load(sessionId);
  }
  /** Its id stays, and with it the names of its files. */
  const changeOne = (id: string, changed: Partial<NewTarget>): Promise<void> =>
    change((targets) => targets.map((one) => (one.id === id ? { ...one, ...changed, id } : one)));

  /** The dialog closes when it is done, and says why where it is not. */
  async function answer(run: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    problem.value = null;
    try {
      await run();
      ask(null);
      return true;
    } catch (failure) {
      problem.value = toProblem(failure);
      return false;
    } finally {
      busy.value = false;
    }
  }
  const add = (target: NewTarget): Promise<boolean> =>
    answer(() => change((targets) => [...targets, target]));
  const edit = (id: string, changed: NewTarget): Promise<boolean> => answer(() => changeOne(id, changed));
  const remove = (id: string): Promise<boolean> =>
    answer(() => change((targets) => targets.filter((one) => one.id !== id)));
  const setPaused = (id: string, paused: boolean): Promise<void> => changeOne(id, { paused });

  return { question, busy, problem, ask, add, edit, remove, setPaused };
});
