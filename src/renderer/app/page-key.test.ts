import { describe, expect, it } from 'vitest';
import { takePageKey } from './page-key';

function rig(hash: string) {
  const kept = new Map<string, string>();
  const replaced: unknown[] = [];
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  } as unknown as Storage;
  const history = {
    state: null,
    replaceState: (...args: unknown[]) => replaced.push(args[2]),
  } as unknown as History;
  const take = (at: string): string | null =>
    takePageKey({ hash: at, pathname: '/', search: '' } as Location, history, storage);
  return { take, replaced, first: take(hash) };
}
const key = 'k'.repeat(43);

describe('takePageKey', () => {
  it('moves the key from the address to the tab', () => {
    const { first, replaced, take } = rig(`#key=${key}`);
    expect(first).toBe(key);
    expect(replaced).toEqual(['/']);
    expect(take('#/session/a')).toBe(key);
    expect(replaced).toHaveLength(1);
  });
  it('leaves other fragments alone', () => {
    for (const hash of ['', '#/session/a', '#key=short', `#key=${key}<script>`]) {
      expect(rig(hash)).toMatchObject({ first: null, replaced: [] });
    }
  });
});
