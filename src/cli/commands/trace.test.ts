import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { FIXTURES } from '../../../test/support/go-trace';
import { trace } from './trace';

async function lastLine(file: string, compare?: string): Promise<string | undefined> {
  const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const path = (name: string): string => join(FIXTURES, `${name}.trace.gz`);
  await trace(path(file), compare === undefined ? {} : { compare: path(compare) });
  const text = stdout.mock.calls.map(([piece]) => String(piece)).join('');
  stdout.mockRestore();
  return text.trimEnd().split('\n').at(-1);
}

it('goroutines that are nowhere are said to be of an old trace only where they are', async () => {
  const old = 'Before Go 1.23 a trace does not say where goroutines are that waited before it began.';
  const other = 'Of some goroutines the trace does not say where they are.';
  expect(await lastLine('go1.22/sync')).toBe(old);
  expect(await lastLine('go1.26/empty')).toBe(other);
  expect(await lastLine('go1.26/empty', 'go1.26/sync')).toBe(other);
  expect(await lastLine('go1.26/sync', 'go1.22/sync')).toBe(old);
  expect([old, other]).not.toContain(await lastLine('go1.26/sync'));
});
