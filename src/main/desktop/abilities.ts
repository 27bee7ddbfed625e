import { dialog, shell, type BrowserWindow } from 'electron';
import type { HostAbilities } from '../backend';
import { LINK_HOSTS } from './external-links';

/** What the desktop can do beyond what every machine can. `window` is asked for when a dialog needs its parent. */
export const createAbilities = (window: () => BrowserWindow | null): HostAbilities => ({
  async pickFiles() {
    const parent = window();
    const options = { properties: ['openFile', 'multiSelections'] as ('openFile' | 'multiSelections')[] };
    const chosen =
      parent === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(parent, options);
    return chosen.canceled ? [] : chosen.filePaths;
  },
  linkHosts: LINK_HOSTS,
  revealFile: (path) => shell.showItemInFolder(path),
});
