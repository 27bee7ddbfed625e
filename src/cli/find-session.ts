import type { Client } from '../contract/client';
import type { SessionSummary } from '../contract/domain';
import { CommandError } from './command-error';

/** By id, by name, by name in any case, or by the id without its ending; the first way that finds any decides. */
export async function findSession(client: Client, query: string): Promise<SessionSummary> {
  const sessions = await client.call('sessions.list', {});
  const folded = query.toLowerCase();
  const ways: ((session: SessionSummary) => boolean)[] = [
    ({ id }) => id === query,
    ({ name }) => name === query,
    ({ name }) => name.toLowerCase() === folded,
    ({ id }) => id.startsWith(`${folded}-`) && !id.slice(folded.length + 1).includes('-'),
  ];
  for (const fits of ways) {
    const found = sessions.filter(fits);
    const [only] = found;
    if (found.length > 1) {
      throw new CommandError(
        'conflict',
        `${found.length} sessions fit ${JSON.stringify(query)}.`,
        `Use an id: ${found.map((session) => session.id).join(', ')}.`,
      );
    }
    if (only !== undefined) return only;
  }
  throw new CommandError(
    'not-found',
    `There is no session ${JSON.stringify(query)} in this workspace.`,
    'plumbline session list shows those there are.',
  );
}
