import { describe, expect, it } from 'vitest';
import { allCaptures, captureBytes } from '../../../test/support/go-pprof';
import { expectOk } from '../../../test/support/expect-ok';
import { decodeProfile } from '../pprof/decode';
import { stacksOf } from '../pprof/stacks';
import type { Frame, Stack } from './frame';
import { compileSearch } from './linear-regexp';
import { inferOwnCode, isOwn } from './own-code';
import { ownPattern } from './own-pattern';

const frame = (name: string, file: string): Frame => ({ function: name, file, line: 1 });

function check(stacks: readonly Stack[]): string {
  const own = inferOwnCode(stacks);
  const pattern = ownPattern(stacks, own);
  const matches = expectOk(compileSearch(pattern));
  for (const one of stacks.flat())
    expect([one.function, matches(one.function)]).toEqual([one.function, isOwn(one, own)]);
  return pattern;
}

describe('ownPattern', () => {
  it.each(allCaptures())('matches the own functions of a profile and no other: %s %s', (version, file) => {
    check(stacksOf(expectOk(decodeProfile(captureBytes(version, file))), 0).stacks);
  });

  const main = frame('main.main', '/src/svc/main.go');
  const runtime = frame('runtime.gopark', '/usr/lib/go/src/runtime/proc.go');

  it('is of main and of what holds own packages alone', () => {
    const stack = [
      runtime,
      frame('acme.io/team/svc/internal/a.F', '/src/svc/internal/a/a.go'),
      frame('acme.io/team/svc/internal/b.(*T).G', '/src/svc/internal/b/b.go'),
      main,
    ];
    expect(check([stack])).toBe('^(?:main\\.|acme\\.io/team/svc[./])');
  });

  it('names packages where another module lies within', () => {
    const stack = [
      runtime,
      frame('acme.io/svc/a.F', '/src/svc/a/a.go'),
      frame('acme.io/svc/dep.F', '/go/pkg/mod/acme.io/svc/dep@v1.2.3/d.go'),
      main,
    ];
    expect(check([stack])).toBe('^(?:main\\.|acme\\.io/svc/a[./])');
  });

  it('spells packages as symbols do', () => {
    const stack = [
      runtime,
      frame('acme.io/svc%2ev2.F', '/src/svc/f.go'),
      frame('acme.io/svc.v2/a.F', '/src/svc/a/f.go'),
      main,
    ];
    expect(expectOk(compileSearch(check([stack])))('acme.io/svc%2ev2.F')).toBe(true);
  });

  it('is of main alone where nothing else is known, and stays short', () => {
    expect(check([])).toBe('^(?:main\\.)');
    const many = Array.from({ length: 3_000 }, (_, i) => [
      frame(`acme.io/t/svc/p${i}.F`, `/src/svc/p${i}/a.go`),
      frame(`acme.io/t/svc/q${i}.F`, `/go/pkg/mod/acme.io/t/svc/q${i}@v1.2.3/d.go`),
      main,
    ]);
    expect(ownPattern(many, inferOwnCode(many))).toBe('^(?:main\\.|acme\\.io/t/svc[./])');
  });
});
