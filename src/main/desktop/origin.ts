/** The app's own scheme. Its pages have this origin, which no page from elsewhere can have. */
export const SCHEME = 'plumbline';
export const ORIGIN = `${SCHEME}://app`;
export const START_URL = `${ORIGIN}/desktop.html`;
/** A session of its own: the scheme is known there and nowhere else. Kept on disk for the page's small memory (last place). */
export const PARTITION = 'persist:workbench';
