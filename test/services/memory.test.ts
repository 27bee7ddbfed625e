// Where the memory of real services goes: outside Go, into the heap, into stacks.
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../src/contract/client';
import type { MemoryGrowth } from '../../src/contract/memory';
import { unpackAccount } from '../../src/contract/memory-table';
import { MEMORY_PARTS } from '../../src/core/memory/account';
import { createInMemoryTransport } from '../../src/main/in-memory-transport';
import { createBackend } from '../../src/main/services';
import { bundle } from '../support/bundle';
import { goAvailable, startService, type ServiceBuild, type ServiceName } from '../support/go-service';
import { temporaryFolder } from '../support/temporary-folder';

const EVERY_MS = 200;
const SNAPSHOTS = 40;

const folder = temporaryFolder('memory');
let workerPath = '';
let count = 0;

/** Forty snapshots, each after a GC, so that live heap is of its moment. */
async function watch(
  name: ServiceName,
  flags: readonly string[],
  build: ServiceBuild = 'plain',
): Promise<MemoryGrowth> {
  const service = await startService(name, [...flags], build);
  const backend = await createBackend({
    workspacePath: join(folder, String(++count)),
    access: 'write',
    workerPath,
    abilities: {},
    runPlans: false,
  });
  try {
    const client = createClient(createInMemoryTransport(backend));
    const { id: sessionId } = await client.call('sessions.create', {
      name,
      targets: [{ url: service.url }],
      plan: { enabled: false },
    });
    for (let i = 0; i < SNAPSHOTS; i++) {
      // The leak is by the clock, and so must the distance be: nothing is waited for.
      await sleep(EVERY_MS);
      await client.call('capture.now', { sessionId, kinds: ['heap', 'memory'], heapGc: true });
    }
    const { memory } = await client.call('findings.get', { sessionId });
    expect(memory).toHaveLength(1);
    const growth = memory[0]!;
    const { bulk } = await client.call('memory.account', {
      sessionId,
      target: growth.target,
      life: growth.life,
    });
    const account = unpackAccount(await client.bulk(bulk));
    expect(account.timeMs).toHaveLength(SNAPSHOTS);
    account.rss.forEach((rss, row) => {
      const parts = MEMORY_PARTS.reduce((sum, part) => sum + (account[part][row] ?? Number.NaN), 0);
      expect(parts).toBe(rss);
    });
    return growth;
  } finally {
    await backend.close();
    await service.stop();
  }
}

describe.skipIf(!goAvailable())('the memory account of real services (needs Go)', () => {
  beforeAll(async () => {
    workerPath = await bundle(resolve(import.meta.dirname, '../../src/main/analysis/worker.ts'));
  });
  afterAll(() => rm(workerPath, { force: true }));

  it.skipIf(process.platform === 'win32')('finds outside Go what is mapped and never unmapped', async () => {
    const growth = await watch('corpus', ['-scenario', 'mmap-never-unmapped', '-tick', '200ms']);
    expect(growth.leading).toBe('outside');
    expect(growth.parts.outside).toMatchObject({ proven: true });
    expect(growth.parts.outside?.share).toBeGreaterThan(0.7);
    expect(growth.parts.live?.proven).toBe(false);
  });

  it('finds in the live heap what a map keeps', async () => {
    const growth = await watch('heapmap', ['-tick', '100ms', '-grow', String(512 << 10), '-traffic', '2']);
    expect(growth.leading).toBe('live');
    expect(growth.parts.live).toMatchObject({ proven: true });
    expect(growth.parts.live?.share).toBeGreaterThan(0.5);
    expect(growth.parts.outside?.proven).toBe(false);
  });

  it('finds in the stacks what leaked goroutines cost beside the heap', async () => {
    const growth = await watch('collectsvr', ['-tick', '1ms', '-retain', '2048', '-traffic', '2']);
    expect(growth.parts.stacks).toMatchObject({ proven: true });
    expect(growth.parts.stacks?.share).toBeGreaterThan(0.2);
    expect(growth.parts.outside?.proven).toBe(false);
  });
});
