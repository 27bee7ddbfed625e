import Conf from 'conf';
import { z } from 'zod';
import { settingsSchema, type Settings } from '../contract/methods';

/** What the user has chosen for the app as a whole, whatever the workspace. */
export interface AppSettings {
  get(): Settings;
  /** Keeps the change at once (replacing the file) and answers all settings. */
  set(change: Partial<Settings>): Settings;
}

/** The file's own schema, apart from the contract's. A value that a newer version wrote reads as its default. */
const fileSchema = z.object({
  formatVersion: z.literal(1),
  theme: settingsSchema.shape.theme.catch('system'),
  locale: settingsSchema.shape.locale.catch('system'),
});
const DEFAULTS = { formatVersion: 1, theme: 'system', locale: 'system' } as const;

/**
 * Settings in `settings.json` in `dir`; without one, where this system keeps a user's configuration
 * (`$XDG_CONFIG_HOME/plumbline`). An unreadable file is as good as none.
 */
export function createAppSettings(dir?: string): AppSettings {
  const file = new Conf<Record<string, unknown>>({
    configName: 'settings',
    clearInvalidConfig: true,
    ...(dir === undefined ? { projectName: 'plumbline', projectSuffix: '' } : { cwd: dir }),
  });
  const get = (): Settings => {
    const parsed = fileSchema.safeParse(file.store);
    const { theme, locale } = parsed.success ? parsed.data : DEFAULTS;
    return { theme, locale };
  };
  return {
    get,
    set(change) {
      file.store = { ...DEFAULTS, ...get(), ...change };
      return get();
    },
  };
}
