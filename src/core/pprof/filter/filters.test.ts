import { describe, expect, it } from 'vitest';
import { compileSearch } from '../../base/linear-regexp';
import { expectOk } from '../../../../test/support/expect-ok';
import {
  MAX_PATTERN,
  combineFilters,
  filterProblem,
  namePattern,
  type Filter,
  type FilterKind,
} from './filters';

const on = (kind: FilterKind, pattern: string): Filter => ({ kind, pattern, enabled: true });
const off = (kind: FilterKind, pattern: string): Filter => ({ kind, pattern, enabled: false });

describe('combineFilters', () => {
  it('makes one option of each kind that is on', () => {
    const { question, problems } = combineFilters([
      on('focus', 'main'),
      on('ignore', 'runtime'),
      off('ignore', 'net'),
      on('ignore', 'a|b'),
      on('tagroot', 'job'),
      on('tagroot', 'shard'),
      on('own', ''),
    ]);
    expect(question).toEqual({
      options: { focus: 'main', ignore: '(?:runtime)|(?:a|b)', tagroot: 'job,shard' },
      ownOnly: true,
    });
    expect(problems.every((problem) => problem === null)).toBe(true);
  });

  it('goes on without what cannot be read, and says why', () => {
    const { question, problems } = combineFilters([
      on('focus', '('),
      on('focus', 'main'),
      off('hide', '['),
      on('tagfocus', 'bytes=99999999999999999999'),
      on('tagfocus', 'bytes=1kb:'),
    ]);
    expect(question.options).toEqual({ focus: 'main', tagfocus: 'bytes=1kb:' });
    expect(problems).toEqual([
      { why: 'unreadable', detail: 'missing closing )' },
      null,
      { why: 'unreadable', detail: 'missing closing ]' },
      { why: 'unreadable', detail: expect.stringMatching(/beyond/) as string },
      null,
    ]);
  });

  it('takes one of those that cannot be one expression', () => {
    const { question, problems } = combineFilters([
      on('tagfocus', 'job=a'),
      on('tagfocus', 'shard=1'),
      on('tagignore', 'x'),
    ]);
    expect(question.options).toEqual({ tagfocus: 'job=a', tagignore: 'x' });
    expect(problems).toEqual([null, { why: 'second' }, null]);
  });

  it('leaves out those with which an expression would be too large', () => {
    const long = 'x'.repeat(MAX_PATTERN);
    const { question, problems } = combineFilters([
      on('hide', long),
      on('hide', `y${long}`),
      on('hide', 'z'),
    ]);
    expect(question.options).toEqual({ hide: `(?:${long})|(?:z)` });
    expect(problems).toEqual([null, { why: 'too-many' }, null]);
  });

  it('passes over an empty one and one that is there', () => {
    expect(combineFilters([on('show', ''), on('hide', 'a'), on('hide', 'a')]).question.options).toEqual({
      hide: 'a',
    });
  });

  it('reads nested repeats no longer than their bounds let it', () => {
    expect(filterProblem(on('focus', '((((a{30}){30}){30}){30})'))).not.toBeNull();
    expect(filterProblem(on('focus', '(a|a)*b'))).toBeNull();
  });
});

describe('namePattern', () => {
  it.each(['main.(*T).Do[...]', 'a.b', '^$', 'x\\y', '{1}', '日本.f', ''])('matches just %j', (name) => {
    const matches = expectOk(compileSearch(namePattern(name)));
    expect(matches(name)).toBe(true);
    expect(matches(`${name}x`)).toBe(false);
    expect(matches(`x${name}`)).toBe(false);
  });

  it('begins with what it can hold of a longer name, and never with half an escape', () => {
    const name = `${'a'.repeat(MAX_PATTERN - 2)}..😀`;
    const pattern = namePattern(name);
    expect(pattern.length).toBeLessThanOrEqual(MAX_PATTERN);
    expect(expectOk(compileSearch(pattern))(name)).toBe(true);
  });
});
