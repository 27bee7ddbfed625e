import { describe, expect, it } from 'vitest';
import { expectOk } from '../../../test/support/expect-ok';
import { fixture } from '../../../test/support/pprof-answers';
import { ok } from '../base/result';
import { scaledLabel } from './measurement';
import { combineProfiles, diffProfiles } from './combine';
import { namePattern } from './filter/filters';
import { functionSource } from './function-source';
import { DEFAULT_OPTIONS, type ReportOptions } from './options';
import type { Profile } from './profile';
import { openReport, type ReportContext } from './report/context';
import { reportText } from './report/report';
import { topOf } from './top';

const times = { short: String, full: String };
/** A source of which every line is there, so that `list` prints all that it has figures for. */
const readSource = () => ok(Array.from({ length: 10_000 }, () => 'x'));

const opened = (profile: Profile, options: ReportOptions): ReportContext =>
  expectOk(openReport(profile, options));

interface Listed {
  readonly file: string;
  readonly first: number;
  readonly last: number;
  readonly lines: ReadonlyMap<number, readonly [flat: string, cum: string]>;
}

/** What `list` prints of one function, file by file. */
function listed(profile: Profile, options: ReportOptions, name: string): Listed[] {
  const { text } = expectOk(
    reportText(profile, { report: 'list', options, pattern: namePattern(name), times, readSource }),
  );
  return text
    .split('\nROUTINE ')
    .slice(1)
    .map((part) => {
      const rows = [...part.matchAll(/^ *(\S+) +(\S+) +(\d+):x$/gm)];
      const numbers = rows.map(([, , , line]) => Number(line));
      return {
        file: / in (.*)\n/.exec(part)?.[1] ?? '',
        first: Math.min(...numbers),
        last: Math.max(...numbers),
        lines: new Map(
          rows
            .filter(([, flat, cum]) => flat !== '.' || cum !== '.')
            .map(([, flat = '', cum = '', line]) => [Number(line), [flat, cum]]),
        ),
      };
    });
}

const OPTIONS: readonly Partial<ReportOptions>[] = [
  {},
  { focus: 'main' },
  { hide: 'runtime', sampleIndex: 'alloc_objects' },
];

describe('functionSource', () => {
  it.each([
    'go1.26/heap-2.pb.gz',
    'go1.26/profile.pb.gz',
    'go1.19/goroutine-2.pb.gz',
    'edges-go1.26/allocs.pb.gz',
  ])('has of every function of %s the lines that list prints, with their figures', (file) => {
    const profile = expectOk(combineProfiles([fixture(file)]));
    let compared = 0;
    for (const more of OPTIONS) {
      if (more.sampleIndex !== undefined && !file.includes('heap')) continue;
      const options = { ...DEFAULT_OPTIONS, ...more };
      const context = opened(profile, options);
      const label = (value: number): string =>
        value === 0 ? '.' : scaledLabel(value, context.unit, options.unit);
      for (const row of expectOk(topOf(profile, options)).rows.slice(0, 30)) {
        const ours = functionSource(row.function, context).filter((one) => one.file !== '');
        const shown = ours.map((one) => ({
          file: one.file,
          first: one.first,
          last: one.last,
          lines: new Map(
            one.lines
              .filter(({ line, flat, cum }) => line > 0 && (flat !== 0 || cum !== 0))
              .map(({ line, flat, cum }) => [line, [label(flat), label(cum)]]),
          ),
        }));
        expect(shown).toEqual(listed(profile, options, row.function));
        expect(ours.reduce((sum, one) => sum + one.flat, 0)).toBe(row.flat);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(9);
  });

  it('has two profiles side by side, and their difference is what list prints of it', () => {
    const [a, b] = ['go1.26/heap-1.pb.gz', 'go1.26/heap-2.pb.gz'].map(fixture) as [Profile, Profile];
    const difference = expectOk(diffProfiles(b, a));
    const options = { ...DEFAULT_OPTIONS, sampleIndex: 'alloc_space' };
    const [now, before, changed] = [b, a]
      .map((profile) => expectOk(combineProfiles([profile])))
      .concat(difference)
      .map((profile) => opened(profile, options)) as [ReportContext, ReportContext, ReportContext];
    let compared = 0;
    for (const { function: name } of expectOk(topOf(difference, options)).rows) {
      const both = functionSource(name, now, before).map(({ file, lines }) => [
        file,
        lines
          .map(({ line, flat, cum, before: was }) => [line, flat - (was?.flat ?? 0), cum - (was?.cum ?? 0)])
          .filter(([, flat, cum]) => flat !== 0 || cum !== 0),
      ]);
      const alone = functionSource(name, changed).map(({ file, lines }) => [
        file,
        lines
          .map(({ line, flat, cum }) => [line, flat, cum])
          .filter(([, flat, cum]) => flat !== 0 || cum !== 0),
      ]);
      expect(both).toEqual(alone);
      compared++;
    }
    expect(compared).toBeGreaterThan(10);
  });

  it('says of a line what it calls, and which lines of the file are of other functions', () => {
    const profile = expectOk(combineProfiles([fixture('go1.26/heap-2.pb.gz')]));
    const context = opened(profile, DEFAULT_OPTIONS);
    const [file] = functionSource('main.main', context);
    if (file === undefined) throw new Error('no main');
    expect(file.calls.length).toBeGreaterThan(0);
    for (const { line, cum, flat } of file.lines) {
      const called = file.calls.filter((call) => call.line === line);
      expect(called.reduce((sum, { value }) => sum + value, 0)).toBe(cum - flat);
      for (const call of called) {
        const callee = functionSource(call.function, context).find((one) => one.file === call.file);
        expect(callee?.lines.map((one) => one.line)).toContain(call.at);
      }
    }
    expect(file.others.length).toBeGreaterThan(0);
    expect(file.others.map((one) => one.function)).not.toContain('main.main');
  });

  it('knows nothing of a function that is not there', () => {
    const context = opened(expectOk(combineProfiles([fixture('go1.26/heap-2.pb.gz')])), DEFAULT_OPTIONS);
    expect(functionSource('nowhere', context, context)).toEqual([]);
  });
});
