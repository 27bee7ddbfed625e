import './app/zod-without-eval';
import type { DesktopBridge } from '../contract/wire';
import { startApp } from './app/start-app';
import { createDesktopTransport } from './app/transport-desktop';

declare global {
  interface Window {
    /** Exposed by the preload. */
    readonly plumbline: DesktopBridge;
  }
}

startApp(createDesktopTransport(window.plumbline, window.location.origin));
