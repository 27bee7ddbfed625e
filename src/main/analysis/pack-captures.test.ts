import { describe, expect, it } from 'vitest';
import { makeGrowthLife } from '../../../test/support/lives';
import type { GrowthCapture, GrowthInput } from './growth-data';
import { packGrowth, unpackGrowth } from './pack-captures';

const capture = (more: Partial<GrowthCapture>): GrowthCapture => ({
  captureId: '2025-05-12/113606.482Z-pod1-goroutine.pb.gz',
  snapshotId: 's1',
  path: '/w/sessions/a/2025-05-12/113606.482Z-pod1-goroutine.pb.gz',
  sha256: 'ab'.repeat(32),
  kind: 'goroutine',
  encoding: 'proto',
  isDelta: false,
  ofAnother: null,
  timeMs: 1_747_049_766_482.25,
  numGc: 7,
  ...more,
});

describe('packed captures', () => {
  it('are as they were, of any number of lives, empty ones too', () => {
    const captures = [
      capture({}),
      capture({ kind: 'heap', numGc: null, ofAnother: 'moved' }),
      capture({ kind: 'goroutine-dump', encoding: 'text', isDelta: true, ofAnother: 'unclear-life' }),
      capture({ snapshotId: null, numGc: 0, captureId: 'fichier é.pb' }),
    ];
    const input: GrowthInput = {
      indexFolder: '/w/.index',
      ...{ keepIndex: true, noLinks: true, timeScale: 60, nowMs: 7, several: [] },
      lives: [makeGrowthLife(captures), makeGrowthLife([]), makeGrowthLife(captures.slice(0, 1))],
    };
    expect(unpackGrowth(structuredClone(packGrowth(input)))).toEqual(input);
  });
});
