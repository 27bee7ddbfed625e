import { describe, expect, it } from 'vitest';
import { traceWaitWords } from '../../../test/support/trace-words';
import { fillOfState, lookOfState } from './wait-state';

describe('lookOfState', () => {
  it.each([
    ['running', 'cpu', 'plain'],
    ['runnable', 'cpu', 'hatch'],
    ['IO wait', 'kernel', 'hatch'],
    ['chan receive', 'chan', 'plain'],
    ['chan receive (nil chan)', 'chan', 'plain'],
    ['select', 'chan', 'dots'],
    ['select (no cases)', 'chan', 'dots'],
    ['semacquire', 'lock', 'plain'],
    ['sync.Mutex.Lock', 'lock', 'plain'],
    ['sync.RWMutex.RLock', 'lock', 'plain'],
    ['sync.Cond.Wait', 'lock', 'hatch'],
    ['sleep', 'time', 'plain'],
    ['GC worker (idle)', 'gc', 'plain'],
    ['finalizer wait', 'gc', 'plain'],
    ['GOMAXPROCS updater (idle)', 'gc', 'plain'],
    ['system goroutine wait', 'gc', 'hatch'],
    ['waiting', 'gc', 'dots'],
    ['something new', 'other', 'plain'],
  ])('%s', (state, family, texture) => {
    expect(lookOfState(state)).toEqual({ family, texture });
  });

  it('knows every word that traces have', () => {
    const words = ['running', 'runnable', 'syscall', ...traceWaitWords()];
    expect(words).toEqual(
      expect.arrayContaining(['system goroutine wait', 'synctest', 'waiting', 'unspecified']),
    );
    expect(words.filter((word) => lookOfState(word).family === 'other')).toEqual([]);
  });

  it('tells members of a family apart by texture', () => {
    const fills = ['chan receive', 'chan send', 'select'].map(fillOfState);
    expect(new Set(fills).size).toBe(3);
  });
});
