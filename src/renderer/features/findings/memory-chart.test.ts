import { describe, expect, it } from 'vitest';
import { memoryLife, type MemoryLifeOptions } from '../../../../test/support/memory-life';
import { accountMemory, type AccountRow } from '../../../core/memory/account';
import { accountGrowth } from '../../../core/memory/account-growth';
import {
  chartOption,
  coloursOf,
  detailsAt,
  hasAccount,
  layersOf,
  notesOn,
  outlookOf,
  rowAt,
  rowsToDraw,
  totalAt,
  type ChartContent,
} from './memory-chart';

const MIB = 1 << 20;
const HOUR_MS = 3_600_000;

function contentOf(rows: readonly AccountRow[], more: Partial<ChartContent> = {}): ChartContent {
  const account = accountMemory(rows);
  const growth = accountGrowth({ target: null, life: '1' }, account);
  const layers = layersOf(account, growth);
  return {
    ...{ account, growth, layers, rows: rowsToDraw(account, layers), colours: coloursOf(layers, growth) },
    ...{ gaps: [], cursorMs: null, limitText: 'limit' },
    ...more,
  };
}
const life = (options: Partial<MemoryLifeOptions> = {}): AccountRow[] =>
  memoryLife({ seed: 4, snapshots: 144, ...options });
const without = (rows: readonly AccountRow[], ...fields: string[]): AccountRow[] =>
  rows.map((row) => ({
    ...row,
    memory: row.memory && { ...row.memory, ...Object.fromEntries(fields.map((field) => [field, undefined])) },
  }));
const noProfile = (rows: readonly AccountRow[]): AccountRow[] =>
  rows.map((row) => ({ ...row, liveHeapBytes: null }));

describe('layers', () => {
  it('are the parts that are known, from what is in use to the estimate', () => {
    expect(contentOf(life()).layers).toEqual(['runtime', 'stacks', 'live', 'headroom', 'idle', 'outside']);
    expect(contentOf(without(life(), 'rssBytes')).layers).toEqual([
      'runtime',
      'stacks',
      'live',
      'headroom',
      'idle',
    ]);
  });

  it('are the heap as one where live and dead are not told apart', () => {
    const { account, layers, rows } = contentOf(noProfile(life()));
    expect(layers).toEqual(['runtime', 'stacks', 'heap', 'idle', 'outside']);
    const row = rows[7] ?? 0;
    const sum = layers.reduce((all, layer) => all + (account[layer][row] ?? NaN), 0);
    expect(sum).toBeCloseTo(totalAt(account, row), 3);
  });

  it('are no account where the live heap is all there is', () => {
    const { layers } = contentOf(life().map((row) => ({ ...row, memory: null })));
    expect(layers).toEqual(['live']);
    expect(hasAccount(layers)).toBe(false);
    expect(hasAccount(contentOf(life()).layers)).toBe(true);
  });

  it('are those of the only snapshot, which shows no growth', () => {
    const { growth, layers, rows } = contentOf(life().slice(0, 1));
    expect(growth).toBeNull();
    expect(layers).toContain('outside');
    expect(rows).toEqual([0]);
  });
});

describe('colours', () => {
  const reds = new Set(['var(--account-live)', 'var(--account-stacks)', 'var(--account-headroom)']);
  it('are red for proven growth alone, and no two alike', () => {
    for (const leak of [{}, { liveLeak: 5 }, { outsideLeak: 3 }, { outsideLeak: 6, stackLeak: 2 }]) {
      const { colours, growth } = contentOf(life({ snapshots: 300, ...leak }));
      const red = [...colours].filter(([, colour]) => reds.has(colour)).map(([layer]) => layer);
      expect(red).toEqual(
        [...colours.keys()].filter((layer) => layer !== 'heap' && growth?.parts[layer]?.proven === true),
      );
      expect(new Set(colours.values()).size).toBe(6);
    }
  });
});

describe('rows', () => {
  it('are thinned evenly, with the first and the last', () => {
    const { rows } = contentOf(life({ snapshots: 3000 }));
    expect(rows).toHaveLength(600);
    expect([rows[0], rows.at(-1)]).toEqual([0, 2999]);
  });

  it('are found by time', () => {
    const { account, rows } = contentOf(life());
    expect(rowAt(account, rows, 1.1 * HOUR_MS)).toBe(7);
    expect(rowAt(account, rows, -5)).toBe(0);
    expect(rowAt(account, [], 5)).toBeNull();
  });
});

describe('the outlook', () => {
  const ofRss = (limit: number): AccountRow[] =>
    Array.from({ length: 20 }, (_, i) => ({
      timeMs: i * HOUR_MS,
      liveHeapBytes: null,
      memory: { rssBytes: (100 + 10 * i) * MIB, containerLimitBytes: limit * MIB },
    }));
  const rssOnly = (limit: number): ChartContent => ({
    ...contentOf(ofRss(limit)),
    rows: [...Array(20).keys()],
  });

  it('leads to the limit, or as far ahead as was watched', () => {
    const near = outlookOf(rssOnly(400));
    expect(near.limit).toBe(400 * MIB);
    expect(near.line.at(-1)?.[1]).toBeCloseTo(400 * MIB, 0);
    expect(near.endMs / HOUR_MS).toBeCloseTo(30, 1);
    const far = outlookOf(rssOnly(700));
    expect(far.endMs).toBe(38 * HOUR_MS);
    expect((far.line.at(-1)?.[1] ?? 0) / MIB).toBeCloseTo(480, 0);
  });

  it('has no limit that would press the rest flat, nor a line without a forecast', () => {
    expect(outlookOf(rssOnly(5000))).toEqual({ endMs: 19 * HOUR_MS, limit: null, line: [] });
    expect(outlookOf(contentOf(life()))).toMatchObject({ limit: null, line: [] });
  });
});

describe('the option', () => {
  const seriesOf = (content: ChartContent) =>
    chartOption(content)['series'] as { id: string; stack?: string; data: [number, number][] }[];

  it('stacks the layers and draws their sum over them', () => {
    const content = contentOf(life());
    const series = seriesOf(content);
    expect(series.filter(({ stack }) => stack === 'memory').map(({ id }) => id)).toEqual(content.layers);
    const total = series.find(({ id }) => id === 'total');
    expect(total?.data[9]).toEqual([content.account.timeMs[9], content.account.rss[9]]);
  });

  it('draws nothing across a gap', () => {
    const gaps = [{ fromMs: HOUR_MS, toMs: 2 * HOUR_MS }];
    const cut = seriesOf(contentOf(life(), { gaps }));
    for (const { id, data } of cut.filter((one) => one.id !== 'outlook')) {
      const holes = data.filter(([, value]) => Number.isNaN(value));
      expect([id, holes.length]).toEqual([id, 1]);
      expect(holes[0]?.[0]).toBeGreaterThan(HOUR_MS);
    }
  });

  it('has its ticks at round numbers, whatever is below zero', () => {
    const lower = life().map((row) => ({
      ...row,
      memory: row.memory && { ...row.memory, rssBytes: (row.memory.rssBytes ?? 0) - 50 * MIB },
    }));
    for (const rows of [life(), lower]) {
      const { axisLabel, max } = chartOption(contentOf(rows))['yAxis'] as {
        axisLabel: { customValues: number[] };
        max: number;
      };
      expect(axisLabel.customValues[0]).toBe(0);
      expect(axisLabel.customValues.every((tick) => tick % (50 * MIB) === 0)).toBe(true);
      expect(axisLabel.customValues.at(-1)).toBeLessThanOrEqual(max);
      expect(axisLabel.customValues.length).toBeGreaterThan(2);
    }
  });

  it('goes below zero where what is outside Go does', () => {
    const touched = life().map((row) => ({
      ...row,
      memory: row.memory && { ...row.memory, rssBytes: (row.memory.rssBytes ?? 0) - 90 * MIB },
    }));
    const content = contentOf(touched);
    expect((chartOption(content)['yAxis'] as { min: number }).min).toBeLessThan(0);
    expect((chartOption(contentOf(life()))['yAxis'] as { min: number }).min).toBe(0);
    // On its own side of zero, where all layers end.
    const sides = seriesOf(content).filter(({ id }) => id.startsWith('outside'));
    expect(sides.map(({ stack }) => stack)).toEqual(['memory', 'below']);
    expect(sides[0]?.data.every(([, value]) => value >= 0)).toBe(true);
    expect(sides[1]?.data.every(([, value]) => value <= 0)).toBe(true);
    expect(notesOn(content.account, content.growth, content.layers, 0)).toContain('negative');
  });
});

describe('what is said beside it', () => {
  const notes = (rows: readonly AccountRow[]): string[] => {
    const { account, growth, layers } = contentOf(rows);
    return notesOn(account, growth, layers, 0);
  };
  it('is what is not known, and what is easily mistaken', () => {
    expect(notes(life())).toEqual(['sampled']);
    expect(notes(noProfile(life()))).toEqual(['noLive']);
    expect(notes(without(life(), 'rssBytes'))).toEqual(['noRss', 'sampled']);
    expect(notes(life({ liveLeak: 5, gogc: 1000, gomemlimit: 420 }))).toEqual(['near', 'sampled']);
  });

  it('tells garbage from fragmentation where both are known', () => {
    const { account } = contentOf(life());
    expect(detailsAt(account, 3).map(({ name }) => name)).toEqual(['unswept', 'fragmentation', 'released']);
    expect(detailsAt(contentOf(noProfile(life())).account, 3).map(({ name }) => name)).toEqual([
      'fragmentation',
      'released',
    ]);
    expect(detailsAt(account, null)).toEqual([]);
  });
});
