// What a flame graph answers to while it has the focus, and where the selection goes. The list of keys shows this table.
import { flameLevelOf, type FlameLayout } from '../../../core/layout/flame-layout';
import type { FlameTree } from '../../../core/pprof/flame-tree';
import { keyOf, ZOOM_ALIASES } from '../picture/picture-keys';

export type FlameAction =
  | 'callee'
  | 'caller'
  | 'next'
  | 'previous'
  | 'first'
  | 'zoomTo'
  | 'whole'
  | 'zoomIn'
  | 'zoomOut'
  | 'panLeft'
  | 'panRight'
  | 'pivot'
  | 'nextMatch'
  | 'previousMatch'
  | 'copyName'
  | 'copyStack';

/** By the names of `keyOf`. */
export const FLAME_KEYS: Readonly<Record<string, FlameAction>> = {
  ArrowDown: 'callee',
  ArrowUp: 'caller',
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  Home: 'first',
  Enter: 'zoomTo',
  Escape: 'whole',
  '+': 'zoomIn',
  '-': 'zoomOut',
  a: 'panLeft',
  d: 'panRight',
  p: 'pivot',
  F3: 'nextMatch',
  'Shift+F3': 'previousMatch',
  'Mod+c': 'copyName',
  'Mod+Shift+c': 'copyStack',
};

const ALIASES: Readonly<Record<string, FlameAction>> = ZOOM_ALIASES;

/** null: not the flame graph's. */
export function flameAction(event: Parameters<typeof keyOf>[0]): FlameAction | null {
  const key = keyOf(event);
  return key === null ? null : (FLAME_KEYS[key] ?? ALIASES[key] ?? null);
}

/** The box to which the selection goes; the same one where there is none that way. */
export function stepFrom(layout: FlameLayout, box: number, action: FlameAction): number {
  const { tree } = layout;
  switch (action) {
    case 'callee': {
      const child = tree.childStart[box]!;
      return child < tree.childStart[box + 1]! ? child : box;
    }
    case 'caller':
      return tree.parent[box]!;
    case 'next':
    case 'previous': {
      const level = flameLevelOf(tree, box);
      const next = box + (action === 'next' ? 1 : -1);
      return next >= tree.levelStart[level]! && next < tree.levelStart[level + 1]! ? next : box;
    }
    case 'first':
      return 0;
    default:
      return box;
  }
}

/** From a box up to the outermost: itself first, the root left out. */
export function stackOf(tree: FlameTree, box: number): number[] {
  const boxes: number[] = [];
  for (let at = box; at !== 0; at = tree.parent[at]!) boxes.push(at);
  return boxes;
}
