// Keys as they stand on a keyboard.
const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
  Enter: '↵',
  '-': '−',
};

/** `Mod+Shift+c` → `Ctrl`, `Shift`, `C`. */
export function keyCaps(key: string, mac = /Mac/.test(navigator.platform)): string[] {
  const parts = key === '+' ? ['+'] : key.split('+');
  return parts.map((part) => {
    if (part === 'Mod') return mac ? '⌘' : 'Ctrl';
    if (part === 'Shift') return mac ? '⇧' : 'Shift';
    return NAMES[part] ?? (parts.length > 1 && part.length === 1 ? part.toUpperCase() : part);
  });
}
