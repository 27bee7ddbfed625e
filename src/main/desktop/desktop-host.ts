// The desktop host: services behind Electron IPC and the app's own scheme, one window in front.
import { randomBytes } from 'node:crypto';
import { session, type BrowserWindow } from 'electron';
import type { Backend } from '../backend';
import { createRoutes } from '../routes';
import { serveAppScheme } from './app-protocol';
import { createIpcHost } from './ipc';
import { lockDownSession } from './lock-down';
import { PARTITION } from './origin';
import { createWindow, loadWorkbench } from './window';
import type { WindowState } from './window-state';

export interface DesktopHost {
  /** Opens the workbench; resolves when its page has loaded. */
  open(state: WindowState): Promise<BrowserWindow>;
  close(): void;
}

/** Once per process, when the app is ready. `staticDir` is the built renderer; `devServer` serves it while it is worked on. */
export function createDesktopHost(
  backend: Backend,
  staticDir: string,
  devServer: string | null = null,
): DesktopHost {
  const key = randomBytes(32).toString('base64url');
  const ours = session.fromPartition(PARTITION);
  lockDownSession(ours);
  serveAppScheme(ours, createRoutes({ backend, staticDir, indexFile: 'desktop.html', key }), devServer);
  const ipc = createIpcHost(backend, key);
  return {
    async open(state) {
      const window = createWindow(state);
      ipc.admit(window.webContents);
      await loadWorkbench(window);
      return window;
    },
    close: () => ipc.close(),
  };
}
