import { app, dialog, nativeTheme, type BrowserWindow } from 'electron';
import { fileURLToPath } from 'node:url';
import { PlumblineError } from '../../contract/errors';
import { openAppSettings } from '../app-settings';
import type { Backend } from '../backend';
import { createBackend } from '../services';
import { analysisWorkerPath } from '../worker-path';
import { defaultWorkspacePath } from '../workspace/workspace';
import { createAbilities } from './abilities';
import { registerAppScheme } from './app-protocol';
import { createDesktopHost, type DesktopHost } from './desktop-host';
import { setMenu } from './menu';
import { openWindowState, type WindowState } from './window-state';
import { givenWorkspacePath } from './workspace-path';

/** Services that do not end by then are left behind: what is on disk is whole at any moment. */
const CLOSE_WITHIN_MS = 10_000;

let window: BrowserWindow | null = null;
let backend: Backend | null = null;
let host: DesktopHost | null = null;
let windowState: WindowState | null = null;

registerAppScheme();
if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', closeFirst);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  // Not awaited here: a module that waits for `ready` at its top level keeps `ready` from coming.
  app.whenReady().then(start).catch(fail);
} else {
  console.error('Plumbline is open already; its window comes to the front.');
  app.quit();
}

async function start(): Promise<void> {
  setMenu();
  const userData = app.getPath('userData');
  const settings = await openAppSettings(userData);
  nativeTheme.themeSource = settings.get().theme;
  const workspacePath = givenWorkspacePath(process.argv, process.env) ?? defaultWorkspacePath();
  const services = await createBackend({
    workspacePath,
    access: 'write',
    workerPath: analysisWorkerPath,
    abilities: createAbilities(() => window),
    settings,
    runPlans: true,
  });
  backend = services;
  services.subscribe((event) => {
    if (event === 'settings.changed') nativeTheme.themeSource = settings.get().theme;
  });
  const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']; // set by electron-vite dev
  const staticDir = fileURLToPath(new URL('../renderer', import.meta.url));
  host = createDesktopHost(services, staticDir, devServer ?? null);
  windowState = await openWindowState(userData);
  window = await host.open(windowState);
  console.log(`Plumbline shows ${workspacePath} in its window.`);
  window.on('closed', () => {
    window = null;
  });
}

/** Says why it cannot start, where a terminal and where a desktop sees it, and ends. */
async function fail(error: unknown): Promise<void> {
  const expected = error instanceof PlumblineError;
  const message = expected ? error.message : 'Plumbline could not start.';
  const detail = expected ? (error.advice ?? '') : error instanceof Error ? error.message : String(error);
  console.error(`plumbline: ${message} ${detail}`.trimEnd());
  await dialog.showMessageBox({ type: 'error', title: 'Plumbline', message, detail, buttons: ['Quit'] });
  app.exit(1);
}

/** Holds the end back until the services have ended. */
function closeFirst(event: { preventDefault(): void }): void {
  const closing = backend;
  host?.close();
  if (closing === null) return;
  backend = null;
  event.preventDefault();
  const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS));
  Promise.race([Promise.all([closing.close(), windowState?.settled()]), late])
    .catch((error: unknown) => console.error(error))
    .finally(() => app.exit(0));
}
