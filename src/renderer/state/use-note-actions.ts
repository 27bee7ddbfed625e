import type { Annotated } from '../../contract/annotations';
import { useAnnotations } from './annotations.store';
import { useNotices } from './notices.store';
import { useSelection } from './selection.store';
import { useText } from './text';

export interface NoteActions {
  readonly remove: (id: string) => Promise<void>;
  /** Also for a key: false where there is nothing to take back. */
  readonly undo: () => Promise<boolean>;
  /** That something was done, with the way back. */
  readonly said: (what: 'saved' | 'removed') => void;
}

/** What can be done with a note wherever it is shown; failures are said as notices. */
export function useNoteActions(): NoteActions {
  const annotations = useAnnotations();
  const notices = useNotices();
  const { t } = useText();

  async function undo(): Promise<boolean> {
    try {
      const done = await annotations.undo();
      if (done) notices.add({ level: 'info', words: () => t('notes.undone') });
      return done;
    } catch (failure) {
      notices.report(failure);
      return true;
    }
  }
  function said(what: 'saved' | 'removed'): void {
    notices.add({
      level: 'info',
      words: () => t(`notes.${what}`),
      action: { label: () => t('notes.undo'), run: () => void undo() },
    });
  }
  async function remove(id: string): Promise<void> {
    try {
      await annotations.remove(id);
      said('removed');
    } catch (failure) {
      notices.report(failure);
    }
  }
  return { remove, undo, said };
}

/** Where a note stands, in words; `time` writes a moment. */
export function usePlaceText(time: (ms: number) => string): (on: Annotated) => string {
  const selection = useSelection();
  const { t } = useText();
  return (on) => {
    switch (on.type) {
      case 'moment':
        return time(on.timeMs);
      case 'range':
        return t('notes.place.range', {
          from: time(on.fromMs),
          to: withoutDayOf(time(on.fromMs), time(on.toMs)),
        });
      case 'snapshot': {
        const at = selection.timeOf(on.snapshotId);
        return t('notes.place.snapshot', { time: at === null ? on.snapshotId : time(at) });
      }
      case 'stack':
        return on.functions[0] ?? '';
      case 'function':
        return on.function;
    }
  };
}

/** `05-12 09:20 → 09:50`: of one day, the day is said once. */
function withoutDayOf(from: string, to: string): string {
  const [day = ''] = from.split(' ');
  return to.startsWith(`${day} `) ? to.slice(day.length + 1) : to;
}
