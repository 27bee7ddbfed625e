import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../../../contract/sources';
import { codeItems, heatOf, isTooShort, nextHot, startAt, widthOf, type CodeItem } from './source-lines';

const line = (n: number, flat: number, cum: number) => ({ line: n, flat, cum, before: null });
const file = (more: Partial<SourceFile> = {}): SourceFile => ({
  file: '/b/x.go',
  ...{ flat: 5, cum: 12, before: null, first: 3, last: 6 },
  lines: [line(4, 5, 7), line(6, 0, 12)],
  others: [
    { ...line(4, 1, 1), function: 'm.f.func1' },
    { ...line(5, 1, 2), function: 'm.f.func1' },
    { ...line(5, 1, 9), function: 'm.f.func2' },
    { ...line(9, 3, 3), function: 'm.g' },
  ],
  calls: [],
  found: {
    path: '/h/x.go',
    text: Array.from({ length: 10 }, (_, i) => `l${i + 1}`).join('\n'),
    from: 1,
    lineCount: 10,
    isOther: false,
  },
  looked: [],
  ...more,
});
const shown = (items: readonly CodeItem[]): string[] =>
  items.map((item) =>
    item.kind === 'fold'
      ? `${item.side} ${item.count}`
      : `${item.line} ${item.text} ${item.flat}/${item.cum} ${item.function}`,
  );

describe('codeItems', () => {
  it('are the lines of the function, folded away what is around it', () => {
    expect(shown(codeItems(file(), 'm.f', false))).toEqual([
      'above 2',
      '3 l3 0/0 ',
      '4 l4 5/7 m.f',
      '5 l5 1/9 m.f.func2',
      '6 l6 0/12 m.f',
      'below 4',
    ]);
  });

  it('are all lines, with what other functions spend', () => {
    const items = codeItems(file(), 'm.f', true);
    expect(items).toHaveLength(10);
    expect(items[8]).toMatchObject({ line: 9, isOwn: false, isInside: false, function: 'm.g', cum: 3 });
    expect(items[3]).toMatchObject({ line: 4, isOwn: true, isInside: true });
  });

  it('are cut where no one reads on', () => {
    const found = { path: '/h/x.go', text: 'y'.repeat(5_000), from: 4, lineCount: 4, isOther: false };
    const [first] = codeItems(file({ found }), 'm.f', true);
    expect(first).toMatchObject({ line: 4, text: 'y'.repeat(2_000) });
  });

  it('are figures alone where there is no source', () => {
    expect(shown(codeItems(file({ found: null }), 'm.f', false))).toEqual(['4  5/7 m.f', '6  0/12 m.f']);
  });

  it('have figures alone at their end for lines that the file does not have', () => {
    const found = { path: '/h/x.go', text: 'l1\nl2\nl3\nl4', from: 1, lineCount: 4, isOther: false };
    const lines = [line(-7, 1, 1), line(0, 2, 2), line(4, 5, 7), line(5_000, 81, 81)];
    const other = file({ found, lines, first: 3, last: 5_000 });
    const bare = ['-7  1/1 m.f', '0  2/2 m.f', '5000  81/81 m.f'];
    expect(shown(codeItems(other, 'm.f', false))).toEqual(['above 2', '3 l3 0/0 ', '4 l4 5/7 m.f', ...bare]);
    expect(shown(codeItems(other, 'm.f', true))).toEqual([
      ...['1 l1 0/0 ', '2 l2 0/0 ', '3 l3 0/0 ', '4 l4 5/7 m.f'],
      ...bare,
    ]);
    expect(startAt(codeItems(other, 'm.f', false), null)).toBe(5);
    expect([isTooShort(other), isTooShort(file()), isTooShort(file({ found: null }))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('are those alone of a file that ends before the function', () => {
    const bare = ['4  5/7 m.f', '6  0/12 m.f'];
    const short = { path: '/h/x.go', text: 'l1\nl2', from: 1, lineCount: 2, isOther: true };
    const far = file({ found: short, first: 4, last: 6 });
    expect(shown(codeItems(far, 'm.f', false))).toEqual(['above 2', ...bare]);
    const none = { path: '/h/x.go', text: '', from: 1, lineCount: 0, isOther: true };
    expect(shown(codeItems(file({ found: none }), 'm.f', true))).toEqual(bare);
  });

  it('keep to what came of a large file', () => {
    const part = { path: '/h/x.go', text: 'l4\nl5', from: 4, lineCount: 1_000, isOther: false };
    expect(shown(codeItems(file({ found: part }), 'm.f', false))).toEqual([
      '4 l4 5/7 m.f',
      '5 l5 1/9 m.f.func2',
      '6  0/12 m.f',
    ]);
  });
});

describe('where one is in a source', () => {
  const items = codeItems(file(), 'm.f', false);

  it('begins at what was asked for, else at what is heaviest', () => {
    expect(startAt(items, 5)).toBe(3);
    expect(startAt(items, null)).toBe(4);
    expect(startAt(items, 99)).toBe(4);
    expect(startAt([], 1)).toBe(-1);
  });

  it('goes from cost to cost, and around', () => {
    expect([nextHot(items, -1, 1), nextHot(items, 2, 1), nextHot(items, 4, 1)]).toEqual([2, 4, 2]);
    expect([nextHot(items, 2, -1), nextHot(items, -1, -1), nextHot([], 0, 1)]).toEqual([4, 4, -1]);
  });

  it('goes by the change where two are compared', () => {
    expect(heatOf({ cum: 3, before: { flat: 0, cum: 10 } })).toBe(-7);
    const even = { ...line(4, 5, 7), before: { flat: 5, cum: 7 } };
    const compared = codeItems(
      file({ lines: [even, { ...line(6, 0, 1), before: { flat: 0, cum: 4 } }] }),
      'm.f',
      false,
    );
    expect(nextHot(compared, -1, 1)).toBe(4);
    expect(startAt(compared, null)).toBe(4);
  });
});

describe('widthOf', () => {
  it('has tabs to the next stop', () => {
    expect([widthOf('\tx', 4), widthOf('ab\tx', 4), widthOf('', 4)]).toEqual([5, 5, 0]);
  });
});

it('a file is too short that ends before a line that was built from it, and not with one', () => {
  const ending = (line: number): SourceFile => file({ lines: [{ line, flat: 1, cum: 1, before: null }] });
  expect([10, 11].map((line) => isTooShort(ending(line)))).toEqual([false, true]);
});
