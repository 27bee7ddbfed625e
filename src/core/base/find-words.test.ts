import { describe, expect, it } from 'vitest';
import { findWords, holdsWords, markWords, wordsOf } from './find-words';

describe('words', () => {
  it('are all there, in any case and order', () => {
    expect(wordsOf('  OOM\tKill ')).toEqual(['oom', 'kill']);
    expect(holdsWords('pod 3: Kill by oom', wordsOf('OOM kill'))).toBe(true);
    expect(holdsWords('pod 3: oom', wordsOf('OOM kill'))).toBe(false);
    expect(holdsWords('Cafe\u0301', wordsOf('CAFÉ'))).toBe(true);
    expect(holdsWords('重启之后内存继续增长', wordsOf('内存'))).toBe(true);
  });

  it('are none in a blank text, and find nothing', () => {
    expect(wordsOf(' \n ')).toEqual([]);
    expect(holdsWords('anything', [])).toBe(false);
    expect(findWords('anything', [])).toEqual([]);
  });

  it('stand where they are marked, those that overlap as one', () => {
    expect(findWords('Watch the watcher', wordsOf('watch'))).toEqual([
      { from: 0, to: 5 },
      { from: 10, to: 15 },
    ]);
    expect(markWords('a leaking leak', wordsOf('leak king'))).toEqual([
      { text: 'a ', hit: false },
      { text: 'leaking', hit: true },
      { text: ' ', hit: false },
      { text: 'leak', hit: true },
    ]);
    expect(
      markWords('none', wordsOf('leak'))
        .map(({ text }) => text)
        .join(''),
    ).toBe('none');
  });

  it('that lie in one another or touch are marked once', () => {
    expect(markWords('aaa', wordsOf('aa a'))).toEqual([{ text: 'aaa', hit: true }]);
  });

  it('are not marked where places in the folded text are none in this one', () => {
    // U+0130 becomes two characters in lower case.
    expect(markWords('İ leak', wordsOf('leak'))).toEqual([{ text: 'İ leak', hit: false }]);
  });
});
