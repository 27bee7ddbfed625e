// What `plumbline growth` says where nothing is proven: the built command line on recorded captures.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plumbline } from '../support/cli';

const STEADY = resolve(import.meta.dirname, '../fixtures/services/steady/go1.26.8');
const capturesOf = (...kinds: string[]): string[] =>
  readdirSync(STEADY)
    .filter((name) => kinds.some((kind) => name.endsWith(`-${kind}.pb.gz`)))
    .map((name) => join(STEADY, name));

describe('growth', () => {
  it('says of a service that does not leak how slow a leak would have been missed', async () => {
    const { code, stdout } = await plumbline(['growth', ...capturesOf('goroutine', 'heap')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^goroutine: a leak slower than \+[\d,]+ per hour on a stack of its own may not show yet$/m,
    );
    expect(stdout).toMatch(
      /^heap: a leak slower than \+[\d.]+GB per hour, of objects of up to \d+kB, on a stack of its own may/m,
    );
  });

  it('says that it is not known where nothing tells a restart', async () => {
    const { stdout } = await plumbline(['growth', ...capturesOf('goroutine')]);
    expect(stdout).toContain('Suspects: proven growth: none');
    expect(stdout).toContain('goroutine: whether the process restarted is not known');
  });

  it('says when a leak can be told at the earliest', async () => {
    const { stdout } = await plumbline(['growth', ...capturesOf('goroutine').slice(0, 5)]);
    expect(stdout).toMatch(/^goroutine: too early to tell: .* by observation (1\d|[6-9]) at the earliest$/m);
  });
});
