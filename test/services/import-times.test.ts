// Files of a clock that was off, or of another zone, and what the sample's command says: the built command line.
import { copyFileSync, mkdirSync, utimesSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plumbline, plumblineJson } from '../support/cli';
import { temporaryFolder } from '../support/temporary-folder';

const TEXT = resolve(import.meta.dirname, '../fixtures/services/steady/go1.26.8/goroutine-debug1.txt');
const PROFILE = resolve(import.meta.dirname, '../fixtures/pprof/go1.26/mutex.pb.gz');

interface Shown {
  readonly timeline: { readonly timeMs: readonly number[] };
}

describe('import', () => {
  const root = temporaryFolder('import-times');
  let count = 0;
  /** A text whose name says a time of no zone, one whose file alone says it, and a profile that says it itself. */
  async function imported(options: readonly string[] = [], zone = 'UTC'): Promise<readonly string[]> {
    const folder = join(root, String(count++));
    const files = join(folder, 'files');
    mkdirSync(files, { recursive: true });
    copyFileSync(TEXT, join(files, 'goroutine-2025-05-12T113606.txt'));
    copyFileSync(TEXT.replace('debug1.txt', 'debug2.txt.gz'), join(files, 'dump.txt.gz'));
    const written = new Date('2025-06-01T00:00:00Z');
    utimesSync(join(files, 'dump.txt.gz'), written, written);
    copyFileSync(PROFILE, join(files, 'mutex.pb.gz'));
    const common = ['--workspace', join(folder, 'workspace')];
    const created = await plumbline([
      'session',
      'create',
      'given',
      '--target',
      'http://127.0.0.1:1',
      ...common,
    ]);
    expect(created).toMatchObject({ code: 0, stderr: '' });
    const result = await plumbline(['import', 'given', files, ...options, ...common], { TZ: zone });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const { timeline } = await plumblineJson<Shown>(['session', 'show', 'given', ...common]);
    return timeline.timeMs.map((ms) => new Date(ms).toISOString().slice(0, 16));
  }

  it('takes times of names that say no zone in the one that is given', async () => {
    const plain = await imported();
    expect(plain.slice(0, 2)).toEqual(['2025-05-12T11:36', '2025-06-01T00:00']);
    const zoned = await imported(['--zone', '+08:00']);
    expect(zoned).toEqual(['2025-05-12T03:36', ...plain.slice(1)]);
  });

  it('takes them in the zone of this machine, where none is given, summer time and all', async () => {
    const here = await imported([], 'Europe/Berlin');
    expect(here[0]).toBe('2025-05-12T09:36');
    expect(await imported(['--zone', 'Europe/Berlin'])).toEqual(here);
  });

  it('moves all of them by what their clock was off', async () => {
    const plain = await imported();
    const moved = await imported(['--zone', '+08:00', '--shift', '-1h30m']);
    const early = (time: string | undefined): string =>
      new Date(Date.parse(`${time ?? ''}Z`) - 5_400_000).toISOString().slice(0, 16);
    expect(moved).toEqual(['2025-05-12T02:06', ...plain.slice(1).map(early)]);
  });

  it('goes by the folder of a day, however its files are named, and leaves hidden folders alone', async () => {
    const folder = join(root, String(count++));
    const day = join(folder, 'captured', '2025-05-12');
    mkdirSync(join(day, '.hidden'), { recursive: true });
    for (const [second, name] of ['goroutine-debug1.txt', 'goroutine-debug2.txt.gz'].entries()) {
      copyFileSync(join(dirname(TEXT), name), join(day, `11360${second}.482Z-pod1-${name}`));
    }
    copyFileSync(PROFILE, join(day, '.hidden', 'mutex.pb.gz'));
    const common = ['--workspace', join(folder, 'workspace')];
    await plumbline(['session', 'create', 'given', '--target', 'http://127.0.0.1:1', ...common]);
    const times = async (): Promise<readonly string[]> => {
      const { timeline } = await plumblineJson<Shown>(['session', 'show', 'given', ...common]);
      return timeline.timeMs.map((ms) => new Date(ms).toISOString());
    };
    const first = await plumbline(
      ['import', 'given', '113600.482Z-pod1-goroutine-debug1.txt', ...common],
      {},
      day,
    );
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(await times()).toEqual(['2025-05-12T11:36:00.482Z']);
    const second = await plumbline(['import', 'given', '.', ...common], {}, day);
    expect(second.stdout).toBe('1 snapshots imported, 1 files were there already\n');
    expect((await times())[1]).toBe('2025-05-12T11:36:01.482Z');
  });

  it.each([
    [['--zone', 'CST'], 'Write an offset from UTC'],
    [['--shift', '08:00'], 'Write a duration'],
  ])('refuses %j', async (options, why) => {
    const result = await plumbline(['import', 'given', TEXT, ...options]);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(why);
  });
});

describe('sample', () => {
  const root = temporaryFolder('sample-text');

  it('says where the session is, that its clock runs fast, and what to ask of it; the second time that it is there', async () => {
    const workspace = join(root, 'my work');
    const first = await plumbline(['sample', '--workspace', workspace]);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const id = /^(\S+) is now in /.exec(first.stdout)?.[1] ?? '';
    expect(first.stdout).toBe(
      [
        `${id} is now in ${workspace}. Its service ran 3600 times as fast as life.`,
        '',
        'Which stacks grow, how fast, how surely:',
        `  plumbline growth ${id} --workspace '${workspace}'`,
        'The same, and everything else, in a window or a browser:',
        `  plumbline start --workspace '${workspace}'`,
        `  plumbline serve --workspace '${workspace}' --open`,
        '',
      ].join('\n'),
    );
    // What it proposes to type works.
    const growth = await plumbline(['growth', id, '--workspace', workspace]);
    expect(growth).toMatchObject({ code: 0, stderr: '' });
    expect(growth.stdout).toContain('Suspects: proven growth');
    const again = await plumbline(['sample', '--workspace', workspace]);
    expect(again.stdout).toBe(first.stdout.replace('is now in', 'is already in'));
  });

  it('leaves the workspace out of what to type where none was given', async () => {
    const home = join(root, 'home');
    const { code, stdout } = await plumbline(['sample'], { HOME: home });
    expect(code).toBe(0);
    expect(stdout).toContain(`in ${join(home, 'Plumbline')}.`);
    expect(stdout).toMatch(/^ {2}plumbline growth \S+$/m);
    expect(stdout).toMatch(/^ {2}plumbline serve --open$/m);
  });
});
