// What the command line says of what it is given: mistakes, and names that a terminal would obey. The built command line.
import { cpSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  Function as PprofFunction,
  Line,
  Location,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { describe, expect, it } from 'vitest';
import { plumbline } from '../support/cli';
import { temporaryFolder } from '../support/temporary-folder';

const FIXTURES = resolve(import.meta.dirname, '../fixtures');
const root = temporaryFolder('cli-words');

describe('a mistake on the command line', () => {
  const create = ['session', 'create', 'x', '--target'];
  it.each([
    [['session'], 'Usage: plumbline session'],
    [[...create, 'ftp://foo'], 'Write an address that begins with http:// or https://.'],
    [[...create, 'pod1:6060'], 'Write an address that begins with http:// or https://.'],
    [
      [...create, 'http://pod1', '--metrics', 'pod1'],
      'Write an address that begins with http:// or https://.',
    ],
    [[...create, 'http://pod1', '--header', 'a b: c'], 'The name of a header has letters'],
    [['session', 'create', ' ', '--target', 'http://pod1'], 'A name has 1 to 120 characters.'],
    [['capture', 'x', '--kinds', 'foo/bar'], 'Names of profiles with commas between'],
    [['capture', 'x', '--once', '--kinds', 'goroutine,'], 'Names of profiles with commas between'],
  ])('%j is said in words, and exits with 2', async (args, words) => {
    const { code, stdout, stderr } = await plumbline(args, { PLUMBLINE_WORKSPACE: join(root, 'none') });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('declared');
  });
});

describe('the pages', () => {
  const commandsOf = async (...parent: string[]): Promise<string[][]> => {
    const { stdout } = await plumbline([...parent, '--help']);
    const names = [...stdout.slice(stdout.indexOf('Commands:')).matchAll(/^ {2}([a-z]+)/gm)].map(
      ([, name]) => name,
    );
    return names.filter((name) => name !== 'help').map((name) => [...parent, name ?? '']);
  };

  it('name each command that takes --json, and no other; all on sessions take --workspace', async () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/json.md'), 'utf8');
    const commands = [...(await commandsOf()), ...(await commandsOf('session'))];
    expect(commands.length).toBeGreaterThan(15);
    for (const command of commands.filter(([name, sub]) => name !== 'session' || sub !== undefined)) {
      const { stdout } = await plumbline([...command, '--help']);
      const words = command.join(' ');
      const isNamed = page.includes(`\n## ${words}\n`);
      expect([words, stdout.includes('--json')]).toEqual([words, isNamed]);
      if (/<session/.test(stdout))
        expect([words, stdout]).toEqual([words, expect.stringContaining('--workspace')]);
    }
  });
});

describe.skipIf(process.platform === 'win32')('names that a terminal would obey', () => {
  const HOSTILE = 'main.\u001b]0;owned\u0007\u009b2J';
  const SHOWN = 'main.\\x1b]0;owned\\x07\\x9b2J';

  /** Of so many goroutines at one function of that name. */
  function profile(count: number, timeMs: number): Uint8Array {
    const stringTable = new StringTable();
    const text = (word: string): number => stringTable.dedup(word);
    const type = new ValueType({ type: text('goroutine'), unit: text('count') });
    return new Profile({
      sampleType: [type],
      function: [new PprofFunction({ id: 1, name: text(HOSTILE), filename: text('/src/\u001b[31mleak.go') })],
      location: [new Location({ id: 1, line: [new Line({ functionId: 1, line: 7 })] })],
      sample: [new Sample({ locationId: [1], value: [count] })],
      stringTable,
      periodType: type,
      period: 1,
      timeNanos: BigInt(timeMs) * 1_000_000n,
    }).encode();
  }

  it('are shown in growth and goroutines', async () => {
    const files = Array.from({ length: 12 }, (_, minute) => {
      const path = join(root, `${minute}.pb`);
      writeFileSync(path, profile(100 + minute, Date.UTC(2025, 4, 12, 11, minute)));
      return path;
    });
    for (const args of [
      ['growth', ...files],
      ['goroutines', files[0] ?? ''],
    ]) {
      const { stdout } = await plumbline(args);
      expect(stdout).toContain(`${SHOWN} \\x1b[31mleak.go:7`);
      expect(stdout).not.toContain('\u001b');
    }
  });

  it('of files make no second line of a failure', async () => {
    const path = join(root, 'a\nplumbline: all is well\u001b[0m');
    writeFileSync(path, 'nothing');
    for (const args of [
      ['growth', path],
      ['goroutines', path],
      ['top', path],
      ['goroutines', `${path} gone`],
    ]) {
      const { code, stderr } = await plumbline(args);
      expect(code).toBe(1);
      expect(stderr).toContain('a\\nplumbline: all is well\\x1b[0m');
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    }
  });
});

describe('what is amiss with sessions', () => {
  it('is told of the one that a command is on, and of all where it is on all', async () => {
    const workspace = join(root, 'workspace');
    cpSync(join(FIXTURES, 'workspace/v1'), workspace, { recursive: true });
    const sessions = join(workspace, 'sessions');
    const [given = ''] = readdirSync(sessions);
    for (const id of ['first-aaaa', 'second-bbbb']) {
      cpSync(join(sessions, given), join(sessions, id), { recursive: true });
      rmSync(join(sessions, id, '2026-11-23'), { recursive: true });
    }
    renameSync(join(sessions, given), join(sessions, 'whole-cccc'));
    const told = async (...args: string[]): Promise<string[]> => {
      const { stderr } = await plumbline([...args, '--workspace', workspace]);
      return [...new Set(stderr.match(/first-aaaa|second-bbbb/g) ?? [])].sort();
    };
    expect(await told('session', 'show', 'whole-cccc')).toEqual([]);
    expect(await told('session', 'verify', 'first-aaaa')).toEqual(['first-aaaa']);
    expect(await told('growth', 'second-bbbb')).toEqual(['second-bbbb']);
    expect(await told('session', 'note', 'whole-cccc', 'a note')).toEqual([]);
    expect(await told('session', 'create', 'another', '--target', 'http://127.0.0.1:1')).toEqual([]);
    expect(await told('session', 'list')).toEqual(['first-aaaa', 'second-bbbb']);
  });
});
