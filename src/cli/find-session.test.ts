import { describe, expect, it } from 'vitest';
import type { Client } from '../contract/client';
import { findSession } from './find-session';

const sessions = [
  ['collect-svr-k3f9', 'collect_svr'],
  ['other-a1b2', 'Other'],
  ['twin-1111', 'twin'],
  ['twin-2222', 'twin'],
].map(([id, name]) => ({ id, name }));
const client = { call: () => Promise.resolve(sessions) } as unknown as Client;

describe('findSession', () => {
  it.each(['collect-svr-k3f9', 'collect_svr', 'COLLECT_SVR', 'collect-svr'])('finds %s', async (query) => {
    expect((await findSession(client, query)).id).toBe('collect-svr-k3f9');
  });

  it('asks which, where several fit', async () => {
    await expect(findSession(client, 'twin')).rejects.toMatchObject({
      code: 'conflict',
      advice: expect.stringContaining('twin-1111, twin-2222') as string,
    });
  });

  it.each(['collect', '', '..'])('finds nothing for %j', async (query) => {
    await expect(findSession(client, query)).rejects.toMatchObject({ code: 'not-found' });
  });
});
