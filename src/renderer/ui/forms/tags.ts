/** What ends a tag while it is typed or pasted. */
export const TAG_END = /[,，、\n]/;

/** `tags` and those in `text`, each once; `normalise` answers '' for what is none. The same list where nothing is new. */
export function addTags(
  tags: readonly string[],
  text: string,
  normalise: (tag: string) => string,
): readonly string[] {
  const added = text.split(TAG_END).map(normalise);
  const next = [...new Set([...tags, ...added.filter((tag) => tag !== '')])];
  return next.length === tags.length ? tags : next;
}
