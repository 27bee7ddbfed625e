import { describe, expect, it } from 'vitest';
import { parsePlace } from './last-place';

describe('parsePlace', () => {
  it('reads what was kept', () => {
    expect(parsePlace('collect-svr-k3f9/compare')).toEqual({ session: 'collect-svr-k3f9', tab: 'compare' });
  });
  it('takes nothing else for a place', () => {
    for (const text of [null, '', 'a', 'a/b', 'a/nowhere', '/findings', 'a/b/findings', '{"session":"a"}']) {
      expect(parsePlace(text), String(text)).toBeNull();
    }
  });
});
