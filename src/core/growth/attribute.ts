// Whether what grows in the heap is what leaking goroutines hold: each leaves its own buffers, channels and contexts behind.
import type { Stack } from '../base/frame';
import { isOwn, type OwnCode } from '../base/own-code';

/** Where the runtime allocates goroutines themselves. */
const MAKES_GOROUTINES = /^runtime\.(malg|newproc1?|allgadd|gcount)\b/;
/** `main.watch` of `main.watch.func1.2` and `main.watch.gowrap1`: who started it, if it was started where it is written. */
const CLOSURE = /(\.(func\d+|gowrap\d+|\d+))+$/;
/** In it everything is, of every program. */
const EVERYWHERE = 'main.main';

/**
 * Which of `heap` are allocated by what leaks as `goroutines`: in the program's own functions that these stand in, or in those
 * that started them, or by the runtime for goroutines themselves. Indexes of `heap`.
 */
export function heapOfGoroutines(
  heap: readonly Stack[],
  goroutines: readonly Stack[],
  own: OwnCode,
): number[] {
  if (goroutines.length === 0) return [];
  const functions = new Set<string>();
  for (const stack of goroutines) {
    const first = stack.at(-1);
    for (const frame of stack) if (isOwn(frame, own)) functions.add(frame.function);
    if (first !== undefined) functions.add(first.function).add(first.function.replace(CLOSURE, ''));
  }
  functions.delete(EVERYWHERE);
  return heap.flatMap((stack, i) =>
    stack.some((frame) => functions.has(frame.function) || MAKES_GOROUTINES.test(frame.function)) ? [i] : [],
  );
}
