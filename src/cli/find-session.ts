import type { Client } from '../contract/client';
import type { SessionSummary } from '../contract/domain';
import { PlumblineError } from '../contract/errors';

/** By id, or by a name that only one session has. */
export async function findSession(client: Client, name: string): Promise<SessionSummary> {
  const sessions = await client.call('sessions.list', {});
  const byId = sessions.find((session) => session.id === name);
  if (byId !== undefined) return byId;
  const byName = sessions.filter((session) => session.name === name);
  const [only] = byName;
  if (only !== undefined && byName.length === 1) return only;
  if (byName.length > 1) {
    throw new PlumblineError(
      'conflict',
      `${byName.length} sessions are named ${JSON.stringify(name)}.`,
      `Use an id: ${byName.map((session) => session.id).join(', ')}.`,
    );
  }
  throw new PlumblineError(
    'not-found',
    `There is no session ${JSON.stringify(name)} in this workspace.`,
    'plumbline session list shows those there are.',
  );
}
