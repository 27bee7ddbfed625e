// Focus is never lost: where the focused part goes from the page (a row vanishes, a panel closes), what holds it takes over.
import { useEventListener } from '@vueuse/core';
import { onScopeDispose } from 'vue';

const FOCUSABLE =
  'a[href], button, input:not([disabled]):not([hidden]), select, textarea, [tabindex]:not([tabindex="-1"])';
/** Of the tabs of what is shown, the one that shows it. */
const SHOWN_TAB = '[role=tab][aria-selected=true]';

/** In the root component's setup; `home` is where the focus goes at last. */
export function keepFocus(home: () => HTMLElement | null): void {
  /** The focused element and what it stands in, innermost first. */
  let path: Element[] = [];
  useEventListener(document, 'focusin', ({ target }) => {
    path = [];
    for (let at = target instanceof Element ? target : null; at !== null; at = at.parentElement)
      path.push(at);
  });
  const observer = new MutationObserver(() => {
    const [lost] = path;
    if (lost === undefined || lost.isConnected || document.activeElement !== document.body) return;
    // A dialog that closes gives the focus back by itself, a turn later.
    setTimeout(() => {
      if (document.activeElement !== document.body || path[0] !== lost) return;
      // What holds the whole page is nobody's neighbour.
      const heir = path.find((element) => element.isConnected && element.closest('#app > *') !== null);
      const inside = heir?.querySelector(SHOWN_TAB) ?? heir?.querySelector(FOCUSABLE);
      const next = heir?.matches('[tabindex]') === true ? heir : inside;
      (next instanceof HTMLElement ? next : home())?.focus();
    });
  });
  observer.observe(document, { childList: true, subtree: true });
  onScopeDispose(() => observer.disconnect());
}
