// A stack's identity across lives, for what people write about it: function names only, leaf first, since lines move
// with every build. What is written beside a stack must be found whether a profile or a dump shows it, so the names
// are those that both have: from the site on, without the runtime's entry below, type arguments as `[...]`.
import type { Stack } from './frame';
import { packageOf } from './go-symbol';
import { isSiteFrame } from './site';

/** Leaf first; all of it where every frame is the runtime's. */
export const stackNames = (stack: Stack): string[] => {
  const names = stack.map((frame) => functionName(frame.function));
  const site = stack.findIndex((frame) => isSiteFrame(frame));
  if (site < 0) return names;
  let end = names.length;
  while (end > site + 1 && packageOf(names[end - 1] ?? '') === 'runtime') end--;
  return names.slice(site, end);
};

/** `config.Drain[go.shape.int]` → `config.Drain[...]`, as dumps have it. */
export function functionName(name: string): string {
  if (!name.includes('[')) return name;
  let kept = '';
  let depth = 0;
  for (const c of name) {
    if (c === '[' && depth++ === 0) kept += '[...]';
    if (depth === 0) kept += c;
    if (c === ']' && depth > 0) depth--;
  }
  return kept;
}

/** One text per identity. U+001E cannot stand in a Go symbol. */
export const stackNamesKey = (names: readonly string[]): string => names.join('\u001e');
