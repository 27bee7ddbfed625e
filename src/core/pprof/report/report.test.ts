import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIXTURES, findGoPprof } from '../../../../test/support/go-pprof';
import { fixture, ourAnswer, recordedAnswers } from '../../../../test/support/pprof-answers';
import { describePair, goArguments } from '../../../../test/support/pprof-pairs';
import { expectOk } from '../../../../test/support/expect-ok';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { combineProfiles } from '../combine';
import { decodeProfile } from '../decode';
import { encodeProfile } from '../encode';
import { DEFAULT_OPTIONS, type ReportName } from '../options';
import type { Profile } from '../profile';
import { reportText } from './report';
import type { ReadSource } from './list';

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

it('prints as many comments as there are', () => {
  const source = fixture('go1.26/goroutine-2.pb.gz');
  const comments = Array.from({ length: 200_000 }, (_, i) => (i % 2 === 0 ? `${i}` : `# ${i}`));
  const text = ourAnswer({ report: 'top', args: [], files: ['many'] }, () => ({ ...source, comments }));
  expect(text.split('\n').filter((line) => /^#? ?\d+$/.test(line))).toHaveLength(100_000);
});

describe('of names that are no UTF-8', () => {
  const source = fixture('go1.26/goroutine-2.pb.gz');
  const bytes: Readonly<Record<string, string>> = {
    config: 'tenant-\udce9',
    stream: 'tenant-\udce8',
    'runtime.gopark': 'あ',
    'runtime.selectgo': '\udce3\udc81x',
    'main.(*watcher).watch': 'main.\udce9.f',
    'main.park.func1': 'main.\udce8.f',
  };
  const strings = source.strings.map((text) => bytes[text] ?? text);
  const file = path.join(temporaryFolder('report'), 'bytes.pb');
  writeFileSync(file, encodeProfile({ ...source, strings }));
  const read = (): Profile => expectOk(decodeProfile(readFileSync(file)));
  const ask = (report: ReportName, ...args: string[]): string =>
    ourAnswer({ report, args, files: ['bytes'] }, read);

  it('each is told', () => {
    expect(ask('tags', '-tagshow=job')).toBe(
      [
        ' job: Total 15 of 21 (71.43%)',
        '      12 (57.14%): tenant-\udce9',
        '       3 (14.29%): tenant-\udce8',
        '',
        '',
      ].join('\n'),
    );
    expect(ask('top', '-focus=^main\\.\\x{fffd}').split('\n').slice(8, 12)).toEqual([
      '        15 71.43% 71.43%         15 71.43%  あ',
      '         0     0% 71.43%         15 71.43%  main.\udce8.f',
      '         0     0% 71.43%         15 71.43%  main.\udce9.f (inline)',
      '         0     0% 71.43%         15 71.43%  runtime/pprof.Do',
    ]);
  });

  it
    .skipIf(pprof === null)
    .each([
      ['top'],
      ['tree', '-focus=^main\\.\\x{fffd}'],
      ['peek', '-peek=^.$'],
      ['traces', '-tagroot=job'],
      ['tags'],
      ['tags', '-tagfocus=^tenant-.$'],
      ['raw'],
      ['dot', '-hide=^main\\..\\.'],
    ] as const)('as pprof does: %s %s', async (report, ...args) => {
    const pair = { report, args, files: ['bytes'] };
    expect(ourAnswer(pair, read)).toBe(await pprof?.ask(goArguments(pair, () => file)));
  });
});

describe('numbers at the ends', () => {
  it.skipIf(pprof === null).each([
    ['top', '-divide_by=inf'],
    ['tree', '-divide_by=nan', '-unit=mb'],
    ['top', '-nodefraction=nan'],
    ['tree', '-nodefraction=1e300', '-edgefraction=-inf'],
    ['dot', '-nodefraction=inf', '-edgefraction=nan'],
  ] as const)('are read as pprof reads them: %s %s', async (report, ...args) => {
    const pair = { report, args, files: ['go1.26/heap-2.pb.gz'] };
    const asked = goArguments(pair, (file) => path.join(FIXTURES, file));
    expect(ourAnswer(pair, fixture)).toBe(await pprof?.ask(asked));
  });

  it('trim nothing where a share is beyond int64', () => {
    const ask = (...args: string[]): string =>
      ourAnswer({ report: 'top', args, files: ['go1.26/heap-2.pb.gz'] }, fixture);
    const all = ask('-nodefraction=0', '-edgefraction=0');
    for (const most of ['inf', '-inf', 'nan', '1e300'])
      expect(ask(`-nodefraction=${most}`, `-edgefraction=${most}`)).toBe(all);
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

describe('any report', () => {
  const profile = expectOk(combineProfiles([fixture('go1.26/heap-2.pb.gz')]));
  const readSource = (): ReturnType<ReadSource> => ({ ok: true, value: ['a line'] });
  const question = { options: DEFAULT_OPTIONS, times: { short: String, full: String }, readSource };

  it.each(['top', 'tree', 'peek', 'list', 'traces', 'tags', 'dot', 'raw'] as const)(
    'is given up where it would be longer than a text can be: %s',
    (report) => {
      const answer = (mostText?: number): ReturnType<typeof reportText> =>
        reportText(profile, { ...question, report, pattern: '.' }, mostText);
      const whole = expectOk(answer()).text;
      expect(whole.length).toBeGreaterThan(100);
      expect(expectOk(answer(whole.length)).text).toBe(whole);
      const tooLong = { ok: false, error: { code: 'too-large' } };
      for (const most of [whole.length - 1, 50]) expect(answer(most)).toMatchObject(tooLong);
    },
  );

  it('is given up where a single line cannot be held', () => {
    const heavy = { ...profile, docUrl: 'a'.repeat(2 ** 29 - 24) };
    expect(reportText(heavy, { ...question, report: 'raw' })).toMatchObject({ error: { code: 'too-large' } });
  });
});
