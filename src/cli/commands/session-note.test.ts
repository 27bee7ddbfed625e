import { describe, expect, it } from 'vitest';
import { placeOf } from './session-note';

describe('where a note stands', () => {
  it('is now, or as it is told', () => {
    expect(placeOf({}, 7)).toEqual({ type: 'moment', timeMs: 7 });
    expect(placeOf({ at: 5 }, 7)).toEqual({ type: 'moment', timeMs: 5 });
    expect(placeOf({ from: 5, to: 6 }, 7)).toEqual({ type: 'range', fromMs: 5, toMs: 6 });
    expect(placeOf({ snapshot: 's' }, 7)).toEqual({ type: 'snapshot', snapshotId: 's' });
  });

  it.each([{ at: 5, snapshot: 's' }, { at: 5, to: 6 }, { from: 5 }, { to: 5 }, { from: 6, to: 6 }])(
    'is not %j',
    (options) => {
      expect(() => placeOf(options, 7)).toThrow(expect.objectContaining({ code: 'bad-request' }) as Error);
    },
  );
});
