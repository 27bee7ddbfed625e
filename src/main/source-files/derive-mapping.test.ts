import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { deriveMapping, expectUsable } from './derive-mapping';

const root = temporaryFolder('derive');
const at = (...parts: string[]): string => path.join(root, ...parts);
for (const file of ['app/cmd/x.go', 'app/go.mod', 'loose/x.go', 'app/a:7.go']) {
  mkdirSync(path.dirname(at(file)), { recursive: true });
  writeFileSync(at(file), 'x');
}

describe('deriveMapping', () => {
  it('takes a folder at its word, wherever in it the file is', () => {
    const given = '/build/app/cmd/x.go';
    expect(deriveMapping(given, at('app'))).toEqual({ build: '/build/app', local: at('app') });
    expect(deriveMapping(given, `${root}/`)).toEqual({ build: '/build', local: root });
    expect(deriveMapping('app/cmd/x.go', root)).toEqual({ build: 'app', local: at('app') });
  });

  it('takes the module of a file, or its folder alone where there is none', () => {
    expect(deriveMapping('example.com/app/cmd/x.go', at('app/cmd/x.go'))).toEqual({
      build: 'example.com/app',
      local: at('app'),
    });
    expect(deriveMapping('/ci/loose/x.go', at('loose/x.go'))).toEqual({
      build: '/ci/loose',
      local: at('loose'),
    });
  });

  it('says what is not there', () => {
    const why = (file: string, given: string): string => {
      try {
        return deriveMapping(file, given).local;
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    };
    expect(why('/build/y.go', at('app'))).toMatch(/^y\.go is not in .*app/);
    expect(why('/build/y.go', at('app/cmd/x.go'))).toMatch(/^y\.go is not in /);
    expect(why('/build/go.mod', at('app/go.mod'))).toMatch(/^go\.mod is not in /);
    expect(why('/build/app/a:7.go', at('app'))).toMatch(/^a:7\.go is not looked for there/);
    expect(why('/build/app/a:7.go', at('app/a:7.go'))).toMatch(/^a:7\.go is not looked for there/);
    expect(why('/build/app/a:7.go', root)).toBe(root);
    expect(why('C:\\build\\y.go', at('app'))).toMatch(/^y\.go is not in /);
    expect(why('/build/x.go', at('nowhere'))).toMatch(/^There is no .*nowhere/);
    expect(why('/build/x.go', at('app/go.mod/x'))).toMatch(/^There is no /);
    expect(why('/build/x.go', `/${'x'.repeat(300)}`)).toMatch(/^There is no /);
    symlinkSync('loop', at('loop'));
    expect(why('/build/x.go', at('loop/x'))).toMatch(/^There is no /);
    expect(why('/build/x.go', 'app')).toMatch(/does not say where/);
  });
});

describe('expectUsable', () => {
  it('refuses the whole disk, by a link too', () => {
    symlinkSync('/', at('all'));
    for (const folder of ['/', '//', '/./', '/home/..', at('all')]) {
      expect(() => expectUsable(folder), folder).toThrow(/whole disk/);
    }
    expect(() => expectUsable('src')).toThrow(/does not say where/);
    expect(expectUsable(root)).toBe(root);
    expect(expectUsable(at('nowhere'))).toBe(at('nowhere'));
  });
});
