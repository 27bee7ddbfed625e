import { MOST_SUMMED } from '../../../contract/limits';
import { useNotices } from '../../state/notices.store';
import { useSelection } from '../../state/selection.store';
import { useText } from '../../state/text';
import { formatCount } from '../../ui/format';

/** Takes a snapshot into what is added up, or out of it; where it is not taken, says why. */
export function usePick(): (snapshotId: string) => void {
  const { t } = useText();
  const notices = useNotices();
  const selection = useSelection();
  return (snapshotId) => {
    const why = selection.togglePick(snapshotId);
    if (why === null) return;
    notices.add({
      level: 'info',
      words: () => t(`timeline.notPicked.${why}`, { most: formatCount(MOST_SUMMED) }),
    });
  };
}
