import { describe, expect, it } from 'vitest';
import { fixture, GO_VERSIONS } from '../../../test/support/goroutine-fixtures';
import { goroutinesFromProfile } from '../goroutine/from-profile';
import { parseDump } from '../goroutine/parse-dump';
import { decodeProfile } from '../pprof/decode';
import type { Stack } from './frame';
import { siteOf } from './site';
import { functionName, stackNames, stackNamesKey } from './stack-names';

const frame = (name: string, line = 1) => ({ function: name, file: 'x.go', line });

describe('stackNames', () => {
  it('are those from the site on, whatever the lines', () => {
    const stack = [
      frame('runtime.gopark'),
      frame('runtime.chanrecv1'),
      frame('a/b.(*T).Wait', 7),
      frame('main.main'),
    ];
    expect(stackNames(stack)).toEqual(['a/b.(*T).Wait', 'main.main']);
    expect(stackNames(stack.map((f) => ({ ...f, line: 99 })))).toEqual(stackNames(stack));
  });

  it('have no type arguments and no entry of the runtime', () => {
    expect(functionName('a.(*Q[go.shape.[]uint8,b.T[int]]).Pop[x].func1')).toBe('a.(*Q[...]).Pop[...].func1');
    expect(functionName('a.Q[...]')).toBe('a.Q[...]');
    expect(functionName('a.f[')).toBe('a.f[...]');
    expect(stackNames([frame('main.f[int]'), frame('main.main'), frame('runtime.main')])).toEqual([
      'main.f[...]',
      'main.main',
    ]);
  });

  it('are all where no frame is a site', () => {
    expect(stackNames([frame('runtime.gopark'), frame('runtime.bgsweep')])).toEqual([
      'runtime.gopark',
      'runtime.bgsweep',
    ]);
    expect(stackNames([])).toEqual([]);
  });

  it.each(GO_VERSIONS)('%s: a profile and a dump of one process name the parked stacks alike', (version) => {
    const profile = decodeProfile(fixture(`goroutine/${version}/goroutine.debug0.pb.gz`));
    if (!profile.ok) throw new Error(profile.error.message);
    const fromProfile = goroutinesFromProfile(profile.value);
    const fromDump = parseDump(fixture(`goroutine/${version}/goroutine.debug2.txt`));
    if (!fromProfile.ok || !fromDump.ok) throw new Error('no goroutines');
    const own = (stacks: readonly Stack[]): Set<string> =>
      new Set(
        stacks
          .filter((stack) => /internal\/pkg/.test(siteOf(stack)?.function ?? ''))
          .map((stack) => stackNamesKey(stackNames(stack))),
      );
    const inProfile = own(fromProfile.value.stacks);
    const inDump = own(fromDump.value.stacks);
    expect(inProfile.size).toBeGreaterThan(1);
    expect([...inDump].sort()).toEqual([...inProfile].sort());
  });
});
