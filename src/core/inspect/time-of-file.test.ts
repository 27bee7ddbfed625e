import { describe, expect, it } from 'vitest';
import { parseZone, UTC } from '../base/zone';
import { timeOfFile } from './time-of-file';

describe('timeOfFile', () => {
  const file = { name: '2025-05-12T11:36:06.482Z-heap.pb.gz', modifiedMs: 3.5, timeMs: null };

  it('is what the user says, then the body, the name, the file time, then unknown', () => {
    expect(timeOfFile({ ...file, timeMs: 1 }, 2, UTC)).toEqual({ timeMs: 1, timeSource: 'user' });
    expect(timeOfFile(file, 2.7, UTC)).toEqual({ timeMs: 2, timeSource: 'body' });
    expect(timeOfFile(file, null, UTC)?.timeSource).toBe('file-name');
    expect(timeOfFile({ ...file, name: 'heap' }, null, UTC)).toEqual({ timeMs: 3, timeSource: 'file-time' });
    expect(timeOfFile({ ...file, name: 'heap', modifiedMs: null }, null, UTC)).toBeNull();
  });

  it('reads a name that says no zone in the one that is given', () => {
    const local = { ...file, name: '2025-05-12T113606-heap' };
    const zone = parseZone('Asia/Shanghai') ?? UTC;
    expect(timeOfFile(local, null, zone)?.timeMs).toBe(Date.parse('2025-05-12T03:36:06Z'));
  });
});
