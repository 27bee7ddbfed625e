import { useMediaQuery } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { DEFAULT_SETTINGS, type Settings } from '../../contract/methods';
import { useClient } from './api';
import { isCancelled, toProblem, type Problem } from './problem';

export type Locale = 'en' | 'zh-CN';

/** The first of the user's languages that there is a catalogue for. */
export function pickLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    if (/^zh(-|$)/i.test(tag)) return 'zh-CN';
    if (/^en(-|$)/i.test(tag)) return 'en';
  }
  return 'en';
}

/** Theme, language and editor of this user; changed in one window, they change in all. */
export const useSettings = defineStore('settings', () => {
  const client = useClient();
  const value = shallowRef<Settings>(DEFAULT_SETTINGS);
  const error = shallowRef<Problem | null>(null);
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)');

  const theme = computed<'light' | 'dark'>(() => {
    if (value.value.theme === 'system') return systemIsDark.value ? 'dark' : 'light';
    return value.value.theme;
  });
  const locale = computed<Locale>(() =>
    value.value.locale === 'system' ? pickLocale(navigator.languages) : value.value.locale,
  );

  async function load(): Promise<void> {
    try {
      value.value = await client.call('app.settings', {});
      error.value = null;
    } catch (failure) {
      error.value = toProblem(failure);
    }
  }

  /** Shows at once, then keeps; if it cannot be kept, it goes back. */
  async function set(change: Partial<Settings>): Promise<void> {
    const before = value.value;
    value.value = { ...before, ...change };
    try {
      value.value = await client.call('app.setSettings', change);
      error.value = null;
    } catch (failure) {
      value.value = before;
      // The user was asked, and said no.
      error.value = isCancelled(failure) ? null : toProblem(failure);
    }
  }

  client.on('settings.changed', (settings) => {
    value.value = settings;
  });

  return { value, theme, locale, error, load, set };
});
