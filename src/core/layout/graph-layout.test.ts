import { describe, expect, it } from 'vitest';
import { chainOf } from '../../../test/support/graph-picture';
import { layoutQuestion, readLayout } from './graph-layout';

const HOSTILE = '"]; x [image="/etc/passwd" label=<<IMG SRC="/etc/passwd"/>>';

describe('layoutQuestion', () => {
  it('holds sizes and weights, and nothing of any name', () => {
    const question = layoutQuestion(chainOf([HOSTILE, 'runtime.main', HOSTILE]));
    expect(question).not.toContain('passwd');
    expect(question).not.toContain('runtime');
    expect(question).toContain('0[width=1.111 height=0.556];');
    expect(question).toMatch(/^1->2\[weight=2 /m);
  });

  it('asks for less where there is more', () => {
    const of = (count: number): string => layoutQuestion(chainOf(Array.from({ length: count }, String)));
    expect(of(200)).toContain('TABLE');
    expect(of(201)).not.toContain('TABLE');
    expect(of(701)).toContain('splines=polyline');
  });
});

describe('readLayout', () => {
  const picture = chainOf(['a', 'b']);
  const answer = {
    bb: '0,120,100,0',
    objects: [{ pos: '50,20' }, { pos: '50,100' }],
    edges: [{ pos: 'e,50,80 50,40 50,50 50,60 50,70', lp: '70,60' }],
  };

  it('reads boxes, curves with the tip last, and labels', () => {
    const places = readLayout(answer, picture);
    expect(places).toMatchObject({ width: 100, height: 120 });
    expect([...(places?.points ?? [])]).toEqual([50, 40, 50, 50, 50, 60, 50, 70, 50, 80]);
    expect([...(places?.pointStart ?? [])]).toEqual([0, 5]);
    expect([places?.labelX[0], places?.labelY[0]]).toEqual([70, 60]);
  });

  it('leaves a line out that it cannot read, and refuses what is not an answer', () => {
    const bent = (pos: unknown) => readLayout({ ...answer, edges: [{ pos }] }, picture)?.points.length;
    for (const pos of [undefined, 7, '', 'e,1', 'e,1,2 3', 'x,y z', 'NaN,1 2,3', 'e,,, 1,2']) {
      expect(bent(pos)).toBe(0);
    }
    for (const wrong of [
      null,
      'text',
      {},
      { ...answer, bb: '1,2' },
      { ...answer, objects: [] },
      { ...answer, edges: 5 },
      { ...answer, objects: [{ pos: 'a,b' }, {}] },
    ]) {
      expect(readLayout(wrong, picture)).toBeNull();
    }
  });
});
