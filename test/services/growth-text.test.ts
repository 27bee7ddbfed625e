// What `plumbline growth` says where nothing is proven: the built command line on recorded captures.
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plumbline, plumblineJson } from '../support/cli';
import { temporaryFolder } from '../support/temporary-folder';

const STEADY = resolve(import.meta.dirname, '../fixtures/services/steady/go1.26.8');
const capturesOf = (...kinds: string[]): string[] =>
  readdirSync(STEADY)
    .filter((name) => kinds.some((kind) => name.endsWith(`-${kind}.pb.gz`)))
    .map((name) => join(STEADY, name));

const folder = temporaryFolder('growth-text');
/** A text form of so many goroutines at one site. */
function writeText(name: string, count: number): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  const stack = ['0x1', 'main.leak+0x1', '/src/leak.go:7'].join('\t');
  writeFileSync(path, `goroutine profile: total ${count}\n${count} @ 0x1\n#\t${stack}\n\n`);
  return path;
}
const two = (n: number): string => String(n).padStart(2, '0');
interface Growth {
  readonly suspects: readonly { readonly slopePerHour: number }[];
}

describe('growth', () => {
  it.each([
    [
      'their names, with a running number behind',
      (minute: number) => `goroutine-20250512-19${two(minute)}06-00${two(minute + 1)}.txt`,
    ],
    [
      'the folder of their day',
      (minute: number) => `x/2025-05-12/19${two(minute)}06.482Z-pod1-goroutine.txt`,
    ],
  ])('takes the times of text forms from %s', async (_, nameOf) => {
    const files = Array.from({ length: 60 }, (_, minute) => writeText(nameOf(minute), 100 + 3 * minute));
    const { suspects } = await plumblineJson<Growth>(['growth', ...files]);
    expect(suspects.map(({ slopePerHour }) => Math.round(slopePerHour * 1000))).toEqual([180_000]);
  });

  it('counts a file that is given twice once, and says so', async () => {
    const [first = '', second = ''] = capturesOf('goroutine');
    const { stdout, stderr } = await plumbline(['growth', first, first, second]);
    expect(stderr).toBe(`plumbline: ${first} is the same capture as ${first}: it counts once.\n`);
    expect(stdout).toMatch(/^goroutine: 2 observations/);
  });

  it('follows links of the user, whose files they are', async () => {
    const links = capturesOf('goroutine', 'heap').map((path) => {
      const link = join(folder, basename(path));
      symlinkSync(path, link);
      return link;
    });
    const through = await plumbline(['growth', ...links]);
    expect(through).toEqual(await plumbline(['growth', ...capturesOf('goroutine', 'heap')]));
  });

  it('says of a file or a folder why it cannot be read as a capture, and of several what is left out', async () => {
    const bad = join(folder, 'bad');
    writeFileSync(bad, Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9]));
    const whyNot = [
      [bad, 'bad: Neither a known text nor a profile: a profile without strings'],
      [folder, `${folder} is a folder.`],
    ] as const;
    for (const [path, why] of whyNot) {
      for (const command of ['growth', 'verdict'])
        expect(await plumbline([command, path])).toEqual({
          code: 1,
          stdout: '',
          stderr: `plumbline: ${why}\n`,
        });
    }
    const leftOut = whyNot.map(([path, why]) => `plumbline: ${path} is left out. ${why}\n`).join('');
    const both = await plumbline(['growth', bad, folder]);
    expect(both.stderr).toBe(`${leftOut}plumbline: None of 2 files can be read as a capture.\n`);
    const some = await plumbline(['verdict', bad, folder, ...capturesOf('goroutine')]);
    expect([some.code, some.stderr]).toEqual([0, leftOut]);
  });

  it('says of a service that does not leak how slow a leak would have been missed', async () => {
    const { code, stdout } = await plumbline(['growth', ...capturesOf('goroutine', 'heap')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^goroutine: a leak slower than \+[\d,]+ per hour on a stack of its own may not show yet$/m,
    );
    expect(stdout).toMatch(
      /^heap: a leak slower than \+[\d.]+[GM]B per hour, of objects of up to \d+kB, on a stack of its own may/m,
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
