import { describe, expect, it } from 'vitest';
import { shortName } from './short-name';

describe('shortName', () => {
  it.each([
    ['root', 'root'],
    ['syscall.Syscall', 'syscall.Syscall'],
    ['net/http.(*conn).serve', 'http.(*conn).serve'],
    ['github.com/blahBlah/foo.Foo', 'foo.Foo'],
    ['github.com/BlahBlah/foo.Foo', 'foo.Foo'],
    ['github.com/foo/bar/v4.(*Foo).Bar', 'bar.(*Foo).Bar'],
    ['github.com/foo/bar/v4/baz.Foo.Bar', 'baz.Foo.Bar'],
    ['github.com/foo/bar/v123.Foo.Bar', 'bar.Foo.Bar'],
    ['github.com/foo/bar/v1.Foo.Bar', 'v1.Foo.Bar'],
    ['gopkg.in/yaml%2ev3.Unmarshal', 'yaml%2ev3.Unmarshal'],
    ['a/b.Map[go.shape.x/y.Z]', 'b.Map[go.shape.x/y.Z]'],
    ['java.util.concurrent.ThreadPoolExecutor$Worker.run', 'ThreadPoolExecutor$Worker.run'],
    ['java.bar.foo.FooBar.run(java.lang.Runnable)', 'FooBar.run'],
    ['foo::Foo::bar', 'Foo::bar'],
    ['(anonymous namespace)::Bar::Foo', 'Bar::Foo'],
    ['foo::bar::baz', 'foo::bar::baz'],
    ['std::Foo::bar<int>', 'Foo::bar<int>'],
    ['a/b/', 'a/b/'],
    ['', ''],
    ['a/.b.c', 'a/.b.c'],
  ])('%s', (name, short) => {
    expect(shortName(name)).toBe(short);
  });

  it('takes long names apart in a moment', () => {
    for (const name of ['a/', 'A.a$1', '/v2.', 'a.', 'a::', '1']) {
      const long = name.repeat(200_000) + '\n!';
      expect(shortName(long).length).toBeLessThanOrEqual(long.length);
    }
  });
});
