import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localPlaces, type SourceFolders } from './local-places';

const NONE: SourceFolders = { mappings: [], checkouts: [], goRoot: null, moduleCache: null };
const GO = { goRoot: '/usr/local/go', moduleCache: '/home/me/go/pkg/mod' };
const paths = (name: string, folders: Partial<SourceFolders>): string[] =>
  localPlaces(name, { ...NONE, ...folders }).map((place) => place.path);

describe('localPlaces', () => {
  it('puts what lay in a folder of the build into the one that is given for it, the closest first', () => {
    const mappings = [
      { build: '/build', local: '/home/me' },
      { build: '/build/app/', local: '/src/app' },
      { build: 'C:\\ci\\app', local: '/src/win' },
      { build: 'example.com/app', local: '/src/trimmed' },
    ];
    expect(paths('/build/app/cmd/x.go', { mappings })).toEqual([
      '/src/app/cmd/x.go',
      '/home/me/app/cmd/x.go',
    ]);
    expect(paths('/build/application/x.go', { mappings })).toEqual(['/home/me/application/x.go']);
    expect(paths('C:\\ci\\app\\x.go', { mappings })).toEqual(['/src/win/x.go']);
    expect(paths('example.com/app/x.go', { mappings })).toEqual(['/src/trimmed/x.go']);
  });

  it('finds modules in the cache, of builds with -trimpath and without', () => {
    const cached = '/home/me/go/pkg/mod/github.com/!azure/sdk@v1.2.0-!r!c1/Az/x.go';
    expect(paths('github.com/Azure/sdk@v1.2.0-RC1/Az/x.go', GO)).toEqual([cached]);
    expect(paths('/root/go/pkg/mod/github.com/!azure/sdk@v1.2.0-!r!c1/Az/x.go', GO)).toEqual([cached]);
  });

  it("finds Go's own library, of builds with -trimpath and without", () => {
    const runtime = ['/usr/local/go/src/runtime/proc.go'];
    expect(paths('runtime/proc.go', GO)).toEqual(runtime);
    expect(paths('/opt/hostedtoolcache/go/1.22.1/x64/src/runtime/proc.go', GO)).toEqual(runtime);
    expect(
      paths('/root/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.24.6.linux-amd64/src/net/net.go', GO),
    ).toEqual([
      '/home/me/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.24.6.linux-amd64/src/net/net.go',
      '/usr/local/go/src/net/net.go',
    ]);
    expect(paths('example.com/app/x.go', GO)).toEqual([]);
  });

  it('finds the longest end of a name in a checkout', () => {
    expect(paths('/build/app/cmd/x.go', { checkouts: ['/src/app'] })).toEqual([
      '/src/app/build/app/cmd/x.go',
      '/src/app/app/cmd/x.go',
      '/src/app/cmd/x.go',
      '/src/app/x.go',
    ]);
  });

  it('stays below its folders, whatever the name', () => {
    const folders: SourceFolders = {
      mappings: [
        { build: '/build', local: '/here' },
        { build: 'm', local: '/there' },
      ],
      checkouts: ['/checkout'],
      ...GO,
    };
    const part = fc.constantFrom(
      '..',
      '.',
      '',
      'build',
      'm',
      'src',
      'runtime',
      'pkg/mod',
      'a@v1',
      'C:',
      '\\..',
      '\0',
      'x',
    );
    const roots = ['/here', '/there', '/checkout', '/usr/local/go/src', '/home/me/go/pkg/mod'];
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), fc.boolean(), (parts, isRooted) => {
        for (const { root, path } of localPlaces(`${isRooted ? '/' : ''}${parts.join('/')}/x.go`, folders)) {
          expect(roots).toContain(root);
          expect(path.startsWith(`${root}/`)).toBe(true);
          expect(path.split('/')).not.toContain('..');
        }
      }),
      { seed: 5, numRuns: 3_000 },
    );
    expect(paths('/build/../../etc/passwd', folders)).toEqual([]);
    expect(paths(`${'d/'.repeat(1_500)}x.go`, folders).length).toBeLessThan(70);
  });
});
