// What the product reads of the goroutines that leak in Go's own test programs, against what Go's test expects of them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { siteOf } from '../../src/core/base/site';
import { GOROUTINE_FLAGS, type Goroutines } from '../../src/core/goroutine/goroutines';
import {
  buildLeakPrograms,
  captureLeaks,
  whyNoLeakPrograms,
  type LeakCapture,
  type LeakCase,
} from '../support/go-leak-programs';

const RUNS = Number(process.env['PLUMBLINE_LEAK_RUNS'] ?? 3);
const why = await whyNoLeakPrograms();
if (why !== null) console.log(`Go's leaking programs are not run: ${why}.`);

describe.skipIf(why !== null)("Go's own programs that leak goroutines", () => {
  let folder = '';
  let cases: LeakCase[] = [];
  const captured = new Map<string, LeakCapture[]>();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-go-leaks-'));
    cases = await buildLeakPrograms(folder);
    for (const one of cases) {
      const runs: LeakCapture[] = [];
      for (let i = 0; i < RUNS; i++) runs.push(await captureLeaks(one, folder));
      captured.set(one.name, runs);
    }
  }, 3_000_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const each = function* (): Generator<{ one: LeakCase; runs: LeakCapture[] }> {
    for (const one of cases) yield { one, runs: captured.get(one.name) ?? [] };
  };

  it('are all there', () => {
    expect(cases.length).toBeGreaterThan(60);
  });

  it('are read with every leaked goroutine, in its state', () => {
    for (const { one, runs } of each()) {
      for (const { text, dump } of runs) {
        const said = [...text.matchAll(/^goroutine \d+ \[([^\],]*?) \(leaked\)/gm)].map(([, state]) => state);
        expect([
          one.name,
          leakedOf(dump)
            .map(({ state }) => state)
            .sort(),
        ]).toEqual([one.name, said.sort()]);
      }
    }
  });

  it('leak what Go expects, and nothing else', () => {
    for (const { one, runs } of each()) {
      const leaks = runs.flatMap(({ dump }) =>
        leakedOf(dump).map(({ began, state }) => `${began}() [${state}]`),
      );
      const expected = [...one.always, ...one.sometimes];
      const others = leaks.filter((leak) => !expected.some((pattern) => pattern.test(leak)));
      const missing = one.always.filter((pattern) => !leaks.some((leak) => pattern.test(leak)));
      expect([one.name, others, missing]).toEqual([one.name, [], []]);
    }
  });

  it('are in the same states by their frames alone', () => {
    const different: string[] = [];
    const states = new Map<string, number>();
    for (const { one, runs } of each()) {
      for (const { dump, dumpAfter, leaked, profile } of runs) {
        const before = tally(leakedOf(dump));
        const after = tally(leakedOf(dumpAfter));
        const inferred = tally(leakedOf(leaked));
        const among = tally(rowsOf(profile));
        for (const { state } of leakedOf(dump)) states.set(state, (states.get(state) ?? 0) + 1);
        for (const what of new Set([...before.keys(), ...inferred.keys()])) {
          const [least, count, most] = [before, inferred, after].map((of) => of.get(what) ?? 0);
          // What has leaked stays, so between the two dumps there is no less than in the first and no more than in the second.
          if (count! < least! || count! > most!)
            different.push(`${one.name}: ${what}, ${least} to ${most} by the dumps, ${count} by frames`);
          // Others may wait at the same place and not be leaked.
          if ((among.get(what) ?? 0) < least!)
            different.push(
              `${one.name}: ${what}, ${least} by the dump, ${among.get(what) ?? 0} in the profile`,
            );
        }
      }
    }
    const all = [...states.values()].reduce((sum, count) => sum + count, 0);
    console.log(
      [
        `${all} leaked goroutines of ${cases.length} cases, ${RUNS} runs each; ${different.length} differences`,
        ...[...states].sort(([, a], [, b]) => b - a).map(([state, count]) => `  ${count} ${state}`),
        ...new Set(different),
      ].join('\n'),
    );
    expect(different).toEqual([]);
  });
});

interface Row {
  readonly site: string;
  /** The outermost function, as Go's test names it. */
  readonly began: string;
  readonly state: string;
}

/** One row for each goroutine. */
function rowsOf(g: Goroutines, flags = 0): Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < g.length; i++) {
    if (((g.flags[i] ?? 0) & flags) !== flags) continue;
    const stack = g.stacks[g.stack[i] ?? 0] ?? [];
    const state = g.states[g.state[i] ?? -1] ?? '';
    const row = {
      site: siteOf(stack)?.function ?? '',
      began: (stack.at(-1)?.function ?? '').replace(/^main\./, ''),
      state,
    };
    for (let left = g.count[i] ?? 0; left > 0; left--) rows.push(row);
  }
  return rows;
}

const leakedOf = (g: Goroutines): Row[] => rowsOf(g, GOROUTINE_FLAGS.leaked);

function tally(rows: readonly Row[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { site, state } of rows) {
    const word = `${site} [${state}]`;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
