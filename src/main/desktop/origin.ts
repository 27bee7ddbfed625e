/** The app's own scheme. Its pages have this origin, which no page from elsewhere can have. */
export const SCHEME = 'plumbline';
export const ORIGIN = `${SCHEME}://app`;
export const START_URL = `${ORIGIN}/desktop.html`;
/** A session of its own: the scheme is known there and nowhere else, and nothing of it is kept on disk. */
export const PARTITION = 'plumbline-window';
