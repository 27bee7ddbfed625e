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
  async pickFolder(at) {
    const parent = window();
    const options = { defaultPath: at, properties: ['openDirectory' as const] };
    const chosen =
      parent === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(parent, options);
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
  },
  async confirmCommand(command) {
    const parent = window();
    const question = {
      type: 'question' as const,
      title: 'Plumbline',
      message: 'Open sources with this command? / 用此命令打开源码？',
      detail: command,
      buttons: ['OK', 'Cancel / 取消'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    };
    const { response } =
      parent === null ? await dialog.showMessageBox(question) : await dialog.showMessageBox(parent, question);
    return response === 0;
  },
  linkHosts: LINK_HOSTS,
  revealFile: (path) => shell.showItemInFolder(path),
});
