import { useChanges, type Change } from './changes.store';
import { useNotices } from './notices.store';
import { useText } from './text';

export interface ChangeActions {
  /** Something was changed: it is said, beside the way back. */
  readonly made: (change: Change, words: () => string) => void;
  /** Says it of one that is among the changes already. */
  readonly tell: (change: Change, words: () => string) => void;
  /** For a key: false where there is nothing to take back. */
  readonly undo: () => boolean;
  readonly redo: () => boolean;
}

/** Changes in words, and back and forth by a notice or a key; failures are said as notices. */
export function useChangeActions(): ChangeActions {
  const changes = useChanges();
  const notices = useNotices();
  const { t } = useText();

  // A notice offers what is still possible, and goes with it.
  function tellUndo(change: Change, words: () => string): void {
    notices.add({
      level: 'info',
      words,
      action: {
        label: () => t('app.changes.undo'),
        run: () => void undo(change),
        isOffered: () => changes.canUndo(change),
      },
    });
  }
  function tellRedo(change: Change): void {
    notices.add({
      level: 'info',
      words: () => t(`app.changes.undone.${change.of}`),
      action: {
        label: () => t('app.changes.redo'),
        run: () => void redo(change),
        isOffered: () => changes.canRedo(change),
      },
    });
  }
  function follow(moved: Promise<Change | null> | null, tell: (change: Change) => void): boolean {
    moved?.then((change) => change !== null && tell(change)).catch(notices.report);
    return moved !== null;
  }
  const undo = (change?: Change): boolean => follow(changes.undo(change), tellRedo);
  const redo = (change?: Change): boolean =>
    follow(changes.redo(change), (again) => tellUndo(again, () => t(`app.changes.redone.${again.of}`)));

  return {
    made(change, words) {
      if (changes.made(change)) tellUndo(change, words);
    },
    tell: tellUndo,
    undo: () => undo(),
    redo: () => redo(),
  };
}
