import './app/zod-without-eval';
import { startApp } from './app/start-app';
import { createDesktopTransport } from './app/transport-desktop';

startApp(createDesktopTransport(window.plumbline, window.location.origin));
