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

/** Code of the runtime, which is rarely what one looks for. */
export const isRuntimeName = (name: string): boolean =>
  /^(runtime|internal\/runtime\/[a-z]+|internal\/poll|internal\/runtime)[./]/.test(name);

export const baseName = (file: string): string =>
  file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);

/** `rainbow.go:72`; the file alone where the line is not known. */
export function fileLine(file: string, line: number): string {
  const base = baseName(file);
  return line > 0 && base !== '' ? `${base}:${line}` : base;
}

/**
 * The module that a symbol is probably of: `github.com/x/y`, `collect_svr`, `main`. A symbol does not say where its
 * module ends; three elements are right for the great hosts, and to mark the neighbours of a known frame that is enough.
 */
export function moduleOf(name: string): string {
  const { path, pkg } = splitGoName(name);
  const elements = [...path.split('/').slice(0, -1), pkg.slice(0, -1)];
  return elements.slice(0, elements[0]?.includes('.') === true ? 3 : 1).join('/');
}
