import { describe, expect, it } from 'vitest';
import { readLabels, readQuoted } from './go-quote';

describe('readQuoted', () => {
  it.each([
    ['"plain"', 'plain'],
    [String.raw`"say \"hi\"\n\\ }:"`, 'say "hi"\n\\ }:'],
    [String.raw`"\u914d\u7f6e \u00e9 \U0001f600 \x07\a"`, '配置 é 😀 \u0007\u0007'],
    ['"配置"', '配置'],
    [String.raw`"tenant-\xe9 \udce9"`, 'tenant-\udce9 \ufffd'],
  ])('%s', (line, text) => expect(readQuoted(line, 0)).toEqual({ text, end: line.length }));

  it.each(['', 'x', '"no end', '"ends in \\', String.raw`"\u12"`, String.raw`"\U00110000"`])(
    'refuses %s',
    (line) => expect(readQuoted(line, 0)).toBeNull(),
  );
});

describe('readLabels', () => {
  it.each([
    ['{}', []],
    ['{"k":"v"}', [['k', 'v']]],
    [
      '{"a":"1", "b":"a]b, }"}',
      [
        ['a', '1'],
        ['b', 'a]b, }'],
      ],
    ],
    [
      '{sweep: "a]b", handler: Report}',
      [
        ['sweep', 'a]b'],
        ['handler', 'Report'],
      ],
    ],
  ] as const)('%s', (line, pairs) => expect(readLabels(line, 0)).toEqual({ pairs, end: line.length }));

  it.each(['{', '{"k"', '{"k":', '{"k":"v"', '{k}', '[]'])('refuses %s', (line) =>
    expect(readLabels(line, 0)).toBeNull(),
  );
});
