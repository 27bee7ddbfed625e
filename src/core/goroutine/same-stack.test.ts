// One stack in captures of other forms: recorded of one moment by every version of Go, and made where a recording has none.
import { describe, expect, it } from 'vitest';
import { expectOk } from '../../../test/support/expect-ok';
import { GO_VERSIONS, bytesOf, fixture } from '../../../test/support/goroutine-fixtures';
import type { Stack } from '../base/frame';
import { siteOf } from '../base/site';
import { decodeProfile } from '../pprof/decode';
import { goroutinesFromProfile } from './from-profile';
import type { Goroutines } from './goroutines';
import { parseCounts } from './parse-counts';
import { parseDump } from './parse-dump';
import {
  appearanceIn,
  creatorChain,
  isSamePlace,
  isSameStack,
  labelShares,
  rowsWithStack,
} from './same-stack';

describe('a place', () => {
  it('is the same by the names of a profile and of a text', () => {
    const of = (name: string, line = 7) => ({ function: name, file: '/src/queue.go', line });
    expect(isSamePlace(of('main.Pop[go.shape.string]'), of('main.Pop[...]'))).toBe(true);
    expect(isSamePlace(of('main.(*Queue[go.shape.int]).Pop'), of('main.(*Queue[...]).Pop'))).toBe(true);
    expect(isSamePlace(of('main.Pop'), of('main.Push'))).toBe(false);
    expect(isSamePlace(of('main.Pop'), of('main.Pop', 8))).toBe(false);
  });
});

const dumpOf = (text: string): Goroutines => expectOk(parseDump(bytesOf(text)));
/** But for the one that writes them, which is at another line each time. */
const isOwn = (stack: Stack): boolean =>
  /^(main|leaky_svr)\b/.test(siteOf(stack)?.function ?? '') &&
  !stack.some((f) => f.function === 'main.write');
const countIn = (g: Goroutines, stack: Stack): number => appearanceIn(g, rowsWithStack(g, stack))?.count ?? 0;

describe.each(GO_VERSIONS)('a stack of a profile by %s', (version) => {
  const profile = expectOk(
    goroutinesFromProfile(expectOk(decodeProfile(fixture(`goroutine/${version}/goroutine.debug0.pb.gz`)))),
  );
  const text = expectOk(parseCounts(fixture(`goroutine/${version}/goroutine.debug1.txt`)));
  const dump = expectOk(parseDump(fixture(`goroutine/${version}/goroutine.debug2.txt`)));

  it('is found in the text and in the dump of the same moment, as often', () => {
    const stacks = profile.stacks.filter(isOwn);
    expect(stacks.length).toBeGreaterThan(20);
    for (const stack of stacks) {
      const here = countIn(profile, stack);
      expect([siteOf(stack), countIn(text, stack), countIn(dump, stack)]).toEqual([
        siteOf(stack),
        here,
        here,
      ]);
    }
  });
});

const frame = (name: string, line = 1) => ({ function: name, file: '/x.go', line });

describe('isSameStack', () => {
  const stack = [
    frame('runtime.gopark'),
    frame('main.wait', 7),
    frame('main.run', 9),
    frame('runtime.goexit'),
  ];

  it('goes by function and line from the site outwards, whatever of the runtime is shown', () => {
    const isSame = isSameStack(stack);
    expect(isSame([frame('main.wait', 7), frame('main.run', 9)])).toBe(true);
    expect(isSame([frame('runtime.chanrecv'), ...stack])).toBe(true);
    expect(isSame([frame('main.wait', 8), frame('main.run', 9)])).toBe(false);
    expect(isSame([frame('main.wait', 7), frame('main.other', 9)])).toBe(false);
    expect(isSame([frame('main.wait', 7)])).toBe(false);
    expect(isSame([])).toBe(false);
  });

  it('is any at the site where the site is all that is known', () => {
    const isSame = isSameStack([frame('main.wait', 7)]);
    expect(isSame(stack)).toBe(true);
    expect(isSame([frame('main.run', 9)])).toBe(false);
    expect(isSameStack([])(stack)).toBe(false);
  });
});

const goroutine = (goid: number, how: string, at: string, by: string): string =>
  `goroutine ${goid} [${how}]:\n${at}()\n\t/x.go:7\n${by}\n`;
const made = (name: string, by: number, line = 3): string =>
  `created by ${name} in goroutine ${by}\n\t/x.go:${line}`;

describe('what a dump says of a stack', () => {
  const dump = dumpOf(
    [
      'goroutine 1 [select]:\nmain.main()\n\t/x.go:1\n',
      goroutine(5, 'select, 9 minutes', 'main.poll', made('main.start', 1)),
      goroutine(7, 'chan receive, 3 minutes', 'main.wait', made('main.poll', 5)),
      goroutine(8, 'chan receive', 'main.wait', made('main.poll', 5)),
      goroutine(9, 'semacquire, 8 minutes', 'main.wait', made('main.other', 99, 4)),
    ].join('\n'),
  );
  const rows = rowsWithStack(dump, [frame('main.wait', 7)]);

  it('is how many wait, in which states, for how long', () => {
    expect(appearanceIn(dump, rows)).toEqual({
      count: 3,
      states: [
        { what: 'chan receive', count: 2 },
        { what: 'semacquire', count: 1 },
      ],
      waitMinutes: { min: 0, max: 8 },
      key: 'main.wait /x.go:7',
    });
    expect(appearanceIn(dump, [])).toBeNull();
  });

  it('is who started them, and who those, as far as they are still there', () => {
    expect(creatorChain(dump, rows)).toEqual([
      {
        frame: { function: 'main.poll', file: '/x.go', line: 3 },
        count: 2,
        startFunction: frame('main.poll', 7),
      },
      {
        frame: { function: 'main.start', file: '/x.go', line: 3 },
        count: 1,
        startFunction: frame('main.main', 1),
      },
    ]);
    expect(creatorChain(dump, [])).toEqual([]);
    const orphan = dumpOf(goroutine(9, 'select', 'main.wait', made('main.other', 99)));
    expect(creatorChain(orphan, [0])).toEqual([
      { frame: { function: 'main.other', file: '/x.go', line: 3 }, count: 1, startFunction: null },
    ]);
  });

  it('does not go round where goroutines name each other as their creators', () => {
    const circle = dumpOf(
      [
        goroutine(5, 'select', 'main.a', made('main.b', 6)),
        goroutine(6, 'select', 'main.b', made('main.a', 5)),
      ].join('\n'),
    );
    expect(creatorChain(circle, [0])).toHaveLength(2);
  });
});

describe('labelShares', () => {
  it('has the values of each label, and how many have none', () => {
    const text = [
      'goroutine profile: total 10',
      '6 @ 0x1\n# labels: {"tenant":"acme", "route":"/list"}\n#\t0x1\tmain.wait+0x1\t/x.go:7',
      '3 @ 0x1\n# labels: {"tenant":"blue"}\n#\t0x1\tmain.wait+0x1\t/x.go:7',
      '1 @ 0x1\n#\t0x1\tmain.wait+0x1\t/x.go:7',
    ].join('\n\n');
    const g = expectOk(parseCounts(bytesOf(`${text}\n`)));
    expect(labelShares(g, rowsWithStack(g, [frame('main.wait', 7)]))).toEqual([
      {
        key: 'tenant',
        without: 1,
        count: 2,
        values: [
          { value: 'acme', weight: 6 },
          { value: 'blue', weight: 3 },
        ],
      },
      { key: 'route', without: 4, count: 1, values: [{ value: '/list', weight: 6 }] },
    ]);
  });
});
