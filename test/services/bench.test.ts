// The benchmarks run, on inputs so small that their figures mean nothing.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/bench.mjs');
const run = (...args: string[]) => spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });

it('npm run bench measures files and sessions, and tells what it measured', () => {
  const { status, stdout, stderr } = run('--tiny', '--json', 'decode', 'dump', 'growth', 'session');
  expect(stderr).not.toContain('Error');
  expect(status).toBe(0);
  const { rows, machine } = JSON.parse(stdout) as {
    machine: string;
    rows: { bench: string; what: string; value: number; limit: number | null }[];
  };
  expect(machine).toContain(process.version);
  expect(new Set(rows.map(({ bench }) => bench))).toEqual(new Set(['decode', 'dump', 'growth', 'session']));
  for (const { value } of rows) expect(value).toBeGreaterThan(0);
  // Held to no bar, since those are of other sizes, which are not what it says.
  expect(rows.every(({ limit }) => limit === null)).toBe(true);
  const said = rows.map(({ what }) => what).join('\n');
  expect(said).toContain('300 samples');
  expect(said).not.toMatch(/200,000 samples|64 MiB|2,000 goroutine|10,000/);
});

it('names what it does not know', () => {
  const { status, stderr } = run('nothing');
  expect(status).toBe(2);
  expect(stderr).toContain('No such thing as nothing');
});
