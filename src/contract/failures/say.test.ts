import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failed, PlumblineError } from '../errors';
import { sentenceSchema } from '../sentence';
import { FAILURES } from './catalogue';
import type { FailureEntry } from './entry';
import { inEnglish, said } from './say';

const entries = Object.entries<FailureEntry>(FAILURES);
const placeholders = (text: string): string[] =>
  [...text.replaceAll(/\{'[^']*'\}/g, '').matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

describe('the list of failures', () => {
  it('puts in the values that it declares, all of them and no other', () => {
    const differ = entries.flatMap(([key, { values = {}, message, advice = '' }]) => {
      const used = new Set(placeholders(message + advice));
      // `n` may choose between one and many without standing in either.
      const declared = Object.keys(values);
      const odd = [
        ...[...used].filter((name) => !declared.includes(name)),
        ...declared.filter((name) => !used.has(name) && name !== 'n'),
      ];
      return odd.length === 0 ? [] : [`${key}: ${odd.join(', ')}`];
    });
    expect(differ).toEqual([]);
  });

  it('holds no failure that nothing says', () => {
    const SRC = join(import.meta.dirname, '../..');
    const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|i18n[\\/]|contract[\\/]failures/.test(file))
      .map((file) => readFileSync(join(SRC, file), 'utf8'))
      .join('\n');
    const isSaid = (key: string): boolean =>
      sources.includes(`'${key}'`) ||
      ['format-', 'bytes-'].some((head) => key.startsWith(head) && sources.includes(`\`${head}\${`));
    expect(entries.map(([key]) => key).filter((key) => !isSaid(key))).toEqual([]);
  });

  it('has one code for each name in journals', () => {
    const codes = new Map<string, Set<string>>();
    for (const [key, { short = key, code }] of entries) {
      codes.set(short, (codes.get(short) ?? new Set()).add(code));
    }
    expect([...codes].filter(([, found]) => found.size > 1)).toEqual([]);
  });
});

describe('a failure in English', () => {
  it('is made of its key and values, each written by what it is', () => {
    expect(inEnglish(said('answer-timeout', { what: 'goroutine-dump', limit: 60_000 })).message).toBe(
      'The goroutine dump did not begin to answer within 60 s.',
    );
    expect(inEnglish(said('short-body', { what: 'heap', received: 900, announced: 5 << 20 })).message).toBe(
      'The heap profile ended early: 900 bytes of 5 MiB came.',
    );
    expect(inEnglish(said('empty', { what: 'http://a:1/metrics' })).message).toBe(
      'The page http://a:1/metrics came back empty.',
    );
    expect(inEnglish(said('clock-back', { step: 3_661_000 })).message).toBe(
      'The clock of this machine was set back by 1 h 1 min.',
    );
    expect(inEnglish(said('secret-parameter', { name: 'key', host: 'a:1' })).advice).toContain(': ${NAME}.');
  });

  it('chooses between one and many', () => {
    const missing = (n: number): string =>
      inEnglish(said('captures-missing', { n, id: 's', files: 'f' })).message;
    expect([missing(1), missing(1200)]).toEqual([
      'A capture file is missing from s: f.',
      '1,200 capture files are missing from s: f.',
    ]);
  });

  it('puts a value in as it is, be it a template itself', () => {
    const hostile = '{path} | {n} <b>$& ${TOKEN}';
    expect(inEnglish(said('no-file', { path: hostile })).message).toBe(`${hostile} is no file.`);
  });

  it('quotes what another sentence says', () => {
    const what = said('place-line', { id: 'steady-hqwc', line: 4 });
    const error = failed('damaged', { what, why: said('why-checksum') });
    expect(error.message).toBe('Line 4 of the journal of steady-hqwc is damaged: its checksum is wrong.');
    expect(sentenceSchema.parse(JSON.parse(JSON.stringify(error.toWire())))).toEqual(error.sentence);
    expect(new PlumblineError(error.toWire())).toMatchObject({
      code: 'format',
      message: error.message,
      said: error.said,
    });
  });
});

describe('a sentence from outside', () => {
  it('is told by its English where that is all there is', () => {
    expect(sentenceSchema.parse({ message: 'Old.' })).toEqual({ message: 'Old.' });
  });

  it('nests no deeper than its schema says', () => {
    const deep = (levels: number): unknown =>
      levels === 0 ? 'x' : { key: 'file-unreadable', values: { why: deep(levels - 1) } };
    expect(sentenceSchema.safeParse({ message: '', values: { why: deep(2) } }).success).toBe(true);
    expect(sentenceSchema.safeParse({ message: '', values: { why: deep(3) } }).success).toBe(false);
    expect(sentenceSchema.safeParse({ message: '', values: { why: [] } }).success).toBe(false);
  });
});
