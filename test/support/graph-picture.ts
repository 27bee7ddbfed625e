// A graph of made-up boxes and calls, for what lays out, packs and draws one.
import type { GraphTable, TableBox } from '../../src/contract/graph-table';

export function tableBox(name: string, box: Partial<TableBox> = {}): TableBox {
  return {
    function: name,
    file: '/a b/ü.go',
    line: 3,
    flat: 1,
    cum: 2,
    lines: [name],
    flatText: '1 (10%)',
    cumText: '2 (20%)',
    fontSize: 12,
    width: 80,
    height: 40,
    own: false,
    before: null,
    ...box,
  };
}

/** Boxes below one another, each calling the next. */
export function chainOf(names: readonly string[], box: Partial<TableBox> = {}): GraphTable {
  const boxes = names.map((name) => tableBox(name, box));
  const calls = names.slice(1).map((_, i) => ({
    from: i,
    to: i + 1,
    value: i + 1,
    text: `${i + 1}ms`,
    isInline: i % 2 === 1,
    isResidual: i % 3 === 1,
    weight: 1 + i,
    thickness: 1 + (i % 6),
  }));
  const line = (i: number): number[] => {
    const top = i * 100 + 60;
    return [50, top, 50, top + 10, 50, top + 20, 50, top + 30, 50, top + 40];
  };
  return {
    boxes,
    calls,
    total: 10,
    isDifference: box.before !== undefined && box.before !== null,
    dropped: 1,
    droppedCalls: 2,
    beforeCount: names.length,
    callsLeft: 0,
    places: {
      width: 100,
      height: names.length * 100,
      x: Float64Array.from(names, () => 50),
      y: Float64Array.from(names, (_, i) => i * 100 + 40),
      pointStart: Uint32Array.from({ length: calls.length + 1 }, (_, i) => i * 5),
      points: Float64Array.from(calls.flatMap((_, i) => line(i))),
      labelX: Float64Array.from(calls, () => 60),
      labelY: Float64Array.from(calls, (_, i) => i * 100 + 80),
    },
  };
}
