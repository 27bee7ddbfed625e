// Our reports against the `go tool pprof` of this machine, byte for byte, over pairs of profiles and options. A pair counts
// where pprof exits with 0; where it answers a question in two ways (it sorts what ties by chance), it is set aside.
//
//   PLUMBLINE_PPROF_PAIRS=5000 PLUMBLINE_PPROF_SEED=7   more, and others
//   PLUMBLINE_RECORD_PPROF=1                            record answers for machines without Go (answers.json)
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeProfile } from '../../src/core/pprof/decode';
import { decodeAnyProfile } from '../../src/core/pprof/decode-text';
import { unpack } from '../../src/main/analysis/read-capture';
import { REPORTS, type ReportName } from '../../src/core/pprof/options';
import { comparePairs, type Comparison } from '../support/compare-pairs';
import { expectOk } from '../support/expect-ok';
import { FIXTURES, findGoPprof } from '../support/go-pprof';
import { ALL_INT64, arbitraryProfile, type Bounds } from '../support/go-pprof-arbitrary';
import { hostileProfile } from '../support/hostile-profile';
import { RECORD, corpus, fixture, ourAnswer } from '../support/pprof-answers';
import { describePair, goArguments, makePairs, type CorpusProfile, type Pair } from '../support/pprof-pairs';
import { temporaryFolder } from '../support/temporary-folder';

const pprof = findGoPprof();
const PAIRS = Number(process.env['PLUMBLINE_PPROF_PAIRS'] ?? 1500);
const SEED = Number(process.env['PLUMBLINE_PPROF_SEED'] ?? 41);
const isRecording = process.env['PLUMBLINE_RECORD_PPROF'] !== undefined;

const ask = (pair: Pair, folder: string): Promise<string | null> =>
  pprof?.ask(goArguments(pair, (file) => path.join(folder, file))) ?? Promise.resolve(null);

/** The first lines that differ say more than two long texts. */
const differences = ({ different }: Comparison): string[] =>
  different.map(({ pair, ours, theirs }) => {
    const [a, b] = [ours.split('\n'), theirs.split('\n')];
    const row = a.findIndex((line, i) => line !== b[i]);
    return `${describePair(pair)}\n  ours:   ${a[row]}\n  theirs: ${b[row]}`;
  });

describe.skipIf(pprof === null)('reports', () => {
  it('are those of go tool pprof, for captures and other real profiles', async () => {
    const outcome = await comparePairs(makePairs(corpus(), PAIRS, SEED), {
      theirs: (pair) => ask(pair, FIXTURES),
      ours: (pair) => ourAnswer(pair, fixture),
    });
    console.log(outcome.summary);
    expect(differences(outcome)).toEqual([]);
    expect(outcome.same).toBeGreaterThan(PAIRS * 0.7);
  }, 3_000_000);

  it('are those of go tool pprof, for lists with the sources of Go itself and of the fixtures', async () => {
    const goRoot = execFileSync(process.env['PLUMBLINE_GO'] ?? 'go', ['env', 'GOROOT'], {
      encoding: 'utf8',
    }).trim();
    const folders = [`${goRoot}/src`, `${goRoot}/src/net`, `make:${goRoot}/src`, 'make/fixtures', ''];
    const outcome = await comparePairs(makePairs(corpus(), PAIRS / 2, SEED, { reports: ['list'], folders }), {
      theirs: (pair) => ask(pair, FIXTURES),
      ours: (pair) => ourAnswer(pair, fixture),
    });
    console.log(`lists: ${outcome.summary}`);
    expect(differences(outcome)).toEqual([]);
    expect(outcome.same).toBeGreaterThan(PAIRS / 8);
  }, 3_000_000);

  it.each([
    ['of any int64', ALL_INT64, 21],
    ['of usual numbers', { value: 1n << 40n, alike: false }, 22],
    ['that can be subtracted', { value: 1n << 40n, alike: true }, 23],
  ] as const)(
    'are those of go tool pprof, for random profiles %s',
    async (_, bounds: Bounds, seed) => {
      const folder = temporaryFolder('pprof');
      const random: CorpusProfile[] = fc
        .sample(arbitraryProfile(bounds), { seed, numRuns: Math.ceil(PAIRS / 5) })
        .map((profile, i) => {
          const bytes = profile.encode();
          const file = `random-${i}.pb`;
          writeFileSync(path.join(folder, file), bytes);
          const group = bounds.alike ? 'all' : file;
          return { file, group, profile: expectOk(decodeProfile(bytes)) };
        });
      const of = new Map(random.map(({ file, profile }) => [file, profile]));
      const outcome = await comparePairs(makePairs(random, Math.ceil(PAIRS / 3), seed), {
        theirs: (pair) => ask(pair, folder),
        ours: (pair) => ourAnswer(pair, (file) => of.get(file)!),
      });
      console.log(outcome.summary);
      expect(differences(outcome)).toEqual([]);
      expect(outcome.same).toBeGreaterThan(0);
    },
    3_000_000,
  );
});

describe.skipIf(pprof === null)('damaged profiles', () => {
  it('get the answer of go tool pprof where it has one', async () => {
    const folder = temporaryFolder('pprof');
    const whole = corpus().map(({ file }) => expectOk(unpack(readFileSync(path.join(FIXTURES, file)))));
    const pairs = fc
      .sample(hostileProfile(whole.filter(({ length }) => length < 20_000)), { seed: 31, numRuns: PAIRS })
      .map((bytes, i): Pair => {
        const file = `damaged-${i}`;
        writeFileSync(path.join(folder, file), bytes);
        const report = (['raw', 'top', 'tree', 'traces', 'tags', 'dot'] as const)[i % 6] ?? 'raw';
        return { report, args: i % 2 === 0 ? ['-addresses'] : [], files: [file] };
      });
    const outcome = await comparePairs(pairs, {
      theirs: (pair) => ask(pair, folder),
      ours: (pair) =>
        ourAnswer(pair, (file) => expectOk(decodeAnyProfile(readFileSync(path.join(folder, file))))),
    });
    console.log(`damaged: ${outcome.summary}`);
    expect(differences(outcome)).toEqual([]);
    expect(outcome.same).toBeGreaterThan(PAIRS / 50);
  }, 3_000_000);
});

/** So many of each report are recorded, of answers that are not too long to keep. */
const RECORDED: Readonly<Record<ReportName, number>> = {
  top: 50,
  tree: 12,
  peek: 12,
  traces: 8,
  tags: 10,
  raw: 8,
  list: 40,
  dot: 16,
};
const MAX_ANSWER = 6_000;
/** A graph takes a few hundred bytes for each box and call. */
const MAX_DOT = 14_000;

describe.skipIf(pprof === null || !isRecording)('answers of go tool pprof', () => {
  it('are recorded', async () => {
    const left = { ...RECORDED };
    const answers: (Pair & { stdout: string })[] = [];
    const lists = makePairs(corpus(), 1_000, 101, { reports: ['list'] });
    for (const pair of [...makePairs(corpus(), 3_000, 100), ...lists]) {
      if (left[pair.report] === 0) continue;
      const stdout = await ask(pair, FIXTURES);
      if (stdout === null || stdout.length > (pair.report === 'dot' ? MAX_DOT : MAX_ANSWER)) continue;
      // Most functions are of Go's own library, whose sources are not among the fixtures.
      if (pair.report === 'list' && / Error: /.test(stdout) && left.list < RECORDED.list / 2) continue;
      // What ties is sorted by chance.
      const again = await Promise.all(Array.from({ length: 6 }, () => ask(pair, FIXTURES)));
      if (again.some((other) => other !== stdout)) continue;
      left[pair.report]--;
      answers.push({ ...pair, stdout });
    }
    expect(REPORTS.filter((report) => left[report] > 0)).toEqual([]);
    writeFileSync(RECORD, `${JSON.stringify({ go: pprof?.version, answers }, null, 1)}\n`);
  }, 600_000);
});
