// What a source answers to while it has the focus. The list of keys shows this very table.
import { keyOf } from '../picture/picture-keys';

export type SourceAction =
  | 'down'
  | 'up'
  | 'pageDown'
  | 'pageUp'
  | 'first'
  | 'last'
  | 'nextHot'
  | 'previousHot'
  | 'callee'
  | 'back'
  | 'whole'
  | 'copyPlace'
  | 'open';

/** By the names of `keyOf`. */
export const SOURCE_KEYS: Readonly<Record<string, SourceAction>> = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
  Home: 'first',
  End: 'last',
  F3: 'nextHot',
  'Shift+F3': 'previousHot',
  ArrowRight: 'callee',
  ArrowLeft: 'back',
  Escape: 'whole',
  'Mod+c': 'copyPlace',
  Enter: 'open',
};

/** null: not the source's. */
export function sourceAction(event: Parameters<typeof keyOf>[0]): SourceAction | null {
  const key = keyOf(event);
  return key === null ? null : (SOURCE_KEYS[key] ?? null);
}
