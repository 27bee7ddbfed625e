import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { DEFAULT_SETTINGS } from '../../contract/methods';
import { expectAllowed } from './allowed-command';
import { fillIn, splitCommand } from './editors';
import { findProgram } from './find-program';
import { openInEditor } from './open-editor';

describe('splitCommand', () => {
  it('takes words and what is in quotes, as a shell without any of its other powers', () => {
    expect(splitCommand('code -g {file}:{line}')).toEqual(['code', '-g', '{file}:{line}']);
    expect(splitCommand(' "C:\\Program Files\\x.exe"  \'a b\'{file} ""')).toEqual([
      'C:\\Program Files\\x.exe',
      'a b{file}',
      '',
    ]);
    expect(splitCommand('e $(rm -rf ~) `x` ; > {file}')).toEqual([
      ...['e', '$(rm', '-rf', '~)', '`x`', ';', '>', '{file}'],
    ]);
  });

  it.each(['', '   ', 'code', 'code "{file}', '{file}', '"" {file}', '{file} {file}'])(
    'refuses %j',
    (template) => {
      expect(splitCommand(template)).toBeNull();
    },
  );

  it('puts in the file as it is called, once', () => {
    expect(fillIn(['{line}', '{file}:{line}'], '/a {line} $& {file}.go', 7)).toEqual([
      '7',
      '/a {line} $& {file}.go:7',
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('an editor', () => {
  const root = temporaryFolder('editor');
  const bin = path.join(root, 'bin');
  mkdirSync(bin);
  const said = path.join(root, 'said');
  const program = (name: string, body: string): string => {
    const file = path.join(bin, name);
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  vi.stubEnv('PATH', `relative:${bin}:${process.env['PATH'] ?? ''}`);
  vi.stubEnv('ELECTRON_RUN_AS_NODE', '1');
  afterAll(() => vi.unstubAllEnvs());

  it('is run with its arguments, whatever the file is called, and nothing of this Electron', async () => {
    program('goland', `printf '%s|' "$@" "$ELECTRON_RUN_AS_NODE" > '${said}'`);
    const file = '/src/a b; $(touch x) "&" {line}.go';
    await openInEditor({ ...DEFAULT_SETTINGS, editor: 'goland' }, file, 12);
    expect(readFileSync(said, 'utf8')).toBe(`--line|12|${file}||`);
    const own = program('own', `printf '%s|' "$@" > '${said}'`);
    await openInEditor({ editor: 'custom', editorCommand: `'${own}' +{line} {file}` }, '/x.go', 3);
    expect(readFileSync(said, 'utf8')).toBe('+3|/x.go|');
  });

  it('that stays open is left to itself', async () => {
    program('zed', 'exec sleep 3');
    await openInEditor({ ...DEFAULT_SETTINGS, editor: 'zed' }, '/x.go', 1);
  });

  it('that is not there or fails is said', async () => {
    const own = (editorCommand: string): Promise<void> =>
      openInEditor({ editor: 'custom', editorCommand }, '/x.go', 1);
    await expect(own('nowhere-at-all {file}')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(own('')).rejects.toMatchObject({ code: 'bad-request' });
    program('fails', 'exit 3');
    await expect(own('fails {file}')).rejects.toThrow(/fails did not open the file: exit 3/);
    writeFileSync(path.join(bin, 'no-program'), 'x');
    await expect(own('no-program {file}')).rejects.toThrow(/no program no-program/);
  });

  it('is found in absolute folders alone', () => {
    expect(findProgram('own')).toBe(path.join(bin, 'own'));
    expect(findProgram('own', [], `.:bin:${root}`)).toBeNull();
    expect(findProgram('./own')).toBeNull();
    // A file in the place of a folder, and a name that no disk takes.
    expect(findProgram('own', [], `${path.join(bin, 'own')}:${bin}/${'x'.repeat(300)}`)).toBeNull();
    expect(findProgram('own', [path.join(bin, 'own')], '')).toBe(path.join(bin, 'own'));
    expect(existsSync(path.join(root, 'x'))).toBe(false);
  });
});

describe('a command', () => {
  const ask = (command: string, answer: boolean | null): Promise<void> =>
    expectAllowed(
      command,
      answer === null ? {} : { confirmCommand: () => Promise.resolve(answer) },
      '/home/me/settings.json',
    );

  it('is taken where the user says so in a dialog of the host, and from no page', async () => {
    await expect(ask('own {file}', true)).resolves.toBeUndefined();
    await expect(ask('own {file}', false)).rejects.toMatchObject({ code: 'cancelled' });
    await expect(ask('own', true)).rejects.toMatchObject({ code: 'bad-request' });
    await expect(ask('own {file}', null)).rejects.toMatchObject({
      code: 'unavailable',
      advice: expect.stringContaining('/home/me/settings.json') as string,
    });
  });
});
