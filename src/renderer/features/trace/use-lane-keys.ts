// Perfetto's keys, while the lanes have the focus, and those of every list.
import { useShortcut, type Shortcut } from '../../state/shortcuts';

export interface LaneActions {
  /** Around the pointer where it is over the lanes, else the middle. */
  readonly zoom: (factor: number) => void;
  /** By a share of what is in view. */
  readonly pan: (share: number) => void;
  readonly fit: () => void;
  /** Along the chosen lane. */
  readonly along: (step: 1 | -1) => boolean;
  /** To another lane or group. */
  readonly choose: (step: 1 | -1) => boolean;
  readonly toggle: () => boolean;
  readonly clear: () => boolean;
  readonly unblocker: () => boolean;
}

export function useLaneKeys(on: LaneActions): void {
  const keys: Omit<Shortcut, 'group' | 'scope'>[] = [
    { key: 'w', label: 'trace.keys.zoomIn', repeats: true, run: () => on.zoom(0.7) },
    { key: 's', label: 'trace.keys.zoomOut', repeats: true, run: () => on.zoom(1 / 0.7) },
    { key: 'a', label: 'trace.keys.left', repeats: true, run: () => on.pan(-0.15) },
    { key: 'd', label: 'trace.keys.right', repeats: true, run: () => on.pan(0.15) },
    { key: 'ArrowLeft', label: 'trace.keys.left', repeats: true, run: () => on.pan(-0.15) },
    { key: 'ArrowRight', label: 'trace.keys.right', repeats: true, run: () => on.pan(0.15) },
    { key: 'f', label: 'trace.keys.fit', run: () => on.fit() },
    { key: ',', label: 'trace.keys.prior', repeats: true, run: () => on.along(-1) },
    { key: '.', label: 'trace.keys.next', repeats: true, run: () => on.along(1) },
    { key: 'ArrowUp', label: 'trace.keys.up', repeats: true, run: () => on.choose(-1) },
    { key: 'ArrowDown', label: 'trace.keys.down', repeats: true, run: () => on.choose(1) },
    { key: 'Enter', label: 'trace.keys.toggle', run: () => on.toggle() },
    { key: 'u', label: 'trace.keys.unblocker', run: () => on.unblocker() },
    { key: 'Escape', label: 'trace.keys.clear', run: () => on.clear() },
  ];
  for (const one of keys) useShortcut({ ...one, group: 'view', scope: 'lanes' });
}
