import { describe, expect, it } from 'vitest';
import { captureBytes } from '../../../test/support/go-pprof';
import { expectOk } from '../../../test/support/expect-ok';
import { decodeProfile } from './decode';
import { dropFrames } from './drop-frames';
import type { Profile } from './profile';
import { stacksOf } from './stacks';

const profile = expectOk(decodeProfile(captureBytes('go1.26', 'goroutine-2.pb.gz')));

const functionsOf = (shown: Profile, having: string): string[] =>
  stacksOf(shown, 0)
    .stacks.map((stack) => stack.map((frame) => frame.function))
    .find((names) => names.includes(having)) ?? [];

describe('dropFrames', () => {
  it('cuts below the outermost frame that matches in full', () => {
    const drop = (pattern: string): string[] =>
      functionsOf(dropFrames({ ...profile, dropFrames: pattern }), 'main.park.func1');
    const whole = [
      'runtime.gopark',
      'runtime.selectgo',
      'main.(*watcher).watch',
      'main.park.func1',
      'runtime/pprof.Do',
    ];
    expect(drop('')).toEqual(whole);
    expect(drop('runtime\\.selectgo')).toEqual(whole.slice(2));
    expect(drop('selectgo')).toEqual(whole);
    // Methods are matched without what follows the first parenthesis, as pprof does.
    expect(drop('main\\.')).toEqual(whole.slice(3));
    // The outermost frame matches too, but nothing that stays lies outside of it.
    expect(drop('runtime.*')).toEqual(whole.slice(2));
  });

  it('keeps what keep_frames names', () => {
    const shown = dropFrames({ ...profile, dropFrames: 'runtime.*', keepFrames: 'runtime\\.selectgo' });
    expect(functionsOf(shown, 'main.park.func1')[0]).toBe('runtime.selectgo');
  });

  it('hides nothing where an expression cannot be read', () => {
    expect(dropFrames({ ...profile, dropFrames: '(' })).toMatchObject({ samples: profile.samples });
    expect(dropFrames({ ...profile, dropFrames: 'runtime.*', keepFrames: '(' }).samples).toBe(
      profile.samples,
    );
  });
});
