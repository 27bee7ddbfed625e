import { describe, expect, it } from 'vitest';
import { pprofPlaces, trimPath } from './pprof-places';

const paths = (name: string, sourcePath: string[], prefixes: string[] = []): string[] =>
  pprofPlaces(name, { sourcePath, trimPath: prefixes }).places.map((place) => place.path);

// The names themselves are compared with go tool pprof's own, in reports of pairs.
describe('trimPath', () => {
  it('cuts the prefixes that are given, else up to the name of a folder that is searched', () => {
    const name = '/build/app/app/x.go';
    expect(trimPath(name, { sourcePath: ['/home/me/app'], trimPath: [] })).toBe('app/x.go');
    expect(trimPath(name, { sourcePath: ['/home/me/app'], trimPath: ['/build'] })).toBe('app/app/x.go');
    expect(trimPath(name, { sourcePath: ['/home/me/app'], trimPath: ['/bui'] })).toBe(name);
    expect(trimPath('/proc/self/cwd/./x.go', { sourcePath: [], trimPath: [] })).toBe('x.go');
  });
});

describe('pprofPlaces', () => {
  it('searches each folder and all above it, and an absolute name where it says', () => {
    expect(paths('m/x.go', ['/a/b', 'c/d'])).toEqual([
      '/a/b/m/x.go',
      '/a/m/x.go',
      '/m/x.go',
      'c/d/m/x.go',
      'c/m/x.go',
      'm/x.go',
    ]);
    expect(paths('/usr/local/go/src/runtime/proc.go', ['/a'])).toEqual(['/usr/local/go/src/runtime/proc.go']);
  });

  it('has no place for names that lead elsewhere', () => {
    for (const name of [
      '../x.go',
      'm/../../x.go',
      '../../etc/passwd',
      'm/x\0.go',
      'm\\..\\..\\x.go',
      'C:/x.go',
      '/x\0.go',
      `${'d/'.repeat(3_000)}x.go`,
      '',
    ]) {
      expect(paths(name, ['/a/b'])).toEqual([]);
    }
  });
});
