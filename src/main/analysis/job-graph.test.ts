import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIXTURES } from '../../../test/support/go-pprof';
import { unpackGraph } from '../../contract/graph-table';
import { NO_FILTERS } from '../../core/pprof/filter/filters';
import { compareCaptures } from './job-compare';
import { exportCapture, exportDifference } from './job-export';
import { graphOfCapture, graphOfTwo } from './job-graph';
import { tableOfCapture } from './job-profile';

const at = (name: string): string => path.join(FIXTURES, 'go1.26', name);
const TERMS = { nodeCount: 80, nodeFraction: 0.005, edgeFraction: 0.001, unit: 'minimum' as const };
const LIMITS = { filters: NO_FILTERS, ...TERMS };

describe('the graph of a capture', () => {
  it('shows what pprof shows, every box in a place of its own', async () => {
    const { bytes, sampleType } = await graphOfCapture({ files: [at('heap-2.pb.gz')], ...LIMITS });
    const { boxes, calls, places, total } = unpackGraph(bytes);
    expect(sampleType).toEqual({ type: 'inuse_space', unit: 'bytes' });
    expect(boxes[0]).toMatchObject({ function: 'main.newBuffer', lines: ['main', 'newBuffer'], own: true });
    expect(calls.map(({ from, to }) => [boxes[from]?.function, boxes[to]?.function])).toContainEqual([
      'main.grow',
      'main.newBuffer',
    ]);
    expect(total).toBeGreaterThan(boxes[0]?.cum ?? Infinity);
    for (const [i, a] of boxes.entries()) {
      for (let j = 0; j < i; j++) {
        const b = boxes[j]!;
        const apartX = Math.abs(places.x[i]! - places.x[j]!) >= (a.width + b.width) / 2 - 1;
        const apartY = Math.abs(places.y[i]! - places.y[j]!) >= (a.height + b.height) / 2 - 1;
        expect(apartX || apartY).toBe(true);
      }
    }
    // A caller stands above what it calls, and every call has its line.
    expect(calls.every((_, i) => places.pointStart[i + 1]! > places.pointStart[i]!)).toBe(true);
    expect(places.y[calls[0]!.from]).toBeLessThan(places.y[calls[0]!.to]!);
  });

  it('goes as far as it is asked to', async () => {
    const few = unpackGraph(
      (await graphOfCapture({ files: [at('heap-2.pb.gz')], ...LIMITS, nodeCount: 5 })).bytes,
    );
    expect(few.boxes.length).toBeLessThanOrEqual(5);
    expect(few.beforeCount).toBeGreaterThan(5);
    const none = unpackGraph(
      (await graphOfCapture({ files: [at('heap-2.pb.gz')], ...LIMITS, nodeFraction: 1 })).bytes,
    );
    expect([none.boxes, none.calls, none.places.width]).toEqual([[], [], 0]);
  });

  it('is told in the unit that is asked for', async () => {
    const { bytes } = await graphOfCapture({ files: [at('heap-2.pb.gz')], ...LIMITS, unit: 'kB' });
    const { boxes, calls } = unpackGraph(bytes);
    const texts = [...boxes.map(({ flatText }) => flatText), ...calls.map(({ text }) => text)];
    expect(texts.filter((text) => text !== '0' && !/^[\d.]+kB/.test(text))).toEqual([]);
  });
});

describe('the graph of what filters leave', () => {
  const filters = { options: { focus: 'main\\.newBuffer', hide: '^runtime\\.' }, ownOnly: false };
  const whole = { ...LIMITS, nodeFraction: 0, edgeFraction: 0, filters };
  const values = (bytes: Uint8Array): [string, number, number][] =>
    unpackGraph(bytes).boxes.map(({ function: name, flat, cum }) => [name, flat, cum]);

  it('has the numbers of the table', async () => {
    const { bytes } = await graphOfCapture({ files: [at('heap-2.pb.gz')], ...whole });
    const table = await tableOfCapture({ files: [at('heap-2.pb.gz')], filters });
    expect(values(bytes).sort()).toEqual(
      table.rows.map(({ function: name, flat, cum }) => [name, flat, cum]).sort(),
    );
    expect(unpackGraph(bytes).total).toBe(table.total);
  });

  it('has those of both sides in a difference', async () => {
    const files = { fileA: at('heap-1.pb.gz'), fileB: at('heap-2.pb.gz') };
    const { bytes } = await graphOfTwo({ ...files, normalize: false, ...whole });
    const { rows } = await compareCaptures({ ...files, kind: 'heap', filters });
    expect(unpackGraph(bytes).boxes.length).toBeGreaterThan(0);
    for (const { function: name, cum, before } of unpackGraph(bytes).boxes) {
      const row = rows.find((one) => one.function === name);
      expect([name, cum, before]).toEqual([name, (row?.cumB ?? 0) - (row?.cumA ?? 0), row?.cumA]);
    }
  });

  it('names them as -dot does', async () => {
    const { filters: _, ...graph } = whole;
    const bytes = await exportCapture({
      files: [at('heap-2.pb.gz')],
      filters,
      format: 'dot',
      name: '',
      pivot: null,
      graph,
    });
    expect(new TextDecoder().decode(bytes)).toContain('Active filters:\\l   focus=main\\\\.newBuffer');
  });
});

describe('the graph of a difference', () => {
  it('has signs, and says what was there before', async () => {
    const files = { fileA: at('heap-1.pb.gz'), fileB: at('heap-2.pb.gz') };
    const { bytes, totalA, totalB } = await graphOfTwo({ ...files, normalize: false, ...LIMITS });
    const { boxes, isDifference } = unpackGraph(bytes);
    expect(isDifference).toBe(true);
    const grow = boxes.find((box) => box.function === 'main.grow');
    expect(grow?.flatText === '0' || /^[+−]/.test(grow?.flatText ?? '')).toBe(true);
    expect(grow?.before).toBeGreaterThan(0);
    expect(boxes.some((box) => box.cum !== 0 && /^[+−]/.test(box.cumText))).toBe(true);

    const same = await graphOfTwo({ fileA: files.fileB, fileB: files.fileB, normalize: true, ...LIMITS });
    expect([unpackGraph(same.bytes).boxes, same.scaleA]).toEqual([[], 1]);
    expect(totalB).not.toBe(totalA);
  });

  it('is saved with the numbers that are drawn, normalised too', async () => {
    const asks = { fileA: at('heap-1.pb.gz'), fileB: at('heap-2.pb.gz'), filters: NO_FILTERS };
    const texts: string[] = [];
    for (const normalize of [false, true]) {
      const { boxes } = unpackGraph((await graphOfTwo({ ...asks, ...TERMS, normalize })).bytes);
      const saved = {
        ...asks,
        normalize,
        only: 'all',
        format: 'dot',
        name: '',
        pivot: null,
        graph: TERMS,
      } as const;
      const dot = new TextDecoder().decode(await exportDifference(saved));
      const [value = ''] = /[\d.]+[a-zA-Z]+/.exec(boxes.find((box) => box.flat !== 0)?.flatText ?? '') ?? [];
      expect(dot).toContain(value);
      texts.push(value);
    }
    expect(texts[0]).not.toBe(texts[1]);
    expect(texts).not.toContain('');
  });
});
