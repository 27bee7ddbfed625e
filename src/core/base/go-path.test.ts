import { describe, expect, it } from 'vitest';
import { baseName, cleanPath } from './go-path';

describe('paths as in Go', () => {
  it.each([
    ['', '.'],
    ['/', '/'],
    ['///', '/'],
    ['a/b/', 'b'],
    ['[vdso]', '[vdso]'],
  ])('the base of %j is %s', (path, base) => {
    expect(baseName(path)).toBe(base);
  });
  it('is found in time linear in the path', () => {
    const start = performance.now();
    expect(baseName(`a${'/'.repeat(200_000)}b`)).toBe('b');
    expect(performance.now() - start).toBeLessThan(1_000);
  });
  it.each([
    ['a//b/./c', 'a/b/c'],
    ['./a', 'a'],
    ['a/../../b', '../b'],
    ['/../a', '/a'],
    ['a/..', '.'],
    ['//a', '/a'],
  ])('%s cleaned is %s', (path, clean) => {
    expect(cleanPath(path)).toBe(clean);
  });
});
