import { describe, expect, it } from 'vitest';
import type { Verification } from '../../../contract/domain';
import { conclusionOf, MOST_DAMAGE, sentencesOf } from './verification-sentences';

const found = (change: Partial<Verification>): Verification => ({
  ...{ formatVersion: 1, sessionId: 's', ok: true, captures: 1200, bytes: 2048, damage: [], journal: [] },
  ...{ tornBytes: 0, unclaimed: [], setAside: [], inTheWay: [], ...change },
});
const damage = (captureId: string, why: 'missing' | 'size' | 'content') => ({ captureId, why, message: '' });

describe('what a verification found', () => {
  it('is no sentence but the last where all is whole', () => {
    expect(sentencesOf(found({}))).toEqual([]);
    expect(conclusionOf(found({}))).toEqual({
      key: 'settings.verify.whole',
      values: { n: 1200, count: '1,200', size: '2.00\u00a0KB' },
    });
    expect(conclusionOf(found({ captures: 0, bytes: 0 })).key).toBe('settings.verify.nothing');
  });

  it('names each damage, then what a crash left', () => {
    const all = found({
      ...{
        ok: false,
        damage: [damage('a', 'missing'), damage('b', 'content')],
        journal: [{ message: 'Line 7 cannot be read.' }],
      },
      ...{ tornBytes: 18, unclaimed: ['1', '2', '3', '4'], setAside: ['x'], inTheWay: ['.index'] },
    });
    expect(sentencesOf(all).map(({ key, said, isDamage }) => [key ?? said?.message, isDamage])).toEqual([
      ['settings.verify.damage.missing', true],
      ['settings.verify.damage.content', true],
      ['Line 7 cannot be read.', true],
      ['settings.verify.inTheWay', true],
      ['settings.verify.torn', false],
      ['settings.verify.unclaimed', true],
      ['settings.verify.setAside', false],
    ]);
    expect(sentencesOf(all)[5]?.values).toMatchObject({ n: 4, files: '1, 2, 3 …' });
    expect(conclusionOf(all)).toMatchObject({ key: 'settings.verify.some', values: { whole: '1,198' } });
  });

  it('counts what is too much to be named', () => {
    const many = Array.from({ length: MOST_DAMAGE + 5 }, (_, i) => damage(String(i), 'missing'));
    const sentences = sentencesOf(found({ ok: false, damage: many }));
    expect(sentences).toHaveLength(MOST_DAMAGE + 1);
    expect(sentences.at(-1)).toMatchObject({ key: 'settings.verify.more', values: { n: 5 }, isDamage: true });
  });
});
