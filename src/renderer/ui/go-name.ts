import { splitGoName } from '../../core/base/go-symbol';

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
