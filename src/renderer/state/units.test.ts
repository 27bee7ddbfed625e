import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { useUnits } from './units.store';

beforeEach(() => setActivePinia(createPinia()));

describe('units', () => {
  it('fit the values until one is chosen, for sizes and for times apart', () => {
    const units = useUnits();
    expect([units.shown('bytes'), units.shown(), units.inPictures('bytes')]).toEqual([
      'bytes',
      'count',
      'minimum',
    ]);
    units.choose('bytes', 'KB');
    expect(units.shown('bytes')).toEqual({ of: 'bytes', in: 'KB' });
    expect(units.shown('byte')).toEqual({ of: 'byte', in: 'KB' });
    expect(units.shown('nanoseconds')).toBe('nanoseconds');
    units.choose('nanoseconds', 'µs');
    // As pprof calls them.
    expect([units.inPictures('bytes'), units.inPictures('nanoseconds'), units.inPictures('count')]).toEqual([
      'kB',
      'us',
      'minimum',
    ]);
    units.choose('bytes', null);
    expect([units.shown('bytes'), units.setFor('nanoseconds')]).toEqual(['bytes', 'µs']);
  });
});
