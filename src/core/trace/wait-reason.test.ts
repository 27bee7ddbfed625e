import { describe, expect, it } from 'vitest';
import { waitStateOfTrace } from './wait-reason';

const stack = (...functions: string[]) => functions.map((name) => ({ function: name, file: '', line: 1 }));

describe('the wait state of a traced goroutine', () => {
  it.each([
    ['chan receive', stack('runtime.chanrecv1', 'main.f'), 'chan receive'],
    ['network', stack('internal/poll.(*FD).Read'), 'IO wait'],
    ['sync', stack('sync.(*Mutex).Lock', 'main.f'), 'sync.Mutex.Lock'],
    ['sync', stack('sync.(*RWMutex).RLock', 'main.f'), 'sync.RWMutex.RLock'],
    ['sync', stack('sync.(*Mutex).Lock', 'sync.(*RWMutex).Lock', 'main.f'), 'sync.Mutex.Lock'],
    ['sync', stack('sync.(*WaitGroup).Wait', 'main.f'), 'sync.WaitGroup.Wait'],
    ['sync', stack('internal/poll.(*fdMutex).rwlock', 'main.f'), 'semacquire'],
    ['sync.(*Cond).Wait', stack('sync.(*Cond).Wait'), 'sync.Cond.Wait'],
    ['forever', stack('runtime.chanrecv1', 'main.f'), 'chan receive (nil chan)'],
    ['forever', stack('runtime.chansend1', 'main.f'), 'chan send (nil chan)'],
    ['forever', stack('runtime.block', 'main.f'), 'select (no cases)'],
    ['system goroutine wait', stack('runtime.goparkunlock', 'runtime.bgscavenge'), 'GC scavenge wait'],
    ['system goroutine wait', stack('runtime.runFinalizers'), 'finalizer wait'],
    ['something of a newer Go', stack('main.f'), 'something of a newer Go'],
    ['', stack(), 'coroutine'],
    [null, stack('runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv2', 'main.f'), 'chan receive'],
    [null, stack('runtime.gopark', 'runtime.selectgo', 'main.f'), 'select'],
    [null, stack(), 'waiting'],
  ])('%s is told in the words of dumps', (reason, frames, state) => {
    expect(waitStateOfTrace(reason, frames)).toBe(state);
  });
});
