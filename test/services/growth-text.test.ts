// What `plumbline growth` says where nothing is proven: the built command line on recorded captures.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plumbline } from '../support/cli';

const STEADY = resolve(import.meta.dirname, '../fixtures/services/steady/go1.26.8');
const goroutines = readdirSync(STEADY)
  .filter((name) => name.endsWith('-goroutine.pb.gz'))
  .map((name) => join(STEADY, name));

describe('growth', () => {
  it('says of a service that does not leak how slow a leak would have been missed', async () => {
    const { code, stdout } = await plumbline(['growth', ...goroutines]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Suspects: proven growth: none\ngoroutine: a leak slower than \+[\d,]+ per hour would not show yet$/m,
    );
  });

  it('says nothing of it where no leak could be proven yet', async () => {
    const { stdout } = await plumbline(['growth', ...goroutines.slice(0, 5)]);
    expect(stdout).toContain('Suspects: proven growth: none');
    expect(stdout).not.toContain('would not show yet');
  });
});
