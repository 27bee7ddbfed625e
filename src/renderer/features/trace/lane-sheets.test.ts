import { describe, expect, it, vi } from 'vitest';
import type { LaneSheet } from '../../workers/trace-answers';
import { LaneSheets } from './lane-sheets';

const sheet = (lanes: number): LaneSheet => ({
  spans: {
    states: ['running'],
    start: new Uint32Array(lanes + 1),
    from: new Float64Array(),
    state: new Uint8Array(),
    end: new Float64Array(lanes),
  },
  ids: new Float64Array(lanes),
  ran: null,
});

describe('the lanes of a trace', () => {
  it('are asked for once, when they are wanted', async () => {
    const ask = vi.fn(() => Promise.resolve(sheet(3)));
    const sheets = new LaneSheets({ ask: ask as never });
    expect(sheets.get('procs')).toBeNull();
    const wanted = [sheets.want('procs'), sheets.want('procs')];
    expect(sheets.get('procs')).toBeNull();
    await Promise.all(wanted);
    expect(sheets.get('procs')?.ids).toHaveLength(3);
    expect(sheets.get('goroutines')).toBeNull();
    expect(ask.mock.calls).toEqual([['sheet', 'procs']]);
  });

  it('may be wanted again where they did not come', async () => {
    const ask = vi.fn().mockRejectedValueOnce(new Error('no memory')).mockResolvedValueOnce(sheet(1));
    const sheets = new LaneSheets({ ask: ask as never });
    await expect(sheets.want('goroutines')).rejects.toThrow('no memory');
    expect([sheets.isLost('goroutines'), sheets.isLost('procs')]).toEqual([true, false]);
    const again = sheets.want('goroutines');
    expect(sheets.isLost('goroutines')).toBe(false);
    await again;
    expect(sheets.get('goroutines')).not.toBeNull();
  });

  it('are brought anew as far as they were wanted, beside those that were', async () => {
    const ask = vi.fn().mockResolvedValueOnce(sheet(1)).mockResolvedValueOnce(sheet(2));
    const sheets = new LaneSheets({ ask: ask as never });
    await sheets.want('procs');
    const later = await sheets.anew();
    expect([sheets, later].map((one) => one.get('procs')?.ids.length)).toEqual([1, 2]);
    expect(later.get('goroutines')).toBeNull();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('are lost, and nothing else is, where there is no memory for them anew', async () => {
    const ask = vi.fn().mockResolvedValueOnce(sheet(1)).mockRejectedValueOnce(new Error('no memory'));
    const sheets = new LaneSheets({ ask: ask as never });
    await sheets.want('goroutines');
    const later = await sheets.anew();
    expect([later.get('goroutines'), later.isLost('goroutines')]).toEqual([null, true]);
  });
});
