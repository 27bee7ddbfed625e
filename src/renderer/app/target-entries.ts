// What the palette offers of each target of the open session: a session may have twenty, so they are listed when asked for.
import { computed, type ComputedRef } from 'vue';
import { targetName } from '../../contract/domain';
import { useCapture } from '../state/capture.store';
import { useSelection } from '../state/selection.store';
import { useSession } from '../state/session.store';
import { useTargets } from '../state/targets.store';
import { useText, type TextKey } from '../state/text';
import { useTargetActions } from '../state/use-target-actions';
import type { PaletteEntry } from './palette-entries';

export function useTargetEntries(): ComputedRef<PaletteEntry[]> {
  const { t, inEnglish } = useText();
  const open = useSession();
  const selection = useSelection();
  const capture = useCapture();
  const targets = useTargets();
  const actions = useTargetActions();
  return computed(() => {
    const shown = new Set(open.timeline?.targetId);
    return (open.session?.targets ?? []).flatMap((target) => {
      const name = targetName(target);
      const entry = (label: TextKey, run: () => void, why: TextKey | null = null): PaletteEntry => ({
        id: `target:${target.id}:${label}`,
        words: t('app.palette.ofTarget', { what: t(label), name }),
        alias: `${inEnglish(label)}: ${name}`,
        hint: '',
        key: null,
        why: why === null ? null : t(why),
        run,
      });
      return [
        entry(
          'app.commands.showTarget',
          () => selection.showTarget(target.id),
          shown.has(target.id) ? null : 'app.commands.needSnapshots',
        ),
        entry(
          'settings.targets.capture',
          () => actions.capture(target),
          capture.running ? 'app.commands.running' : null,
        ),
        target.paused
          ? entry('settings.targets.resume', () => void actions.setPaused(target, false))
          : entry('settings.targets.pause', () => void actions.setPaused(target, true)),
        entry('settings.targets.edit', () => targets.ask({ type: 'edit', target })),
        entry('settings.targets.remove', () => targets.ask({ type: 'remove', target })),
      ];
    });
  });
}
