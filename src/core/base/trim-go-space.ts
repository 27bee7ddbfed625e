/** unicode.IsSpace: unlike JavaScript's it has U+0085, and no mark of byte order. */
const IS_SPACE = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Go's strings.TrimSpace, in time linear in what it takes away. */
export function trimGoSpace(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && IS_SPACE.test(text.charAt(start))) start++;
  while (end > start && IS_SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
