import { describe, expect, it } from 'vitest';
import { fileName } from './save-file';

describe('fileName', () => {
  it('is one that every file system takes', () => {
    expect(fileName('collect-svr heap 2025-05-12 11:36.pb.gz')).toBe(
      'collect-svr heap 2025-05-12 11-36.pb.gz',
    );
    expect(fileName('../../etc/passwd.csv')).toBe('-..-etc-passwd.csv');
    expect(fileName('..\\a\u0000b|c.svg')).toBe('-a-b-c.svg');
    expect(fileName(`${'x'.repeat(500)}.speedscope.json`)).toBe(`${'x'.repeat(200)}.speedscope.json`);
    // No more bytes than there is room for, and no half of a character.
    expect(fileName(`${'围'.repeat(300)}.csv`)).toBe(`${'围'.repeat(66)}.csv`);
    expect(fileName('...')).toBe('plumbline');
  });
});
