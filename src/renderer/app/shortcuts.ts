// One listener for all single keys; what they do is registered in state/shortcuts by whoever is on the page.
import { useEventListener } from '@vueuse/core';
import { useShortcuts } from '../state/shortcuts';

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

/** The same action for `?` on every layout: the character counts, not the key; a held key repeats only in steps. */
export function listenForShortcuts(): void {
  const shortcuts = useShortcuts();
  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTaken(event.target) || document.querySelector('[role=dialog]') !== null) return;
    if (event.repeat && event.key !== '[' && event.key !== ']') return;
    if (shortcuts.run(event.key)) event.preventDefault();
  });
}
