import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOk } from '../../../test/support/expect-ok';
import { FIXTURES } from '../../../test/support/go-pprof';
import { hostileProfile } from '../../../test/support/hostile-profile';
import { unpack } from '../../main/analysis/read-capture';
import { combineProfiles } from './combine';
import { decodeAnyProfile } from './decode-text';
import { DEFAULT_OPTIONS, REPORTS, type ReportName } from './options';
import { reportText } from './report/report';

const INPUTS = Number(process.env['PLUMBLINE_HOSTILE_PROFILES'] ?? 2_000);
const files = [
  'go1.26/goroutine-2.pb.gz',
  'go1.26/profile.pb.gz',
  'go1.19/mutex.pb.gz',
  'node/heap.pb.gz',
  'edges-go1.26/goroutine.txt',
  'edges-go1.26/block.txt',
  'edges-go1.26/mutex.txt',
];
const profiles = files.map((file) => expectOk(unpack(readFileSync(path.join(FIXTURES, file)))));

describe('a damaged or hostile profile', () => {
  it(`is answered or refused in words, never with a crash: ${INPUTS} of them`, () => {
    const times = { short: String, full: String };
    let [answered, refused] = [0, 0];
    fc.assert(
      fc.property(
        hostileProfile(profiles),
        fc.constantFrom(...REPORTS),
        fc.boolean(),
        (bytes, report: ReportName, fine) => {
          const options = { ...DEFAULT_OPTIONS, granularity: fine ? 'addresses' : 'functions' } as const;
          const decoded = decodeAnyProfile(bytes);
          const combined = decoded.ok ? combineProfiles([decoded.value]) : decoded;
          const answer = combined.ok
            ? reportText(combined.value, { report, options, pattern: '.', times })
            : combined;
          if (answer.ok) answered++;
          else {
            refused++;
            expect(answer.error.message.length).toBeGreaterThan(5);
          }
        },
      ),
      { seed: 4, numRuns: INPUTS },
    );
    // Of both kinds there are many, or the damage would be too great or too small to show anything.
    expect(Math.min(answered, refused)).toBeGreaterThan(INPUTS / 20);
  }, 600_000);
});
