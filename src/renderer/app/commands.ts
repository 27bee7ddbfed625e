// What can be done from anywhere: by key where there is one, and in the palette.
import { useRouter } from 'vue-router';
import { useCapture } from '../state/capture.store';
import { useNotices } from '../state/notices.store';
import { useSelection } from '../state/selection.store';
import { useSession } from '../state/session.store';
import { useSessions } from '../state/sessions.store';
import { useSettings } from '../state/settings.store';
import { useShortcut, type Shortcut } from '../state/shortcuts';
import { useSnapshotTime } from '../state/snapshot-time.store';
import { useTargets } from '../state/targets.store';
import { useText, type TextKey } from '../state/text';
import { useTraceCapture } from '../state/trace-capture.store';
import { isTab, TABS } from './tabs';

/** The dialogs of the root component. */
export interface RootDialogs {
  readonly create: () => void;
  readonly importFiles: () => void;
  readonly settings: () => void;
  readonly keys: () => void;
  readonly palette: () => void;
}

/** In the root component's setup. */
export function useCommands(dialogs: RootDialogs): void {
  const { t } = useText();
  const router = useRouter();
  const open = useSession();
  const capture = useCapture();
  const selection = useSelection();
  const settings = useSettings();
  const sessions = useSessions();
  const notices = useNotices();
  const times = useSnapshotTime();
  const targets = useTargets();
  const traces = useTraceCapture();

  const unless = (holds: () => boolean, why: TextKey) => (): string | null => (holds() ? null : t(why));
  const first =
    (...reasons: (() => string | null)[]) =>
    (): string | null =>
      reasons.reduce<string | null>((found, reason) => found ?? reason(), null);
  const isOpen = unless(() => open.session !== null, 'app.commands.needSession');
  const hasTarget = first(
    isOpen,
    unless(() => (open.session?.targets.length ?? 0) > 0, 'app.commands.needTarget'),
  );
  const canCapture = first(
    hasTarget,
    unless(() => open.session?.targets.some(({ paused }) => !paused) === true, 'app.commands.allPaused'),
    unless(() => !capture.running, 'app.commands.running'),
  );
  const hasSnapshots = first(
    isOpen,
    unless(() => !open.isEmpty, 'app.commands.needSnapshots'),
  );
  const isOn = (): boolean => open.session?.plan.enabled === true;

  const openSample = async (): Promise<void> => {
    try {
      await router.push({ name: 'session', params: { session: await sessions.addSample() } });
    } catch (failure) {
      notices.report(failure);
    }
  };

  const general: Omit<Shortcut, 'group'>[] = [
    { key: 'Mod+k', label: 'app.keys.palette', run: dialogs.palette },
    { key: '?', label: 'app.keys.list', run: dialogs.keys },
    { key: 'n', label: 'app.keys.create', run: dialogs.create },
    { key: 'i', label: 'app.commands.import', run: dialogs.importFiles },
    { label: 'sessions.first.sample.open', run: () => void openSample() },
    { key: ',', label: 'app.commands.settings', run: dialogs.settings },
    { key: 'c', label: 'sessions.keys.capture', why: canCapture, run: () => void capture.now() },
    { label: 'app.commands.captureGc', why: canCapture, run: () => void capture.nowWith('gc') },
    { label: 'app.commands.captureDump', why: canCapture, run: () => void capture.nowWith('dump') },
    {
      label: 'app.commands.captureTrace',
      why: first(
        hasTarget,
        unless(() => !capture.running, 'app.commands.running'),
      ),
      run: traces.ask,
    },
    {
      label: 'app.commands.cancelCapture',
      why: unless(() => capture.running || capture.runsElsewhere, 'app.commands.notRunning'),
      run: () => void capture.cancel(),
    },
    {
      label: 'app.commands.pause',
      why: first(hasTarget, unless(isOn, 'app.commands.paused')),
      run: () => void capture.setPlanEnabled(false),
    },
    {
      label: 'app.commands.resume',
      why: first(
        hasTarget,
        unless(() => !isOn(), 'app.commands.notPaused'),
      ),
      run: () => void capture.setPlanEnabled(true),
    },
    { label: 'settings.targets.addTitle', why: isOpen, run: () => targets.ask({ type: 'add' }) },
  ];
  for (const one of general) useShortcut({ ...one, group: 'general' });

  TABS.forEach((tab, i) => {
    useShortcut({
      key: String(i + 1),
      label: `app.tabs.${tab}`,
      group: 'tabs',
      // One that is still being read has its tabs already.
      why: unless(() => open.id !== null, 'app.commands.needSession'),
      run: () => {
        if (open.id !== null && isTab(tab))
          void router.push({ name: 'session', params: { session: open.id, tab } });
      },
    });
  });

  useShortcut({
    key: 'e',
    label: 'timeline.keys.time',
    group: 'timeline',
    why: hasSnapshots,
    run: () => {
      const id = selection.activePin === 'A' ? selection.a : selection.b;
      if (id === null) return false;
      void times.ask(id);
      return true;
    },
  });
  useShortcut({
    label: 'app.commands.newest',
    group: 'timeline',
    why: first(
      hasSnapshots,
      unless(() => !selection.followsNewest, 'app.commands.chosen'),
    ),
    run: () => selection.setB(null),
  });
  useShortcut({
    key: '/',
    label: 'app.keys.filter',
    group: 'view',
    run: () => {
      const field = [...document.querySelectorAll<HTMLInputElement>('[data-filter]')].find(
        (one) => one.offsetParent !== null,
      );
      field?.focus();
      field?.select();
      return field !== undefined;
    },
  });

  const choose = (
    label: TextKey,
    chosen: () => boolean,
    change: Parameters<typeof settings.set>[0],
  ): Omit<Shortcut, 'group'> => ({
    label,
    why: unless(() => !chosen(), 'app.commands.chosen'),
    run: () => void settings.set(change),
  });
  const toggles = [
    choose('app.commands.themeLight', () => settings.value.theme === 'light', { theme: 'light' }),
    choose('app.commands.themeDark', () => settings.value.theme === 'dark', { theme: 'dark' }),
    choose('app.commands.themeSystem', () => settings.value.theme === 'system', { theme: 'system' }),
    choose('app.commands.english', () => settings.value.locale === 'en', { locale: 'en' }),
    choose('app.commands.chinese', () => settings.value.locale === 'zh-CN', { locale: 'zh-CN' }),
    choose('app.commands.languageSystem', () => settings.value.locale === 'system', { locale: 'system' }),
  ];
  for (const one of toggles) useShortcut({ ...one, group: 'general' });
}
