import './app/zod-without-eval';
import { takePageKey } from './app/page-key';
import { startApp } from './app/start-app';
import { createWebTransport } from './app/transport-web';

const key = takePageKey(window.location, window.history, window.sessionStorage);
startApp(createWebTransport({ origin: window.location.origin, key }));
