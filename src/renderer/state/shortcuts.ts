// The register of keys. The app listens once; a view that is on the page adds what it answers to, and it goes
// with the view.
import { defineStore } from 'pinia';
import { onScopeDispose, shallowRef } from 'vue';
import type { TextKey } from './text';

export type ShortcutGroup = 'general' | 'tabs' | 'timeline' | 'view';
export interface Shortcut {
  /** As KeyboardEvent.key gives it: `[`, `?`, `c`, `ArrowLeft`. `Mod+k` is Ctrl, or ⌘ on a Mac. */
  readonly key: string;
  /** What it does, for the list. */
  readonly label: TextKey;
  readonly group: ShortcutGroup;
  /** Returns false where it does not apply now: the key is then left to the page. */
  readonly run: () => boolean | void;
}

export const useShortcuts = defineStore('shortcuts', () => {
  const list = shallowRef<readonly Shortcut[]>([]);
  function add(shortcut: Shortcut): () => void {
    list.value = [...list.value, shortcut];
    return () => {
      list.value = list.value.filter((other) => other !== shortcut);
    };
  }
  /** The last that was added answers first. */
  function run(key: string): boolean {
    return list.value.findLast((shortcut) => shortcut.key === key && shortcut.run() !== false) !== undefined;
  }
  return { list, add, run };
});

/** For as long as the calling component is on the page. */
export function useShortcut(shortcut: Shortcut): void {
  onScopeDispose(useShortcuts().add(shortcut));
}
