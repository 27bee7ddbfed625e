import { describe, expect, it } from 'vitest';
import {
  captureBytes,
  capturePath,
  describeCase,
  findGoForPprof,
  goTop,
  goVersions,
  recordedTop,
  type TopCase,
} from '../../../test/support/go-pprof';
import { ourTop } from '../../../test/support/go-pprof-ours';

const ours = (version: string, question: TopCase): string =>
  ourTop(question, (file) => captureBytes(version, file));

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

// All sample types, orders and versions are asked in test/long.
describe.skipIf(go === null)('formatTop prints what the go tool pprof of this machine prints', () => {
  const newest = goVersions().at(-1) ?? '';
  const cases = recordedTop(newest).answers.filter(
    ({ sampleType, sort }) => sampleType === '' && sort === 'flat',
  );
  it.each(cases.map((question) => [describeCase(question), question] as const))('%s', async (_, question) => {
    const { file, base } = question;
    const asked = {
      ...question,
      file: capturePath(newest, file),
      ...(base === undefined ? {} : { base: capturePath(newest, base) }),
    };
    expect(ours(newest, question)).toBe(await goTop(go ?? '', asked));
  });
});
