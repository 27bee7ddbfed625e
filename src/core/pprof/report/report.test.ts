import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIXTURES, findGoPprof } from '../../../../test/support/go-pprof';
import { fixture, ourAnswer, recordedAnswers } from '../../../../test/support/pprof-answers';
import { describePair, goArguments } from '../../../../test/support/pprof-pairs';
import { DEFAULT_OPTIONS } from '../options';
import { reportText } from './report';

const { go, answers } = recordedAnswers();

describe(`reports are what the pprof of ${go} printed`, () => {
  it.each(answers.map((answer) => [describePair(answer), answer] as const))('%s', (_, answer) => {
    expect(ourAnswer(answer, fixture)).toBe(answer.stdout);
  });
});

const pprof = findGoPprof();

// Many more pairs are asked in test/long.
describe.skipIf(pprof === null)('reports are what the pprof of this machine prints', () => {
  it.each(answers.map((answer) => [describePair(answer), answer] as const))('%s', async (_, answer) => {
    const asked = goArguments(answer, (file) => path.join(FIXTURES, file));
    expect(ourAnswer(answer, fixture)).toBe(await pprof?.ask(asked));
  });
});

describe('a report', () => {
  const heap = fixture('go1.26/heap-2.pb.gz');
  const times = { short: String, full: String };

  it('says what in a question cannot be read', () => {
    const refused = (options: Partial<typeof DEFAULT_OPTIONS>): string => {
      const answer = reportText(heap, { report: 'top', options: { ...DEFAULT_OPTIONS, ...options }, times });
      return answer.ok ? 'answered' : answer.error.message;
    };
    expect(refused({ focus: '(' })).toBe('missing closing ) in -focus=(');
    expect(refused({ tagHide: '[' })).toBe('missing closing ] in -taghide=[');
    expect(refused({ tagFocus: 'bytes=99999999999999999999' })).toMatch(/^99999999999999999999 is beyond/);
    expect(refused({ sampleIndex: 'cpu' })).toMatch(/^no sample type cpu; there are alloc_objects, /);
  });

  it('says which options matched nothing', () => {
    const options = { ...DEFAULT_OPTIONS, ignore: 'nowhere', tagRoot: 'job', tagHide: 'x', show: 'main' };
    const answer = reportText(heap, { report: 'top', options, times });
    expect(answer.ok && answer.value.idle).toEqual(['tagroot', 'ignore', 'taghide']);
  });

  it('fails where peek finds no function', () => {
    const question = { report: 'peek', options: DEFAULT_OPTIONS, times } as const;
    expect(reportText(heap, { ...question, pattern: 'nowhere' })).toMatchObject({
      error: { message: 'no function matches “nowhere”' },
    });
    expect(reportText(heap, { ...question, pattern: '*' })).toMatchObject({ ok: false });
  });
});
