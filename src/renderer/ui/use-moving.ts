// The part of a picture in view, moved at once while a hand is on it and smoothly when it jumps.
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';

const JUMP_MS = 220;

export interface Moving<T> {
  readonly at: Readonly<ShallowRef<T>>;
  /** Where it is, or will be once a jump is over. */
  readonly target: () => T;
  readonly set: (to: T) => void;
  readonly jump: (to: T) => void;
}

/** `between`: what is in view on the way from one to another, at 0 to 1. */
export function useMoving<T>(first: T, between: (from: T, to: T, share: number) => T): Moving<T> {
  const at = shallowRef(first) as ShallowRef<T>;
  let target = first;
  let frame = 0;
  const stop = (): void => cancelAnimationFrame(frame);
  const set = (to: T): void => {
    stop();
    target = to;
    at.value = to;
  };
  onScopeDispose(stop);
  return {
    at,
    target: () => target,
    set,
    jump(to) {
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
        set(to);
        return;
      }
      stop();
      target = to;
      const from = at.value;
      const began = performance.now();
      const step = (now: number): void => {
        const share = Math.min(1, Math.max(0, now - began) / JUMP_MS);
        // Slows down towards its end.
        at.value = between(from, to, 1 - (1 - share) ** 3);
        if (share < 1) frame = requestAnimationFrame(step);
      };
      frame = requestAnimationFrame(step);
    },
  };
}
