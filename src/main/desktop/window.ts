import { BrowserWindow, nativeTheme } from 'electron';
import { fileURLToPath } from 'node:url';
import { lockDownContents } from './lock-down';
import { PARTITION, START_URL } from './origin';
import type { WindowState } from './window-state';

/** The page's own background in either theme, so that opening does not flash. */
const BACKGROUND = { dark: '#17171b', light: '#faf9f8' };

export function createWindow(state: WindowState): BrowserWindow {
  const window = new BrowserWindow({
    ...state.bounds,
    minWidth: 900,
    minHeight: 560,
    show: false,
    title: 'Plumbline',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    icon: fileURLToPath(new URL('../../resources/icon.png', import.meta.url)),
    webPreferences: {
      preload: fileURLToPath(new URL('../preload/index.cjs', import.meta.url)),
      partition: PARTITION,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  lockDownContents(window.webContents);
  state.watch(window);
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    window.show();
  });
  return window;
}

export const loadWorkbench = (window: BrowserWindow): Promise<void> => window.loadURL(START_URL);
