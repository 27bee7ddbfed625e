// What the keys of flame graphs and call graphs have in common.

/** Other names for the same, not listed: the key beside `+`, and what speedscope and Perfetto have for zoom. */
export const ZOOM_ALIASES = { '=': 'zoomIn', w: 'zoomIn', s: 'zoomOut', '0': 'whole' } as const;

/** A key by the name that tables of keys have: `Shift+F3`, `Mod+c`; `Mod` is Ctrl, or ⌘ on a Mac. null: none of theirs. */
export function keyOf({
  key,
  ctrlKey,
  metaKey,
  shiftKey,
  altKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): string | null {
  if (altKey) return null;
  const mod = ctrlKey || metaKey;
  // Of a sign alone, Shift is a part of what it is.
  const isSign = key.length === 1;
  const shift = shiftKey && (mod || !isSign) ? 'Shift+' : '';
  return `${mod ? 'Mod+' : ''}${shift}${isSign ? key.toLowerCase() : key}`;
}
