// The desktop host as it is, in front of the fake backend.
import { app } from 'electron';
import { fileURLToPath } from 'node:url';
import { registerAppScheme } from '../../../src/main/desktop/app-protocol';
import { createDesktopHost } from '../../../src/main/desktop/desktop-host';
import { createFakeBackend } from './fake-backend';

registerAppScheme();
app
  .whenReady()
  .then(async () => {
    const backend = createFakeBackend(process.env['CAPTURES'] ?? '');
    const host = createDesktopHost(backend, fileURLToPath(new URL('../renderer', import.meta.url)));
    const size = { width: 800, height: 600 };
    await host.open({
      bounds: size,
      maximized: false,
      watch: () => undefined,
      settled: () => Promise.resolve(),
    });
  })
  .catch((error: unknown) => {
    console.error(error);
    app.exit(1);
  });
