import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { givenWorkspacePath } from './workspace-path';

describe('givenWorkspacePath', () => {
  it('takes the flag in both spellings, before the environment', () => {
    const env = { PLUMBLINE_WORKSPACE: '/from-env' };
    expect(givenWorkspacePath(['electron', '.', '--workspace', '/a b'], env)).toBe('/a b');
    expect(givenWorkspacePath(['app', '--workspace=/c'], env)).toBe('/c');
    expect(givenWorkspacePath(['app'], env)).toBe('/from-env');
  });
  it('makes a relative folder absolute, and an empty one none', () => {
    expect(givenWorkspacePath(['app', '--workspace', 'here'], {})).toBe(resolve('here'));
    expect(givenWorkspacePath(['app', '--workspace='], {})).toBeNull();
    expect(givenWorkspacePath(['app', '--workspace'], {})).toBeNull();
    expect(givenWorkspacePath(['app'], {})).toBeNull();
  });
});
