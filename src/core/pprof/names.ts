import type { Stack } from '../base/frame';
import { at, type Profile } from './profile';

/** The function's name, else the linker's name for it. */
export function shownName(profile: Profile, functionRow: number): string {
  const { functions, strings } = profile;
  return at(strings, at(functions.name, functionRow)) || at(strings, at(functions.systemName, functionRow));
}

/** Every function of which a line is, where it begins: what names and files alone tell needs no stacks. */
export function functionFrames(profile: Profile): Stack {
  const { functions, lines, strings } = profile;
  const used = new Set<number>(lines.function);
  return Array.from({ length: functions.length }, (_, row) => row)
    .filter((row) => used.has(row))
    .map((row) => ({
      function: shownName(profile, row),
      file: at(strings, at(functions.filename, row)),
      line: at(functions.startLine, row),
    }));
}

/**
 * The name under which `go tool pprof` lists a function. Names that the linker gave and no one has demangled pass
 * through pprof's guess at C++ (symbolizer.go, demangleSingleFunction): where one looks demangled already, its
 * argument lists and template arguments go. Mangled C++ and Rust names stay as they are here; Go has none.
 */
export function pprofName(profile: Profile, functionRow: number): string {
  const { functions, strings } = profile;
  const name = at(strings, at(functions.name, functionRow));
  const systemName = at(strings, at(functions.systemName, functionRow));
  if (name !== '' && name !== systemName) return name;
  if (!looksLikeCpp(systemName)) return systemName;
  return removeMatching(removeMatching(systemName, '(', ')'), '<', '>');
}

const looksLikeCpp = (name: string): boolean =>
  !name.includes('.<') && !name.includes(']).') && (/[<>[\]]/.test(name) || name.includes('::'));

/** Cuts out what stands between each outermost pair; a name in which they do not match stays whole. */
function removeMatching(name: string, open: string, close: string): string {
  let nesting = 0;
  let first = 0;
  for (let i = 0; i < name.length; i++) {
    if (name[i] === open && ++nesting === 1) first = i;
    else if (name[i] === close) {
      if (--nesting < 0) return name;
      if (nesting === 0) {
        name = name.slice(0, first) + name.slice(i + 1);
        i = first - 1;
      }
    }
  }
  return name;
}
