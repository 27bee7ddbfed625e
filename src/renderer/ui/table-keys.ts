// What a table answers to while it has the focus. The list of keys shows this very table.

export type TableAction =
  'down' | 'up' | 'pageDown' | 'pageUp' | 'first' | 'last' | 'open' | 'clear' | 'copyRow' | 'copyAll';

/** As KeyboardEvent.key gives it; `Mod` is Ctrl, or ⌘ on a Mac. */
export const TABLE_KEYS: Readonly<Record<string, TableAction>> = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
  Home: 'first',
  End: 'last',
  Enter: 'open',
  Escape: 'clear',
  'Mod+c': 'copyRow',
  'Mod+Shift+c': 'copyAll',
};

/** null: not the table's. */
export function tableAction(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): TableAction | null {
  if (event.altKey) return null;
  const mod = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const named = mod ? `Mod+${event.shiftKey ? 'Shift+' : ''}${key}` : key;
  return TABLE_KEYS[named] ?? null;
}
