// The same promise as in test/unit/workspace-crash.test.ts, kept 500 times.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle } from '../support/bundle';
import { killOften } from '../support/kill-often';

let child = '';
let folder = '';

beforeAll(async () => {
  child = await bundle(join(import.meta.dirname, '../support/workspace-child.ts'));
  folder = await mkdtemp(join(tmpdir(), 'plumbline-crash-'));
});
afterAll(async () => {
  await rm(dirname(child), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

it('kill -9 loses nothing that was journalled, 500 times', async () => {
  // Five workspaces, so that checking everything after each kill stays linear.
  for (let seed = 1; seed <= 5; seed++) {
    const seen = await killOften(child, join(folder, `workspace-${seed}`), 100, seed);
    console.log(
      `seed ${seed}: ${seen.promised} snapshots promised, ${seen.killedInWrite} kills fell into a write`,
    );
    expect(seen.killedInWrite).toBeGreaterThan(10);
  }
});
