// `kill -9` at random moments: what the child was told is kept must be there, whole, and nothing half written.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../support/bundle';
import { killOften } from '../support/kill-often';

let child = '';
let folder = '';

beforeAll(async () => {
  child = await bundle(join(import.meta.dirname, '../support/workspace-child.ts'));
  folder = await mkdtemp(join(tmpdir(), 'plumbline-crash-'));
}, 60_000);
afterAll(async () => {
  await rm(dirname(child), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

describe('kill -9', () => {
  it('loses nothing that was journalled, 50 times', { timeout: 600_000 }, async () => {
    const seen = await killOften(child, join(folder, 'workspace'), 50, 20_250_512);
    expect(seen.promised).toBeGreaterThan(25);
    expect(seen.killedInWrite).toBeGreaterThan(5);
  });
});
