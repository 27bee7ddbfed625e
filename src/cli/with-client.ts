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
  // What was found damaged, and what stops while the command runs.
  backend.subscribe((event, payload) => {
    if (event === 'notice' && 'message' in payload) {
      process.stderr.write(
        `plumbline: ${payload.message}${payload.advice === undefined ? '' : ` ${payload.advice}`}\n`,
      );
    }
  });
  try {
    return await use(createClient(createInMemoryTransport(backend)));
  } finally {
    await backend.close();
  }
}
