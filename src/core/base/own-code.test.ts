import { describe, expect, it } from 'vitest';
import { fixture } from '../../../test/support/goroutine-fixtures';
import { decodeProfile } from '../pprof/decode';
import { goroutinesFromProfile } from '../goroutine/from-profile';
import { ownCodeOf, type Goroutines } from '../goroutine/goroutines';
import { parseCounts } from '../goroutine/parse-counts';
import { parseDump } from '../goroutine/parse-dump';
import { packageOf } from './go-symbol';
import { inferOwnCode, isOwn, ownSiteOf } from './own-code';

const frame = (name: string, file: string) => ({ function: name, file, line: 1 });

const read = (path: string): Goroutines => {
  const bytes = fixture(path);
  const parsed = path.endsWith('.gz')
    ? ((profile) => (profile.ok ? goroutinesFromProfile(profile.value) : profile))(decodeProfile(bytes))
    : path.includes('debug1')
      ? parseCounts(bytes)
      : parseDump(bytes);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

describe('own code in real captures', () => {
  const forms = ['goroutine.debug0.pb.gz', 'goroutine.debug1.txt', 'goroutine.debug2.txt'];
  const folders = ['go1.19', 'go1.21', 'go1.23', 'go1.25', 'go1.26', 'go1.26/trimpath'];
  it.each(folders.flatMap((folder) => forms.map((form) => `goroutine/${folder}/${form}`)))('%s', (path) => {
    const g = read(path);
    const own = ownCodeOf(g);
    const packages = new Set<string>();
    for (const stack of g.stacks)
      for (const f of stack) if (isOwn(f, own)) packages.add(packageOf(f.function));
    const expected = ['leaky_svr/internal/pkg/config', 'main'];
    // Go 1.23 brought coroutines, and with them the package that parks one.
    if (!/1\.(19|21)/.test(path)) expected.push('leaky_svr/internal/pkg/pull');
    expect([...packages].sort()).toEqual(expected.sort());
  });
});

describe('own code by the layout of its sources', () => {
  const std = frame('runtime.gopark', '/usr/local/go/src/runtime/proc.go');
  const cases = [
    {
      name: 'a module with a bare name, in a folder of another',
      main: frame('main.main', '/build/cmd/server/main.go'),
      own: frame('collect_svr/internal/pkg/config.Load', '/build/internal/pkg/config/load.go'),
      not: frame('git.corp/x/rainbow.(*KV).Watch', '/go/pkg/mod/git.corp/x/rainbow@v0.1.18/kv.go'),
    },
    {
      name: 'GOPATH, where everything is in one tree',
      main: frame('main.main', '/go/src/github.com/corp/svc/cmd/svc/main.go'),
      own: frame('github.com/corp/svc/store.Open', '/go/src/github.com/corp/svc/store/open.go'),
      not: frame('github.com/pkg/errors.New', '/go/src/github.com/pkg/errors/errors.go'),
    },
    {
      name: 'a command of Go',
      main: frame('main.main', '/usr/local/go/src/cmd/compile/main.go'),
      own: frame('cmd/compile/internal/ssa.Compile', '/usr/local/go/src/cmd/compile/internal/ssa/compile.go'),
      not: frame(
        'cmd/vendor/golang.org/x/mod/semver.Compare',
        '/usr/local/go/src/cmd/vendor/golang.org/x/mod/semver/semver.go',
      ),
    },
    {
      name: 'no command of Go, though its name may look like it',
      main: frame('main.main', '/app/cmd/compile/main.go'),
      own: frame('example.com/app/store.Open', '/app/store/open.go'),
      not: frame('cmd/internal/obj.Flushplist', '/usr/local/go/src/cmd/internal/obj/plist.go'),
    },
    {
      name: 'a vendor folder',
      main: frame('main.main', '/app/main.go'),
      own: frame('example.com/app/store.Open', '/app/store/open.go'),
      not: frame('github.com/pkg/errors.New', '/app/vendor/github.com/pkg/errors/errors.go'),
    },
    {
      name: '-trimpath',
      main: frame('main.main', 'collect_svr/main.go'),
      own: frame('collect_svr/internal/config.Load', 'collect_svr/internal/config/load.go'),
      not: frame('github.com/pkg/errors.New', 'github.com/pkg/errors@v0.9.1/errors.go'),
    },
    {
      name: 'Windows',
      main: frame('main.main', 'C:/work dir/svc/main.go'),
      own: frame('svc/store.Open', 'C:/work dir/svc/store/open.go'),
      not: frame('github.com/pkg/errors.New', 'C:/Users/a/go/pkg/mod/github.com/pkg/errors@v0.9.1/errors.go'),
    },
    {
      name: 'another tree beside',
      main: frame('main.main', '/src/svc/main.go'),
      own: frame('svc/store.Open', '/src/svc/store/open.go'),
      not: frame('lib/db.Open', '/src/lib/db/open.go'),
    },
  ];
  it.each(cases)('$name', ({ main, own: mine, not }) => {
    const own = inferOwnCode([[std, not, mine, main]]);
    expect([std, not, mine, main].map((f) => isOwn(f, own))).toEqual([false, false, true, true]);
    expect(ownSiteOf([std, not, mine, main], own)).toBe(mine);
  });

  it('tells a dependency that lies inside the tree by its fewer packages, or by `internal`', () => {
    const main = frame('main.main', '/src/svc/cmd/collect/main.go');
    const config = frame('example.org/collect/internal/config.Load', '/src/svc/internal/config/load.go');
    const replaced = frame('example.org/sdk/rainbow.(*KV).Watch', '/src/svc/rainbow/kv.go');
    const store = frame('example.org/collect/store.Open', '/src/svc/store/open.go');
    for (const mine of [[config], [config, store]]) {
      const own = inferOwnCode([[std, replaced, ...mine, main]]);
      expect([replaced, ...mine].map((f) => isOwn(f, own))).toEqual([false, ...mine.map(() => true)]);
    }
  });

  it('takes all that is neither standard nor a dependency where main is not in sight', () => {
    const mine = frame('collect_svr/internal/config.Load', '/build/internal/config/load.go');
    const dependency = frame(
      'github.com/pkg/errors.New',
      '/go/pkg/mod/github.com/pkg/errors@v0.9.1/errors.go',
    );
    const own = inferOwnCode([[std, dependency, mine]]);
    expect([dependency, mine].map((f) => isOwn(f, own))).toEqual([false, true]);
    // Methods that the compiler made have no file; the module's path speaks for them.
    expect(isOwn(frame('collect_svr/internal/config.(*Loader).Load', '<autogenerated>'), own)).toBe(true);
    expect(isOwn(frame('github.com/pkg/errors.(*E).Error', '<autogenerated>'), own)).toBe(false);
  });

  it('knows a GOROOT inside the module cache', () => {
    const file = '/root/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.25.4.linux-amd64/src/net/http/server.go';
    const runtime = frame('runtime.gopark', file.replace('net/http/server.go', 'runtime/proc.go'));
    const own = inferOwnCode([[runtime]]);
    expect(isOwn(frame('net/http.(*conn).serve', file), own)).toBe(false);
    expect(ownSiteOf([runtime, frame('net/http.(*conn).serve', file)], own)).toBeNull();
  });
});
