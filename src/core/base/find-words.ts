// Finding what people have written: every word must be there, in any case and order. One meaning for the search over all
// sessions, the lists that are filtered, and what is marked in what was found.

/** One case and one spelling of accents. May change lengths: places in it are places in the text only where it did not. */
const fold = (text: string): string => text.normalize('NFC').toLowerCase();

/** What is looked for; none in a blank text, and nothing is found by no word. */
export const wordsOf = (text: string): string[] =>
  fold(text)
    .split(/\s+/)
    .filter((word) => word !== '');

/** `words` as wordsOf answers them. */
export function holdsWords(text: string, words: readonly string[]): boolean {
  if (words.length === 0) return false;
  const folded = fold(text);
  return words.every((word) => folded.includes(word));
}

/** Half-open, in UTF-16 units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where any of the words stands, in order and apart from one another: those that overlap or touch are one. */
export function findWords(text: string, words: readonly string[]): Span[] {
  const folded = fold(text);
  if (folded.length !== text.length) return [];
  const found: { from: number; to: number }[] = [];
  for (const word of new Set(words)) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      found.push({ from: at, to: at + word.length });
    }
  }
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  const apart: { from: number; to: number }[] = [];
  for (const span of found) {
    const last = apart.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else apart.push(span);
  }
  return apart;
}

/** The text in parts that are words and parts that are not. */
export function markWords(text: string, words: readonly string[]): { text: string; hit: boolean }[] {
  const parts: { text: string; hit: boolean }[] = [];
  let at = 0;
  for (const { from, to } of findWords(text, words)) {
    if (from > at) parts.push({ text: text.slice(at, from), hit: false });
    parts.push({ text: text.slice(from, to), hit: true });
    at = to;
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false });
  return parts;
}
