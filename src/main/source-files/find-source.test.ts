import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { sourceReader, type SourceSearch } from './find-source';
import { MAX_SOURCE } from './read-source';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder('sources');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

const search = (base: string, more: Partial<SourceSearch> = {}): SourceSearch => ({
  paths: { sourcePath: ['here'], trimPath: [] },
  base,
  folders: null,
  ...more,
});

describe('sources', () => {
  it('are lines as Go scans them', () => {
    const base = folderWith({
      'here/crlf.go': 'a\r\n\r\nb',
      'here/empty.go': '',
      'here/long.go': `a\n${'x'.repeat(65_535)}\n${'y'.repeat(65_536)}\nb\n`,
    });
    const read = sourceReader(search(base));
    expect(read('crlf.go')).toEqual({ ok: true, value: ['a', '', 'b'] });
    expect(read('empty.go')).toEqual({ ok: true, value: [] });
    expect(read('long.go')).toEqual({ ok: true, value: ['a', 'x'.repeat(65_535)] });
  });

  it("are missing in pprof's words", () => {
    const base = folderWith({ 'here/x.go': '' });
    const read = sourceReader(search(base));
    expect(read('y.go')).toEqual({ ok: false, error: 'could not find file y.go on path here' });
    const gone = path.join(base, 'y.go');
    expect(read(gone)).toEqual({ ok: false, error: `open ${gone}: no such file or directory` });
  });

  it('are read from nothing but regular files of a source, below the folder that is searched', () => {
    const base = folderWith({ 'here/x.go': 'x', 'secret.txt': 's', 'away/y.go': 'y', 'here/big.go': '' });
    const at = (name: string): string => path.join(base, name);
    symlinkSync(at('away/y.go'), at('here/link.go'));
    symlinkSync(at('away'), at('here/folder'));
    symlinkSync(at('here/x.go'), at('here/inside.go'));
    symlinkSync(at('secret.txt'), at('here/secret.go'));
    mkdirSync(at('here/bytes'));
    execFileSync('mkfifo', [at('here/pipe.go')]);
    truncateSync(at('here/big.go'), MAX_SOURCE + 1);
    const read = sourceReader(search(base));
    expect(read('bytes')).toEqual({ ok: true, value: [] });
    expect(read('inside.go')).toEqual({ ok: true, value: ['x'] });
    for (const name of ['link.go', 'folder/y.go', 'secret.go', 'pipe.go', 'big.go', '../away/y.go']) {
      expect(read(name)).toEqual({ ok: false, error: `could not find file ${name} on path here` });
    }
    const untrimmed = sourceReader(search(base, { paths: { sourcePath: ['here'], trimPath: ['/none'] } }));
    expect(untrimmed(at('here/link.go'))).toMatchObject({
      error: expect.stringContaining('leads out') as string,
    });
    expect(untrimmed(at('secret.txt'))).toMatchObject({
      error: expect.stringContaining('not the name of') as string,
    });
  });

  it('are found where the user says that folders of the build are, else all places are named', () => {
    const base = folderWith({ 'app/cmd/x.go': 'x' });
    const folders = {
      mappings: [{ build: '/build', local: 'app' }],
      checkouts: [],
      goRoot: '/none',
      moduleCache: null,
    };
    const read = sourceReader(search(base, { folders }));
    expect(read('/build/cmd/x.go')).toEqual({ ok: true, value: ['x'] });
    expect(read('runtime/proc.go')).toEqual({
      ok: false,
      error:
        'could not find file runtime/proc.go; looked for\n   here/runtime/proc.go\n   runtime/proc.go' +
        '\n   /none/src/runtime/proc.go',
    });
  });
});
