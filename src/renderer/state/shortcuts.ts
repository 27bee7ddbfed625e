// The register of commands and their keys. The app listens once; a part of the page adds what it answers to, and it goes
// with that part. The list of keys and the palette show what is registered, so that neither can promise what is not there.
import { defineStore } from 'pinia';
import { onScopeDispose, shallowRef } from 'vue';
import type { TextKey } from './text';

export type ShortcutGroup = 'general' | 'tabs' | 'timeline' | 'view';
/** Where a key counts: everywhere, or only while that part of the page has the focus. */
export type ShortcutScope = 'page' | 'timeline' | 'rail' | 'lanes';

export interface Shortcut {
  /** As KeyboardEvent.key gives it: `[`, `?`, `c`, `ArrowLeft`, `Shift+Enter`. `Mod+k` is Ctrl, or ⌘ on a Mac. Absent: palette only. */
  readonly key?: string;
  /** What it does, for the list and the palette. */
  readonly label: TextKey;
  readonly group: ShortcutGroup;
  readonly scope?: ShortcutScope;
  /** A held key runs it again and again; else once. */
  readonly repeats?: boolean;
  /** Why it cannot run now, in a sentence; null: it can. */
  readonly why?: () => string | null;
  /** Returns false where it does not apply now: the key is then left to the page. */
  readonly run: () => boolean | void;
}

const isMac = (): boolean => /Mac/.test(navigator.platform);

/** How the register names what was pressed; letters as typed, named keys with the modifiers held. */
export function keyOf(event: KeyboardEvent, mac = isMac()): string {
  const mod = mac ? event.metaKey : event.ctrlKey;
  const named = event.key.length > 1;
  const letter = mod && !named ? event.key.toLowerCase() : event.key;
  return `${mod ? 'Mod+' : ''}${event.shiftKey && (named || mod) ? 'Shift+' : ''}${letter}`;
}

/** Whether another modifier gives the key to the browser or the system. */
export const isForeign = (event: KeyboardEvent, mac = isMac()): boolean =>
  event.altKey || (mac ? event.ctrlKey : event.metaKey);

export const useShortcuts = defineStore('shortcuts', () => {
  const list = shallowRef<readonly Shortcut[]>([]);

  function add(shortcut: Shortcut): () => void {
    list.value = [...list.value, shortcut];
    return () => {
      list.value = list.value.filter((other) => other !== shortcut);
    };
  }

  const isHere = (shortcut: Shortcut, scope: ShortcutScope): boolean => (shortcut.scope ?? 'page') === scope;

  /** The last that was added answers first. What is held down runs only what repeats. */
  function run(key: string, scope: ShortcutScope = 'page', held = false): boolean {
    return (
      list.value.findLast(
        (shortcut) =>
          shortcut.key === key &&
          isHere(shortcut, scope) &&
          (!held || shortcut.repeats === true) &&
          (shortcut.why?.() ?? null) === null &&
          shortcut.run() !== false,
      ) !== undefined
    );
  }

  /** Why a key of the page that is listed does nothing now; null: it does, or it is none of ours. */
  const whyNot = (key: string): string | null =>
    list.value.findLast((shortcut) => shortcut.key === key && isHere(shortcut, 'page'))?.why?.() ?? null;

  /** For the part of the page that has the focus: what it answers to goes no further. */
  function handle(event: KeyboardEvent, scope: ShortcutScope): void {
    if (event.isComposing || isForeign(event) || !run(keyOf(event), scope, event.repeat)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  return { list, add, run, whyNot, handle };
});

/** For as long as the calling component is on the page. */
export function useShortcut(shortcut: Shortcut): void {
  onScopeDispose(useShortcuts().add(shortcut));
}
