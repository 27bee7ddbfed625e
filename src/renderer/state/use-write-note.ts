import { useAnnotations } from './annotations.store';
import { useSelection } from './selection.store';

/**
 * Begins a note on what the user is at: the moment under the pointer or the crosshair of the timeline, the selected row of the view that
 * has the focus, the range that was drawn, else the snapshot that the pin set last stands for. false: there is none.
 */
export function useWriteNote(): () => boolean {
  const annotations = useAnnotations();
  const selection = useSelection();
  return () => {
    const { pointedMs } = annotations;
    const row = annotations.focusedRow?.() ?? null;
    const snapshotId = selection.activePin === 'A' ? selection.a : selection.b;
    if (pointedMs !== null) annotations.begin({ type: 'moment', timeMs: pointedMs });
    else if (row !== null) annotations.begin(row);
    else if (selection.range !== null) annotations.begin({ type: 'range', ...selection.range });
    else if (snapshotId !== null) annotations.begin({ type: 'snapshot', snapshotId });
    else return false;
    return true;
  };
}
