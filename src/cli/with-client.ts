import { createClient, type Client } from '../contract/client';
import type { EventPayload } from '../contract/events';
import { createInMemoryTransport } from '../main/in-memory-transport';
import { createBackend } from '../main/services';
import { defaultWorkspacePath } from '../main/workspace/workspace';
import { analysisWorkerPath } from '../main/worker-path';
import { findSession } from './find-session';
import type { CommonOptions } from './options';
import { warn } from './print';

/** Where commands find the sessions: `--workspace`, PLUMBLINE_WORKSPACE (through commander), or the default. */
export const workspacePath = (options: CommonOptions): string => options.workspace ?? defaultWorkspacePath();

type Notice = EventPayload<'notice'>;
type Access = 'read' | 'write';

/**
 * Opens the services for a command on one session, named as the user does, and closes them whatever happens. `access: 'read'`
 * leaves the workspace to the process that writes it, and sees what that has written so far. What is amiss with other
 * sessions is not told: finding the one opens them all.
 */
export const withSession = <T>(
  options: CommonOptions,
  access: Access,
  name: string,
  use: (client: Client, sessionId: string) => Promise<T>,
): Promise<T> => {
  const notices = new Notices();
  return withServices(options, access, notices, async (client) => {
    const { id } = await findSession(client, name);
    notices.tellOf((other) => other === id);
    return use(client, id);
  });
};

/** The same for a command on the workspace; `of`: whether it is one on all of its sessions. */
export const withWorkspace = <T>(
  options: CommonOptions,
  access: Access,
  of: 'all-sessions' | 'no-session',
  use: (client: Client) => Promise<T>,
): Promise<T> => {
  const notices = new Notices();
  if (of === 'all-sessions') notices.tellOf(() => true);
  return withServices(options, access, notices, use);
};

/** What was found damaged, and what stops while the command runs: the workspace's at once, a session's if it is asked for. */
class Notices {
  private readonly held: Notice[] = [];
  private isTold: (sessionId: string) => boolean = () => false;

  take(notice: Notice): void {
    const { sessionId } = notice;
    if (sessionId === undefined || this.isTold(sessionId)) warn(notice.message, notice.advice);
    else this.held.push(notice);
  }

  tellOf(isTold: (sessionId: string) => boolean): void {
    this.isTold = isTold;
    for (const notice of this.held.splice(0)) this.take(notice);
  }
}

async function withServices<T>(
  options: CommonOptions,
  access: Access,
  notices: Notices,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const backend = await createBackend({
    workspacePath: workspacePath(options),
    access,
    workerPath: analysisWorkerPath,
    abilities: {},
    runPlans: false,
  });
  backend.subscribe((event, payload) => {
    if (event === 'notice' && 'message' in payload) notices.take(payload);
  });
  try {
    return await use(createClient(createInMemoryTransport(backend)));
  } finally {
    await backend.close();
  }
}
