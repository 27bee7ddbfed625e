// Function names as Go's runtime prints them: import path, a dot, then the name, which may hold a receiver, type
// arguments as `[...]` (or spelt out, in files of other writers) and `.func1` per closure.
// The linker escapes a dot in the path's last element, and a few other bytes, as `%2e`.

/**
 * Import path of a function: `gopkg.in/yaml.v3` of `gopkg.in/yaml%2ev3.(*Decoder).Decode`. '' for what is not a Go
 * name (C functions, `non-Go function`, elided frames).
 */
export const packageOf = (name: string): string => {
  const path = spelledPackageOf(name);
  return path.includes('%') ? unescapePath(path) : path;
};

/** The same as the symbol spells it: `gopkg.in/yaml%2ev3`. */
export const spelledPackageOf = (name: string): string => {
  // Receivers and type arguments may hold slashes and dots of other paths; no import path holds `(` or `[`.
  const end = name.search(/[([]/);
  const head = end < 0 ? name : name.slice(0, end);
  return head.slice(0, Math.max(0, head.indexOf('.', head.lastIndexOf('/') + 1)));
};

const unescapePath = (path: string): string =>
  path.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** First elements of the standard library's import paths, `cmd` and its vendored modules included. */
const STANDARD_ROOTS = new Set(
  (
    'archive arena bufio builtin bytes cmd cmp compress container context crypto database debug embed encoding errors ' +
    'expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp ' +
    'runtime simd slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak'
  ).split(' '),
);

/** Whether an import path (or a source folder relative to GOROOT/src) is of the standard library, by its name alone. */
export const isStandardPath = (path: string): boolean => {
  const slash = path.indexOf('/');
  return STANDARD_ROOTS.has(slash < 0 ? path : path.slice(0, slash));
};

/** A Go symbol in its parts. Joined in order they are the symbol again. */
export interface GoNameParts {
  /** `github.com/x/y/`, with its last slash, or ''. */
  readonly path: string;
  /** `config.`, or '' where the name has none (assembly, C). */
  readonly pkg: string;
  /** `(*appConfigLoaderRainbowImpl).` or ''. */
  readonly receiver: string;
  /** `Watch.func1`. */
  readonly method: string;
}

/** A slash or dot inside brackets belongs to a type argument or a receiver, not to the path. */
export function splitGoName(name: string): GoNameParts {
  const bracket = name.search(/[[(]/);
  const head = bracket < 0 ? name : name.slice(0, bracket);
  const slash = head.lastIndexOf('/');
  const path = name.slice(0, slash + 1);
  const rest = name.slice(slash + 1);
  const dot = rest.indexOf('.');
  const opens = rest.search(/[[(]/);
  if (dot < 0 || (opens >= 0 && opens < dot)) return { path, pkg: '', receiver: '', method: rest };
  const pkg = rest.slice(0, dot + 1);
  const after = rest.slice(dot + 1);
  if (!after.startsWith('(')) return { path, pkg, receiver: '', method: after };
  const end = closing(after);
  return end > 0 && after[end + 1] === '.'
    ? { path, pkg, receiver: after.slice(0, end + 2), method: after.slice(end + 2) }
    : { path, pkg, receiver: '', method: after };
}

function closing(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (c === '(' || c === '[') depth += 1;
    else if (c === ')' || c === ']') {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return -1;
}
