import type { Annotated } from '../../contract/annotations';
import { useAnnotations } from './annotations.store';
import { useNotices } from './notices.store';
import { useSelection } from './selection.store';
import { useText } from './text';
import { useChangeActions } from './use-change-actions';

export interface NoteActions {
  readonly remove: (id: string) => Promise<void>;
}

/** What can be done with a note wherever it is shown; failures are said as notices. */
export function useNoteActions(): NoteActions {
  const annotations = useAnnotations();
  const notices = useNotices();
  const { made } = useChangeActions();
  const { t } = useText();
  return {
    async remove(id) {
      try {
        const change = await annotations.remove(id);
        if (change !== null) made(change, () => t('notes.removed'));
      } catch (failure) {
        notices.report(failure);
      }
    },
  };
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
