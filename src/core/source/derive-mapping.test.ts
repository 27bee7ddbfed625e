import { describe, expect, it } from 'vitest';
import { mappingsBetween } from './derive-mapping';

describe('mappingsBetween', () => {
  it('has the folders that two names of a file share at their ends, the closest first', () => {
    expect(mappingsBetween('/build/app/cmd/x.go', '/home/me/app/cmd/x.go')).toEqual([
      { build: '/build/app/cmd', local: '/home/me/app/cmd' },
      { build: '/build/app', local: '/home/me/app' },
      { build: '/build', local: '/home/me' },
    ]);
    expect(mappingsBetween('example.com/app/x.go', '/src/x.go')).toEqual([
      { build: 'example.com/app', local: '/src' },
    ]);
    expect(mappingsBetween('C:\\ci\\app\\x.go', 'D:\\src\\app\\x.go')).toEqual([
      { build: 'C:/ci/app', local: 'D:/src/app' },
      { build: 'C:/ci', local: 'D:/src' },
    ]);
  });

  it('leaves a folder on either side', () => {
    expect(mappingsBetween('/app/x.go', '/app/x.go')).toEqual([{ build: '/app', local: '/app' }]);
    expect(mappingsBetween('x.go', '/app/x.go')).toEqual([]);
    expect(mappingsBetween('/app/x.go', '/app/y.go')).toEqual([]);
    expect(mappingsBetween('', '')).toEqual([]);
  });
});
