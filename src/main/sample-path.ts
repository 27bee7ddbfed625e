import { fileURLToPath } from 'node:url';

/** The bundled sample session, as a session's folder. The same from src/main, out/main and inside the packaged app. */
export const samplePath = fileURLToPath(new URL('../../resources/sample', import.meta.url));
