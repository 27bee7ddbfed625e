// What was changed in the open session and can be taken back, the newest first, and made again: for as long as the window
// lives. History itself is never rewritten, so taking back is one more change.
import { defineStore } from 'pinia';
import { shallowRef, watch, type ShallowRef } from 'vue';
import { useSession } from './session.store';

export interface Change {
  /** Once another session is open, it is forgotten. */
  readonly sessionId: string;
  /** The thing that it is of. Of two changes of one thing only the newer can be taken back. */
  readonly about: string;
  readonly of: 'note' | 'time' | 'filter';
  /** Resolves with what makes it again; rejects where somebody else has changed the thing since. */
  readonly takeBack: () => Promise<Change>;
}

const MOST = 100;

export const useChanges = defineStore('changes', () => {
  const open = useSession();
  const undos = shallowRef<readonly Change[]>([]);
  const redos = shallowRef<readonly Change[]>([]);
  /** One at a time: each goes by what the one before it left behind. */
  let last: Promise<unknown> = Promise.resolve();

  watch(
    () => open.id,
    () => {
      undos.value = [];
      redos.value = [];
    },
    { flush: 'sync' },
  );

  /** false: its session is not the open one any more. */
  function made(change: Change): boolean {
    if (change.sessionId !== open.id) return false;
    undos.value = [...undos.value, change].slice(-MOST);
    redos.value = [];
    return true;
  }

  const isNewest = (list: readonly Change[], change: Change): boolean =>
    list.findLast(({ about }) => about === change.about) === change;

  function move(
    from: ShallowRef<readonly Change[]>,
    to: ShallowRef<readonly Change[]>,
    chosen: Change | undefined,
  ): Promise<Change | null> | null {
    const change = chosen ?? from.value.at(-1);
    if (change === undefined || !isNewest(from.value, change)) return null;
    from.value = from.value.filter((one) => one !== change);
    const moved = last.then(async () => {
      // Another session was opened before its turn.
      if (open.id !== change.sessionId) return null;
      const inverse = await change.takeBack();
      if (open.id === change.sessionId) to.value = [...to.value, inverse].slice(-MOST);
      return inverse;
    });
    last = moved.catch(() => undefined);
    return moved;
  }

  return {
    ...{ undos, redos, made },
    /**
     * Takes one back, the newest unless it is said which; resolves with what makes it again, null where its session was
     * left before its turn came. null: it cannot be, or there is none.
     */
    undo: (change?: Change) => move(undos, redos, change),
    /** Makes one again that was taken back; resolves with what takes it back. */
    redo: (change?: Change) => move(redos, undos, change),
    canUndo: (change: Change): boolean => isNewest(undos.value, change),
    canRedo: (change: Change): boolean => isNewest(redos.value, change),
  };
});
