// Whether what grows in the heap is what leaking goroutines hold: each leaves its own buffers, channels and contexts behind.
import type { Stack } from '../base/frame';
import { isOwn, ownSiteOf, type OwnCode } from '../base/own-code';
import { siteOf } from '../base/site';

/** Where the runtime allocates goroutines themselves. */
const MAKES_GOROUTINES = /^runtime\.(malg|newproc1?|allgadd|gcount)\b/;
/** `main.watch` of `main.watch.func1.2` and `main.watch.gowrap1`: who started it, if it was started where it is written. */
const CLOSURE = /(\.(func\d+|gowrap\d+|\d+))+$/;

/**
 * Which of `heap` are allocated by what leaks as `goroutines`: in the function in which these wait, be it the program's own or a library's, in the function
 * that they were started with or the one that started them, or by the runtime for goroutines themselves. Not in all that they stand in:
 * a handler and a router are in every request. Indexes of `heap`.
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
    for (const waits of [siteOf(stack), ownSiteOf(stack, own)])
      if (waits !== null) functions.add(waits.function);
    if (first === undefined) continue;
    const starter = first.function.replace(CLOSURE, '');
    if (isOwn(first, own)) functions.add(first.function);
    if (starter !== first.function) functions.add(starter);
  }
  // All that the main goroutine does stands in it.
  functions.delete('main.main');
  return heap.flatMap((stack, i) =>
    stack.some((frame) => functions.has(frame.function) || MAKES_GOROUTINES.test(frame.function)) ? [i] : [],
  );
}
