// The part of the graph in view, moved at once while a hand is on it and smoothly when it jumps.
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';
import { between, WHOLE, type FlameWindow } from '../../canvas/flame-window';

const JUMP_MS = 220;

export interface MovingWindow {
  readonly window: Readonly<ShallowRef<FlameWindow>>;
  /** Where it is, or will be once a jump is over. */
  readonly target: () => FlameWindow;
  readonly set: (to: FlameWindow) => void;
  readonly jump: (to: FlameWindow) => void;
}

export function useFlameWindow(): MovingWindow {
  const window = shallowRef<FlameWindow>(WHOLE);
  let target = WHOLE;
  let frame = 0;
  const stop = (): void => cancelAnimationFrame(frame);
  const set = (to: FlameWindow): void => {
    stop();
    target = to;
    window.value = to;
  };
  onScopeDispose(stop);
  return {
    window,
    target: () => target,
    set,
    jump(to) {
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
        set(to);
        return;
      }
      stop();
      target = to;
      const from = window.value;
      const began = performance.now();
      const step = (now: number): void => {
        const share = Math.min(1, Math.max(0, now - began) / JUMP_MS);
        // Slows down towards its end.
        window.value = between(from, to, 1 - (1 - share) ** 3);
        if (share < 1) frame = requestAnimationFrame(step);
      };
      frame = requestAnimationFrame(step);
    },
  };
}
