// Small flame graphs as one writes them down: functions, what they call, and the values of those that call nothing.
import type { FlameTable } from '../../src/contract/flame-table';
import { FlameBuilder } from '../../src/core/pprof/flame-tree';

export interface Calls {
  readonly [name: string]: number | Calls;
}

export function flameOf(calls: Calls): FlameTable {
  const builder = new FlameBuilder(false);
  const names: string[] = [];
  const rowOf = (name: string): number => {
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name);
  };
  let total = 0;
  const add = (below: Calls, stack: readonly number[]): void => {
    for (const [name, what] of Object.entries(below)) {
      const at = [...stack, rowOf(name)];
      if (typeof what !== 'number') add(what, at);
      else {
        builder.add(at, at.length, what, 0);
        total += what;
      }
    }
  };
  add(calls, []);
  const frames = names.map((name) => ({ function: name, file: '', line: 0, own: false }));
  return { tree: builder.finish(1e6), frames, total };
}
