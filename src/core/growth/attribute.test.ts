import { describe, expect, it } from 'vitest';
import type { Stack } from '../base/frame';
import { inferOwnCode } from '../base/own-code';
import { heapOfGoroutines } from './attribute';

const stack = (...names: string[]): Stack =>
  names.map((name) => ({
    function: name,
    file: name.startsWith('runtime.') ? '/usr/local/go/src/runtime/proc.go' : `/src/${name}.go`,
    line: 1,
  }));
const LEAK = stack('runtime.gopark', 'runtime.chanrecv1', 'main.(*KV).Watch.func1');
const theirs = (heap: Stack[], goroutines: Stack[] = [LEAK]): number[] =>
  heapOfGoroutines(heap, goroutines, inferOwnCode([...heap, ...goroutines]));

describe('what grows in the heap', () => {
  it('is that of leaking goroutines where they allocate it, or what started them, or the runtime for them', () => {
    expect(
      theirs([
        stack('bytes.makeSlice', 'main.(*KV).Watch.func1'),
        stack('runtime.makechan', 'main.(*KV).Watch', 'main.refresh'),
        stack('runtime.malg', 'runtime.newproc1', 'runtime.newproc.func1'),
        stack('main.(*Cache).Put', 'main.serve'),
        stack('main.load', 'main.main'),
      ]),
    ).toEqual([0, 1, 2]);
  });

  it('is not theirs for the function in which all of a program is', () => {
    const goroutine = stack('runtime.gopark', 'main.wait', 'main.main');
    expect(theirs([stack('main.(*Cache).Put', 'main.main')], [goroutine])).toEqual([]);
    expect(theirs([stack('main.buffer', 'main.wait', 'main.main')], [goroutine])).toEqual([0]);
  });

  it('is not theirs for what stands in every request: the server, a router, the handler above', () => {
    const goroutine = stack(
      'runtime.chanrecv1',
      'main.(*orders).wait',
      'main.route',
      'net/http.(*conn).serve',
    );
    const heap = [
      stack('main.(*Sessions).Add', 'main.login', 'main.route', 'net/http.(*conn).serve'),
      stack('main.newOrder', 'main.(*orders).wait', 'main.route', 'net/http.(*conn).serve'),
    ];
    expect(theirs(heap, [goroutine])).toEqual([1]);
  });

  it('is of its own where no goroutine leaks', () => {
    expect(theirs([stack('runtime.malg', 'runtime.newproc1')], [])).toEqual([]);
  });

  it('goes by the first function of goroutines of libraries too', () => {
    const goroutine = stack(
      'runtime.selectgo',
      'example.com/grpc.(*loopy).run',
      'example.com/grpc.New.gowrap2',
    );
    expect(theirs([stack('example.com/grpc.New', 'main.dial')], [goroutine])).toEqual([0]);
  });
});
