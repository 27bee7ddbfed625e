// What is done with one target, from wherever it is named: the settings, the palette.
import { targetName, type Target } from '../../contract/domain';
import { useCapture } from './capture.store';
import { useNotices } from './notices.store';
import { useTargets } from './targets.store';
import { useText } from './text';

export interface TargetActions {
  readonly capture: (target: Target) => void;
  readonly setPaused: (target: Target, paused: boolean) => Promise<void>;
}

export function useTargetActions(): TargetActions {
  const { t } = useText();
  const capture = useCapture();
  const targets = useTargets();
  const notices = useNotices();
  return {
    capture: ({ id }) => void capture.now({ targetIds: [id] }),
    async setPaused(target, paused) {
      try {
        await targets.setPaused(target.id, paused);
        const name = targetName(target);
        notices.add({
          level: 'info',
          words: () => t(paused ? 'settings.targets.pausedSaid' : 'settings.targets.resumedSaid', { name }),
        });
      } catch (failure) {
        notices.report(failure);
      }
    },
  };
}
