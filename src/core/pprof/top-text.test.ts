import { describe, expect, it } from 'vitest';
import {
  captureBytes,
  capturePath,
  describeCase,
  findGoForPprof,
  goTop,
  goVersions,
  captureNames,
  recordedTop,
  type TopCase,
} from '../../../test/support/go-pprof';
import { decodeProfile } from './decode';
import { diffProfiles } from './diff';
import type { Profile } from './profile';
import { formatTop } from './top-text';

const inUtc = (nanos: bigint): string =>
  `${new Date(Number(nanos / 1_000_000n)).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

function load(version: string, file: string): Profile {
  const decoded = decodeProfile(captureBytes(version, file));
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value;
}

function ours(version: string, { file, base, mode, sampleType, sort }: TopCase): string {
  let profile = load(version, file);
  if (base !== undefined) {
    const difference = diffProfiles(profile, load(version, base), mode);
    if (!difference.ok) throw new Error(difference.error.message);
    profile = difference.value;
  }
  const text = formatTop(profile, { sampleType, sort, formatTime: inUtc });
  if (!text.ok) throw new Error(text.error.message);
  return text.value;
}

describe('formatTop prints what go tool pprof -top printed', () => {
  for (const version of goVersions()) {
    const { go, answers } = recordedTop(version);
    it.each(answers.map((answer) => [describeCase(answer), answer] as const))(
      `for captures of ${version}, by pprof of ${go}: %s`,
      (_, answer) => {
        expect(ours(version, answer)).toBe(answer.stdout);
      },
    );
  }
});

const go = findGoForPprof();

describe.skipIf(go === null)('formatTop prints what the go tool pprof of this machine prints', () => {
  it.each(goVersions())('for all captures, sample types, orders and differences of %s', async (version) => {
    for (const question of allCases(version)) {
      const at = (file: string): string => capturePath(version, file);
      const asked = {
        ...question,
        file: at(question.file),
        ...(question.base === undefined ? {} : { base: at(question.base) }),
      };
      expect(ours(version, question), describeCase(question)).toBe(await goTop(go ?? '', asked));
    }
  }, 120_000);
});

function allCases(version: string): TopCase[] {
  const cases: TopCase[] = [];
  for (const file of captureNames(version)) {
    for (const type of load(version, file).sampleTypes.keys()) {
      for (const sort of ['flat', 'cum'] as const) cases.push({ file, sampleType: String(type), sort });
    }
  }
  for (const kind of ['heap', 'goroutine']) {
    const [file, base] = [`${kind}-2.pb.gz`, `${kind}-1.pb.gz`];
    for (const type of load(version, file).sampleTypes.keys()) {
      for (const mode of ['base', 'diff_base'] as const) {
        cases.push({ file, base, mode, sampleType: String(type), sort: 'flat' });
        // The other way round most values are negative.
        cases.push({ file: base, base: file, mode, sampleType: String(type), sort: 'cum' });
      }
    }
  }
  return cases;
}
