import { fileURLToPath } from 'node:url';

/** The built worker. Every chunk of the main build lies in one folder (see electron.vite.config.ts), so this holds from any. */
export const analysisWorkerPath = fileURLToPath(new URL('./analysis-worker.js', import.meta.url));
