import { describe, expect, it } from 'vitest';
import { fileLine, isRuntimeName, moduleOf } from './go-name';

describe('isRuntimeName', () => {
  it('knows the runtime and nothing that only looks like it', () => {
    expect(isRuntimeName('runtime.gopark')).toBe(true);
    expect(isRuntimeName('runtime/debug.Stack')).toBe(true);
    expect(isRuntimeName('internal/runtime/maps.NewMap')).toBe(true);
    expect(isRuntimeName('runtimes/x.Y')).toBe(false);
    expect(isRuntimeName('net/http.(*conn).serve')).toBe(false);
  });
});

describe('moduleOf', () => {
  it.each([
    ['collect_svr/internal/pkg/config.New', 'collect_svr'],
    ['github.com/x/y/z.F', 'github.com/x/y'],
    ['github.com/x/y.(*T).F', 'github.com/x/y'],
    ['main.main', 'main'],
    ['net/http.(*conn).serve', 'net'],
  ])('%s', (name, module) => {
    expect(moduleOf(name)).toBe(module);
  });
});

describe('fileLine', () => {
  it('is the last element with the line, where there is one', () => {
    expect(fileLine('/build/pkg/rainbow.go', 72)).toBe('rainbow.go:72');
    expect(fileLine('C:\\src\\a.go', 3)).toBe('a.go:3');
    expect(fileLine('a.go', 0)).toBe('a.go');
    expect(fileLine('', 5)).toBe('');
  });
});
