import { watchEffect } from 'vue';
import { useI18n } from 'vue-i18n';
import { useSettings } from '../state/settings.store';

const KEY = 'plumbline.theme';

function show(theme: string): void {
  document.documentElement.dataset['theme'] = theme;
}

/** Before the settings are here: the theme of last time, so that a dark room stays dark. */
export function showLastTheme(): void {
  const last = window.localStorage.getItem(KEY);
  const dark = last === null ? window.matchMedia('(prefers-color-scheme: dark)').matches : last === 'dark';
  show(dark ? 'dark' : 'light');
}

/** Theme and language follow the settings, live. In the root component's setup. */
export function followSettings(): void {
  const settings = useSettings();
  const { locale } = useI18n({ useScope: 'global' });
  watchEffect(() => {
    show(settings.theme);
    window.localStorage.setItem(KEY, settings.theme);
  });
  watchEffect(() => {
    locale.value = settings.locale;
    document.documentElement.lang = settings.locale;
  });
}
