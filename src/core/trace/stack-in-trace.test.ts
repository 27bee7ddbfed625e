import { beforeAll, describe, expect, it } from 'vitest';
import { expectOk } from '../../../test/support/expect-ok';
import { openLeakRecording } from '../../../test/support/leak-traces';
import type { Stack } from '../base/frame';
import { siteOf } from '../base/site';
import { parseDump } from '../goroutine/parse-dump';
import { appearanceIn, rowsWithStack } from '../goroutine/same-stack';
import { readTrace } from './read-trace';
import { stackInTrace } from './stack-in-trace';
import type { Trace } from './trace';

const SITE = /\.Watch\.func1$/;

describe('a stack of a dump in the traces of the same run', () => {
  const [, early, between, late] = openLeakRecording().captures.map(({ bytes }) => bytes);
  const traces: Trace[] = [];
  let leaking: Stack = [];
  let inDump = 0;
  beforeAll(async () => {
    for (const bytes of [early, late]) traces.push(expectOk(await readTrace([bytes!])));
    const dump = expectOk(parseDump(between!));
    const stacks = dump.stacks.filter((stack) => SITE.test(siteOf(stack)?.function ?? ''));
    const counts = stacks.map((stack) => appearanceIn(dump, rowsWithStack(dump, stack))?.count ?? 0);
    inDump = Math.max(...counts);
    leaking = stacks[counts.indexOf(inDump)] ?? [];
  });

  it('is there at their ends, fewer before the dump than after it', () => {
    const [before, after] = traces.map((trace) => stackInTrace(trace, leaking));
    expect(before?.there?.count).toBeGreaterThan(0);
    expect(before?.there?.count).toBeLessThanOrEqual(inDump);
    expect(after?.there?.count).toBeGreaterThanOrEqual(inDump);
    expect(before?.there?.states.map(({ what }) => what)).toEqual(['chan receive']);
    expect(before?.startFunction).toMatch(SITE);
  });

  it('counts those that were started during it, of a site alone too', () => {
    const site = siteOf(leaking);
    for (const trace of traces) {
      const { started, there } = stackInTrace(trace, leaking);
      expect(started).toBeGreaterThan(0);
      expect(started).toBeLessThanOrEqual(there?.count ?? 0);
      expect(stackInTrace(trace, site === null ? [] : [site])).toEqual({
        there,
        startFunction: expect.stringMatching(SITE) as string,
        started,
      });
    }
  });

  it('says so where none is there', () => {
    const none = [{ function: 'main.none', file: '', line: 1 }];
    expect(stackInTrace(traces[0]!, none)).toEqual({ there: null, startFunction: null, started: 0 });
    const began = [...none, { function: 'main.begin', file: '', line: 2 }];
    expect(stackInTrace(traces[0]!, began)).toEqual({ there: null, startFunction: 'main.begin', started: 0 });
  });
});
