import { describe, expect, it } from 'vitest';
import { makeGrowthLife } from '../../../test/support/lives';
import type { GrowthReport } from '../../contract/growth';
import type { GrowthCapture, GrowthLife } from './growth-data';
import { pickObservations } from './observations';

const FORMS = {
  profiles: { kind: 'goroutine', encoding: 'proto' },
  texts: { kind: 'goroutine', encoding: 'text' },
  dumps: { kind: 'goroutine-dump', encoding: 'text' },
} as const;
type Form = keyof typeof FORMS;

/** A life with so many captures of each form. */
function life(id: number, counts: Partial<Record<Form, number>>, more = {}): GrowthLife {
  const captures = (Object.keys(counts) as Form[]).flatMap((form) =>
    Array.from({ length: counts[form] ?? 0 }, (_, i): GrowthCapture => ({
      ...{
        snapshotId: null,
        captureId: `${id} ${form} ${i}`,
        path: '',
        sha256: '',
        isDelta: false,
        ofAnother: null,
      },
      ...{ timeMs: i, numGc: null },
      ...FORMS[form],
    })),
  );
  return makeGrowthLife(captures, { life: String(id), ...more });
}

function pick(...lives: readonly GrowthLife[]) {
  const excluded: GrowthReport['excluded'] = [];
  const picked = pickObservations('goroutine', lives, excluded).map((one) => {
    const form = one?.source.of === 'goroutine-dump' ? 'dumps' : one?.source.encoding;
    return one === null ? null : `${one.captures.length} ${form}`;
  });
  return { picked, excluded };
}

describe('the observations of a life', () => {
  it('are of the form that there is most of, a profile before a dump, and of none where nothing counts', () => {
    expect(pick(life(1, { profiles: 3, dumps: 4 })).picked).toEqual(['4 dumps']);
    expect(pick(life(1, { profiles: 4, dumps: 4 })).picked).toEqual(['4 proto']);
    expect(pick(life(1, { texts: 4, dumps: 4 })).picked).toEqual(['4 text']);
    expect(pick(life(1, {})).picked).toEqual([null]);
    expect(pick(life(1, { profiles: 4 }, { mixed: true })).picked).toEqual([null]);
  });

  it('are none of a heap as text, and it is said to be left out', () => {
    const excluded: GrowthReport['excluded'] = [];
    const text = life(1, { texts: 2 }).captures.map((capture) => ({ ...capture, kind: 'heap' }));
    expect(pickObservations('heap', [makeGrowthLife(text)], excluded)).toEqual([null]);
    expect(excluded.map(({ why }) => why)).toEqual(['other-format', 'other-format']);
  });

  it('are of the form that the newest life is judged on, where there are enough', () => {
    expect(pick(life(1, { profiles: 7, dumps: 20 }), life(2, { profiles: 9 })).picked).toEqual([
      '7 proto',
      '9 proto',
    ]);
    expect(pick(life(1, { profiles: 6, dumps: 20 }), life(2, { profiles: 9 })).picked).toEqual([
      '20 dumps',
      '9 proto',
    ]);
    // A short life has no interval in any form.
    expect(pick(life(1, { profiles: 3, dumps: 3 }), life(2, { dumps: 9 })).picked).toEqual([
      '3 dumps',
      '9 dumps',
    ]);
  });

  it('are in the newest life rather of a form that an earlier one has, where little is given up for it', () => {
    const before = life(1, { profiles: 13 });
    expect(pick(before, life(2, { profiles: 7, dumps: 13 })).picked).toEqual(['13 proto', '7 proto']);
    expect(pick(before, life(2, { profiles: 7, dumps: 15 })).picked).toEqual(['13 proto', '15 dumps']);
    expect(pick(before, life(2, { profiles: 6, dumps: 7 })).picked).toEqual(['13 proto', '7 dumps']);
    expect(pick(life(1, { profiles: 6 }), life(2, { profiles: 8, dumps: 9 })).picked).toEqual([
      '6 proto',
      '9 dumps',
    ]);
    // Of several, the one that the newest life has most of.
    const both = life(1, { profiles: 13, texts: 13 });
    expect(pick(both, life(2, { profiles: 8, texts: 9, dumps: 10 })).picked).toEqual(['13 text', '9 text']);
  });

  it('leave the others out, each with its reason', () => {
    const odd = life(2, { profiles: 2, dumps: 3, texts: 1 });
    const captures = odd.captures.map((one, i) => ({
      ...one,
      isDelta: i === 0,
      ofAnother: i === 5 ? ('moved' as const) : null,
    }));
    const { picked, excluded } = pick(life(1, { dumps: 1 }), { ...odd, captures });
    expect(picked).toEqual(['1 dumps', '3 dumps']);
    expect(excluded).toEqual([
      { capture: '1 dumps 0', why: 'earlier-life' },
      { capture: '2 profiles 0', why: 'delta' },
      { capture: '2 profiles 1', why: 'other-format' },
      { capture: '2 texts 0', why: 'moved' },
    ]);
    // A dump beside profiles is no loss.
    expect(pick(life(1, { profiles: 3, dumps: 3 })).excluded).toEqual([]);
  });
});
