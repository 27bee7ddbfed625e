import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createBackend } from '../../main/services';
import { startWebHost } from '../../main/web/web-host';
import { analysisWorkerPath } from '../../main/worker-path';
import type { ServeOptions } from '../options';
import { print } from '../print';
import { workspacePath } from '../with-client';

/** Built beside the CLI: out/main/plumbline.js → out/renderer. */
const staticDir = fileURLToPath(new URL('../renderer', import.meta.url));

export async function serve(options: ServeOptions): Promise<void> {
  const backend = await createBackend({
    workspacePath: workspacePath(options),
    access: 'write',
    workerPath: analysisWorkerPath,
    abilities: {},
    runPlans: true,
  });
  const ended = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  try {
    const host = await startWebHost(backend, { port: options.port, staticDir });
    print([`Plumbline serves ${workspacePath(options)} on this machine:`, host.url]);
    if (options.open === true) openBrowser(host.url);
    await ended;
    await host.close();
  } finally {
    await backend.close();
  }
}

function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  const child = spawn(command ?? '', args, { detached: true, stdio: 'ignore' });
  child.on('error', () =>
    print('No browser could be opened; the address above works in any on this machine.'),
  );
  child.unref();
}
