import { describe, expect, it } from 'vitest';
import { fixture, GO_VERSIONS } from '../../../test/support/goroutine-fixtures';
import { decodeProfile } from '../pprof/decode';
import { goroutinesFromProfile } from './from-profile';
import type { Goroutines } from './goroutines';
import { parseDump } from './parse-dump';
import { isBlocked, waitStateOf } from './wait-class';

const profile = (path: string): Goroutines => {
  const decoded = decodeProfile(fixture(path));
  const g = decoded.ok ? goroutinesFromProfile(decoded.value) : decoded;
  if (!g.ok) throw new Error(g.error.message);
  return g.value;
};
const dump = (path: string): Goroutines => {
  const parsed = parseDump(fixture(path));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

/**
 * Goroutines by state and stack. A dump leaves out the runtime's frames, the middle of deep stacks and type arguments,
 * and older profiles end at 32 frames, so a stack is told by its first frames that are not the runtime's.
 */
const byStackAndState = (g: Goroutines): Map<string, number> => {
  const counts = new Map<string, number>();
  for (let i = 0; i < g.length; i++) {
    const frames = g.stacks[g.stack[i]!]!.map((f) => `${f.function.replace(/\[.*\]/, '[...]')}:${f.line}`);
    const inner = frames.filter((f) => !/^runtime\.|^internal\/runtime\//.test(f)).slice(0, 12);
    // The one that writes the profile is elsewhere a line later.
    const key = `${g.states[g.state[i]!] ?? '?'} | ${inner.some((f) => f.startsWith('runtime/pprof.write')) ? 'the writer' : inner.join(' ')}`;
    counts.set(key, (counts.get(key) ?? 0) + g.count[i]!);
  }
  return counts;
};

/** What older Go prints for states it has no name for yet. */
const SEMACQUIRE = [
  'sync.Mutex.Lock',
  'sync.RWMutex.Lock',
  'sync.RWMutex.RLock',
  'sync.WaitGroup.Wait',
  'semacquire',
];

describe('states inferred from a profile against the dump of the same moment', () => {
  it.each([...GO_VERSIONS, 'go1.26/trimpath'])('%s: agree for every goroutine', (version) => {
    const inferred = byStackAndState(profile(`goroutine/${version}/goroutine.debug0.pb.gz`));
    const said = byStackAndState(dump(`goroutine/${version}/goroutine.debug2.txt`));
    const disagree: string[] = [];
    const left = new Map(inferred);
    for (const [key, count] of said) {
      for (let i = 0; i < count; i++) {
        const [state = '', stack = ''] = key.split(' | ');
        const names = state === 'semacquire' ? SEMACQUIRE : [state];
        const match = names.map((name) => `${name} | ${stack}`).find((k) => (left.get(k) ?? 0) > 0);
        if (match === undefined) disagree.push(key);
        else left.set(match, left.get(match)! - 1);
      }
    }
    // Without start lines, which Go 1.19 does not write, a nil channel is only a channel.
    const expected = version === 'go1.19' ? ['chan receive (nil chan)', 'chan send (nil chan)'] : [];
    expect(disagree.map((key) => key.split(' | ')[0]).sort()).toEqual(expected);
  });
});

describe('waitStateOf', () => {
  const of = (...names: string[]) =>
    waitStateOf(names.map((name) => ({ function: name, file: '', line: 100 })));
  it.each([
    ['chan receive', ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv2', 'main.f']],
    ['select', ['runtime.gopark', 'runtime.selectgo', 'main.f']],
    ['select (no cases)', ['runtime.gopark', 'runtime.block', 'main.f']],
    ['IO wait', ['runtime.gopark', 'runtime.netpollblock', 'internal/poll.runtime_pollWait']],
    [
      'semacquire',
      [
        'runtime.gopark',
        'runtime.goparkunlock',
        'runtime.semacquire1',
        'internal/poll.runtime_Semacquire',
        'internal/poll.(*fdMutex).rwlock',
      ],
    ],
    [
      'sync.RWMutex.RLock',
      ['runtime.gopark', 'runtime.semacquire1', 'sync.runtime_SemacquireMutex', 'sync.(*RWMutex).RLock'],
    ],
    [
      'sync.Mutex.Lock',
      [
        'runtime.gopark',
        'runtime.semacquire1',
        'sync.runtime_SemacquireMutex',
        'sync.(*Mutex).lockSlow',
        'sync.(*Mutex).Lock',
        'sync.(*RWMutex).Lock',
      ],
    ],
    ['GC worker (idle)', ['runtime.gopark', 'runtime.gcBgMarkWorker']],
    ['syscall', ['syscall.Syscall6', 'os.(*File).Read']],
    ['syscall', ['internal/runtime/syscall.Syscall6', 'syscall.RawSyscall6', 'syscall.Syscall6']],
    ['syscall', ['runtime.cgocall', 'main._Cfunc_wait']],
    ['syscall', ['runtime.notetsleepg', 'os/signal.signal_recv']],
    [null, ['main.spin']],
    [null, ['runtime.asyncPreempt2', 'runtime.asyncPreempt', 'main.spin']],
    // In the midst of it, but not parked.
    [null, ['runtime.chanrecv', 'runtime.chanrecv1', 'main.f']],
    [null, ['runtime.gopark', 'main.f']],
    [null, []],
    [null, ['__proto__', 'constructor']],
  ] as const)('%s of %j', (state, names) => expect(of(...names)).toBe(state));
});

describe('isBlocked', () => {
  it('holds for waits on others, not for work, the runtime’s own, or the unknown', () => {
    for (const state of [
      'chan receive',
      'chan send (nil chan)',
      'select',
      'IO wait',
      'sync.Mutex.Lock',
      'semacquire',
      'sleep',
      'coroutine',
    ]) {
      expect(isBlocked(state), state).toBe(true);
    }
    for (const state of ['running', 'runnable', 'syscall', 'GC worker (idle)', 'finalizer wait', null]) {
      expect(isBlocked(state), String(state)).toBe(false);
    }
  });
});
