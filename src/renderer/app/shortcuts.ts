// One listener for the keys of the page; what they do is registered in state/shortcuts by whoever is on it.
import { useEventListener } from '@vueuse/core';
import { useNotices } from '../state/notices.store';
import { isForeign, keyOf, useShortcuts } from '../state/shortcuts';

/** Typing, menus and dialogs have the keys for themselves. */
export function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return (
    ['TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('[role=dialog], [role=menu], [role=listbox]') !== null
  );
}

/** The same action for `?` on every layout: the character counts, not the key. With Mod a key counts in a field, too. */
export function listenForShortcuts(): void {
  const shortcuts = useShortcuts();
  const notices = useNotices();
  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isForeign(event)) return;
    const key = keyOf(event);
    if (!key.startsWith('Mod+') && isTaken(event.target)) return;
    if (document.querySelector('[role=dialog], [role=menu]') !== null) return;
    if (shortcuts.run(key, 'page', event.repeat)) event.preventDefault();
    // Silence would look like a key that is broken. In a field the key was the field's.
    else if (!event.repeat && !isTaken(event.target)) {
      const why = shortcuts.whyNot(key);
      if (why !== null) notices.add({ level: 'info', words: () => shortcuts.whyNot(key) ?? why });
    }
  });
}
