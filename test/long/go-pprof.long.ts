// Our top against the `go tool pprof` of this machine: every question that the captures allow, and profiles that no Go
// program would write.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  captureBytes,
  captureNames,
  capturePath,
  describeCase,
  findGoForPprof,
  goTop,
  goVersions,
  type TopCase,
} from '../support/go-pprof';
import { ALL_INT64, arbitraryProfile, type Bounds } from '../support/go-pprof-arbitrary';
import { expectOk, ourTop } from '../support/go-pprof-ours';
import { decodeProfile } from '../../src/core/pprof/decode';
import { temporaryFolder } from '../support/temporary-folder';

const go = findGoForPprof();
const RANDOM_PROFILES = Number(process.env['PLUMBLINE_RANDOM_PROFILES'] ?? 150);

describe.skipIf(go === null)('go tool pprof', () => {
  it.each(goVersions())(
    'says the same of all captures, sample types, orders and differences of %s',
    async (version) => {
      const at = (file: string): string => capturePath(version, file);
      for (const question of allCases(version)) {
        const { file, base } = question;
        const asked = { ...question, file: at(file), ...(base === undefined ? {} : { base: at(base) }) };
        const ours = ourTop(question, (name) => captureBytes(version, name));
        expect(ours, describeCase(question)).toBe(await goTop(go ?? '', asked));
      }
    },
    300_000,
  );

  const folder = temporaryFolder('pprof');
  const read = (file: string): Uint8Array => new Uint8Array(readFileSync(file));
  const file = path.join(folder, 'profile.pb');
  const base = path.join(folder, 'base.pb');

  it.each([
    ['of any int64', ALL_INT64, 21],
    ['of usual numbers', { value: 1n << 40n, alike: false }, 22],
  ] as const)(
    'says the same of random profiles %s',
    async (_, bounds: Bounds, seed) => {
      await fc.assert(
        fc.asyncProperty(arbitraryProfile(bounds), fc.boolean(), async (profile, byCum) => {
          writeFileSync(file, profile.encode());
          const question: TopCase = { file, sampleType: '', sort: byCum ? 'cum' : 'flat' };
          expect(ourTop(question, read)).toBe(await goTop(go ?? '', question));
        }),
        { seed, numRuns: RANDOM_PROFILES },
      );
    },
    600_000,
  );

  it.each(['base', 'diff_base'] as const)(
    'says the same of differences of random profiles, -%s',
    async (mode) => {
      const bounds = { value: 1n << 40n, alike: true };
      await fc.assert(
        fc.asyncProperty(arbitraryProfile(bounds), arbitraryProfile(bounds), async (one, other) => {
          writeFileSync(file, one.encode());
          writeFileSync(base, other.encode());
          const question: TopCase = { file, base, mode, sampleType: '', sort: 'flat' };
          expect(ourTop(question, read)).toBe(await goTop(go ?? '', question));
        }),
        { seed: 23, numRuns: RANDOM_PROFILES },
      );
    },
    600_000,
  );
});

function allCases(version: string): TopCase[] {
  const types = (file: string): string[] =>
    [...expectOk(decodeProfile(captureBytes(version, file))).sampleTypes.keys()].map(String);
  const cases: TopCase[] = [];
  for (const file of captureNames(version)) {
    for (const sampleType of types(file)) {
      for (const sort of ['flat', 'cum'] as const) cases.push({ file, sampleType, sort });
    }
  }
  for (const kind of ['heap', 'goroutine']) {
    const [file, base] = [`${kind}-2.pb.gz`, `${kind}-1.pb.gz`];
    for (const sampleType of types(file)) {
      for (const mode of ['base', 'diff_base'] as const) {
        cases.push({ file, base, mode, sampleType, sort: 'flat' });
        // The other way round most values are negative.
        cases.push({ file: base, base: file, mode, sampleType, sort: 'cum' });
      }
    }
  }
  return cases;
}
