const STORED_AS = 'plumbline.key';

/**
 * Takes the key out of the address's fragment, so that it is in no bookmark, history or screenshot, and keeps it for
 * this tab. null where this tab never had one.
 */
export function takePageKey(location: Location, history: History, storage: Storage): string | null {
  const match = /^#key=([A-Za-z0-9_-]{20,})$/.exec(location.hash);
  const given = match?.[1];
  if (given !== undefined) {
    storage.setItem(STORED_AS, given);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return given ?? storage.getItem(STORED_AS);
}
