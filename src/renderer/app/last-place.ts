// Where the user was when the window closed: reopening goes back there.
import { isTab, type Tab } from './tabs';

const KEY = 'plumbline.place';

export interface Place {
  readonly session: string;
  readonly tab: Tab;
}

/** Storage is foreign input too: whatever does not read as a place is none. */
export function parsePlace(text: string | null): Place | null {
  const found = /^([^\s/]{1,128})\/([a-z]+)$/.exec(text ?? '');
  const [, session, tab] = found ?? [];
  return session !== undefined && isTab(tab) ? { session, tab } : null;
}

export const readPlace = (storage: Storage): Place | null => parsePlace(storage.getItem(KEY));

export function keepPlace(storage: Storage, place: Place): void {
  storage.setItem(KEY, `${place.session}/${place.tab}`);
}
