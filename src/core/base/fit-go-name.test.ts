import { describe, expect, it } from 'vitest';
import { cellsOf, fitGoName } from './fit-go-name';
import { splitGoName } from './go-symbol';

const WATCH = 'collect_svr/internal/pkg/config.(*appConfigLoaderRainbowImpl).Watch.func1';
const joined = (full: string, room: number): string => {
  const { path, name } = fitGoName(full, room);
  return path + name;
};

describe('splitGoName', () => {
  it.each([
    [WATCH, ['collect_svr/internal/pkg/', 'config.', '(*appConfigLoaderRainbowImpl).', 'Watch.func1']],
    ['runtime.gopark', ['', 'runtime.', '', 'gopark']],
    ['net/http.(*conn).serve', ['net/', 'http.', '(*conn).', 'serve']],
    ['gopkg.in/yaml%2ev3.Unmarshal', ['gopkg.in/', 'yaml%2ev3.', '', 'Unmarshal']],
    [
      'a/b.(*List[go.shape.struct { c/d.X }]).Push',
      ['a/', 'b.', '(*List[go.shape.struct { c/d.X }]).', 'Push'],
    ],
    ['a/b.Map[...]', ['a/', 'b.', '', 'Map[...]']],
    ['slices.SortFunc[go.shape.[]x/y.Z]', ['', 'slices.', '', 'SortFunc[go.shape.[]x/y.Z]']],
    ['memmove', ['', '', '', 'memmove']],
    ['[unknown]', ['', '', '', '[unknown]']],
    ['', ['', '', '', '']],
  ])('%s', (name, [path, pkg, receiver, method]) => {
    expect(splitGoName(name)).toEqual({ path, pkg, receiver, method });
  });
});

describe('fitGoName', () => {
  it('shows all of it where there is room', () => {
    expect(fitGoName(WATCH, 200)).toEqual({
      path: 'collect_svr/internal/pkg/',
      name: 'config.(*appConfigLoaderRainbowImpl).Watch.func1',
    });
  });

  it('cuts the path at a slash, then leaves it out', () => {
    expect(joined(WATCH, 55)).toBe('…/pkg/config.(*appConfigLoaderRainbowImpl).Watch.func1');
    expect(joined(WATCH, 50)).toBe('config.(*appConfigLoaderRainbowImpl).Watch.func1');
  });

  it('then cuts the receiver at its end; the method stays', () => {
    expect(joined(WATCH, 40)).toBe('config.(*appConfigLoaderRa…).Watch.func1');
    expect(joined(WATCH, 26)).toBe('config.(*app…).Watch.func1');
    expect(joined(WATCH, 22)).toBe('…(*appCo…).Watch.func1');
    expect(joined(WATCH, 14)).toBe('…Watch.func1');
    expect(joined(WATCH, 7)).toBe('….func1');
    // A few letters of its end would say nothing.
    expect(joined(WATCH, 6)).toBe('Watch…');
    expect(joined('net/http.Expr', 4)).toBe('Exp…');
    expect(joined('net/http.Expr', 1)).toBe('…');
  });

  it('leaves type arguments out before anything of type and method', () => {
    const push = 'example.org/a/list.(*Sorted[go.shape.struct { c/d.X int }]).Push.func1';
    expect(joined(push, 80)).toBe(push);
    expect(joined(push, 34)).toBe('…/a/list.(*Sorted[…]).Push.func1');
    expect(joined(push, 29)).toBe('list.(*Sorted[…]).Push.func1');
    expect(joined(push, 22)).toBe('list.(*So…).Push.func1');
    const map = 'x/y.Map[go.shape.string,go.shape.map[string]interface {}].func2.deferwrap1';
    expect(joined(map, 40)).toBe('x/y.Map[…].func2.deferwrap1');
    expect(joined('[unknown]', 8)).toBe('…nknown]');
  });

  it('cuts a package that is longer than its receiver from its left', () => {
    expect(joined('trpc.group/trpc-go/trpc-config-rainbow.(*KV).Watch.func1', 30)).toBe(
      '…fig-rainbow.(*KV).Watch.func1',
    );
  });

  it('drops the package of a plain function before the function', () => {
    expect(joined('net/http/internal/transport.dialParallel', 14)).toBe('…dialParallel');
  });

  it('never takes more room than there is, at any width', () => {
    const names = [
      WATCH,
      'a/b.(*List[go.shape.struct { c/d.X }]).Push',
      'github.com/名/包.(*类型很长的名字).方法.func1',
      'memmove',
      'x',
      '',
    ];
    for (const name of names) {
      for (let room = 1; room < 90; room += 1) {
        expect(cellsOf(joined(name, room)), `${name} in ${room}`).toBeLessThanOrEqual(Math.max(room, 1));
      }
    }
  });
});
