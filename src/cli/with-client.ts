import { createClient, type Client } from '../contract/client';
import { createInMemoryTransport } from '../main/in-memory-transport';
import { createBackend } from '../main/services';
import { defaultWorkspacePath } from '../main/workspace/workspace';
import { analysisWorkerPath } from '../main/worker-path';
import type { CommonOptions } from './options';

/** Where commands find the sessions: `--workspace`, PLUMBLINE_WORKSPACE (through commander), or the default. */
export const workspacePath = (options: CommonOptions): string => options.workspace ?? defaultWorkspacePath();

/**
 * Opens the services for one command and closes them whatever happens. `access: 'read'` leaves the workspace to the
 * process that writes it, and sees what that has written so far.
 */
export async function withClient<T>(
  options: CommonOptions,
  access: 'read' | 'write',
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const backend = await createBackend({
    workspacePath: workspacePath(options),
    access,
    workerPath: analysisWorkerPath,
    abilities: {},
    runPlans: false,
  });
  try {
    return await use(createClient(createInMemoryTransport(backend)));
  } finally {
    await backend.close();
  }
}
