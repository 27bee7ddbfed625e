/** Go's %10s: as wide as so many characters, of which one may be two units of UTF-16. */
export const padStart = (text: string, width: number): string =>
  text.length >= width * 2 ? text : ' '.repeat(Math.max(0, width - Array.from(text).length)) + text;
