import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import type { Source } from './growth-data';
import type { SeriesIndex } from './series-index';
import { SeriesIndexes } from './series-indexes';

const PROFILES: Source = { kind: 'goroutine', of: 'goroutine', encoding: 'proto' };
const folder = temporaryFolder('series-indexes');
let session = 0;
beforeEach(() => void session++);
const of = (name: string, keepIndex = true): SeriesIndexes =>
  SeriesIndexes.of({ indexFolder: join(folder, `${session}-${name}`, '.index'), keepIndex });
const add = (index: SeriesIndex, to: number, from = 0): void => {
  for (let i = from; i < to; i++)
    index.add(`c${i}`, `sha-${i}`, [], new Float64Array(0), new Float64Array(0), 1);
};

describe('series indexes of a session', () => {
  it('are there the next time, with what was not worth saving', async () => {
    const first = of('a');
    add(await first.index(PROFILES), 3);
    await first.save();
    expect((await of('a').index(PROFILES)).size).toBe(3);
  });

  it('make room for those of another session, and are read from its disk again', async () => {
    const first = of('a');
    add(await first.index(PROFILES), 30);
    await first.save();
    add(await of('a').index(PROFILES), 33, 30);
    await of('b').save();
    expect((await of('a').index(PROFILES)).size).toBe(30);
  });

  it('are not kept where they are large', async () => {
    const first = of('a');
    const rows = Int32Array.from({ length: 2_000_000 }, () => 0);
    const values = new Float64Array(rows.length);
    (await first.index(PROFILES)).addRows('large', 'sha', rows, values, values, 1);
    await first.save();
    expect((await of('a').index(PROFILES)).size).toBe(0);
  });

  it('are read but not written where nothing may be kept', async () => {
    const first = of('a');
    add(await first.index(PROFILES), 30);
    await first.save();
    const looked = of('a', false);
    add(await looked.index(PROFILES), 60);
    await looked.save();
    await of('b').save();
    expect((await of('a').index(PROFILES)).size).toBe(30);
  });
});
