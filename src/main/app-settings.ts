import { join } from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';
import type { PlumblineError } from '../contract/errors';
import { DEFAULT_SETTINGS, settingsSchema, type Settings } from '../contract/methods';
import { openKeptDocument } from './kept-document';
import { nodeFiles, type Files } from './workspace/files';

/** What the user has chosen for the app as a whole, whatever the workspace. */
export interface AppSettings {
  get(): Settings;
  /** Answers all settings when the change is durable; `get` has it at once. Rejects with `disk-full` or `disk-failed`. */
  set(change: Partial<Settings>): Promise<Settings>;
  /** The file that keeps them. */
  readonly path: string;
  /** Why the kept settings are not used; null: they are, or there were none. */
  readonly problem: PlumblineError | null;
}

const VERSION = 1;
/** The file's own schema, apart from the contract's. A value that nothing here knows reads as its default. */
const fileSchema = z.object({
  formatVersion: z.literal(VERSION),
  theme: settingsSchema.shape.theme.catch('system'),
  locale: settingsSchema.shape.locale.catch('system'),
  /** These two came later, and files without them are of the same version. */
  editor: settingsSchema.shape.editor.catch('code'),
  editorCommand: settingsSchema.shape.editorCommand.catch(''),
});
const DEFAULTS: z.infer<typeof fileSchema> = { formatVersion: VERSION, ...DEFAULT_SETTINGS };

/** Where this system keeps a user's configuration: `$XDG_CONFIG_HOME/plumbline` on Linux. */
export const defaultSettingsFolder = (): string => envPaths('plumbline', { suffix: '' }).config;

/** Settings in `settings.json` in `folder`. */
export async function openAppSettings(
  folder: string,
  files: Files = nodeFiles,
  now: () => number = Date.now,
): Promise<AppSettings> {
  const path = join(folder, 'settings.json');
  const document = await openKeptDocument({
    path,
    files,
    format: { versionField: 'formatVersion', version: VERSION, steps: {}, schema: fileSchema },
    initial: DEFAULTS,
    now,
  });
  const get = (): Settings => {
    const { theme, locale, editor, editorCommand } = document.value;
    return { theme, locale, editor, editorCommand };
  };
  return {
    get,
    path,
    problem: document.problem,
    async set(change) {
      await document.set({ formatVersion: VERSION, ...get(), ...change });
      return get();
    },
  };
}
