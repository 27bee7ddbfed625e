import { splitGoName } from './go-symbol';

export interface FittedName {
  /** What is left of the path, in the quiet colour. */
  readonly path: string;
  readonly name: string;
}

/** In a monospaced font most scripts outside Latin take two cells. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;
function cells(text: string): number {
  let sum = 0;
  for (const c of text) sum += WIDE.test(c) ? 2 : 1;
  return sum;
}

/** As much of the end as `room` cells hold. */
export function takeEnd(text: string, room: number): string {
  let out = '';
  let left = room;
  for (const c of [...text].reverse()) {
    left -= cells(c);
    if (left < 0) break;
    out = c + out;
  }
  return out;
}

export function takeStart(text: string, room: number): string {
  let out = '';
  let left = room;
  for (const c of text) {
    left -= cells(c);
    if (left < 0) break;
    out += c;
  }
  return out;
}

/** Shorter than this a piece of a receiver tells nothing. */
const LEAST_RECEIVER = 4;

/** Cells: fewer hold no ending that says something, as `.func1` does; then the beginning says more. */
const LEAST_END = 7;

/** `Push[go.shape.struct { c/d.X }].func1` → `Push[…].func1`: type arguments say least of all that is in a name. */
export function withoutTypeArguments(name: string): string {
  let out = '';
  let depth = 0;
  for (const c of name) {
    if (c === '[') {
      if (depth === 0) out += '[…]';
      depth += 1;
    } else if (c === ']' && depth > 0) depth -= 1;
    else if (depth === 0) out += c;
  }
  // What begins with a bracket, as `[unknown]`, is a name of its own; what is not closed is no type.
  return depth > 0 || name.startsWith('[') ? name : out;
}

/**
 * Shortens a Go name to `room` monospaced cells. The path gives way first, from its left at a slash; then type arguments,
 * which become `[…]`; then the receiver at its end, or a longer package from its left; then both; the method only when it does not fit
 * by itself, from its left, since `.func1` is what tells closures apart.
 */
export function fitGoName(full: string, room: number): FittedName {
  const { path, pkg, receiver, method } = splitGoName(full);
  const name = pkg + receiver + method;
  const nameCells = cells(name);
  if (cells(path) + nameCells <= room) return { path, name };

  if (nameCells <= room) {
    const forPath = room - nameCells - 1;
    for (let i = path.indexOf('/'); i >= 0 && i < path.length - 1; i = path.indexOf('/', i + 1)) {
      const tail = path.slice(i);
      if (cells(tail) <= forPath) return { path: `…${tail}`, name };
    }
    return { path: '', name };
  }

  const short = withoutTypeArguments(full);
  if (cells(short) < cells(full)) return fitGoName(short, room);

  if (receiver !== '') {
    const inner = receiver.slice(0, -2);
    const keep = room - cells(pkg) - cells(method) - 3;
    if (keep >= LEAST_RECEIVER) return { path: '', name: `${pkg}${takeStart(inner, keep)}…).${method}` };
    // A short receiver behind a long package: the package gives way, from its left.
    const forPackage = room - cells(receiver) - cells(method) - 1;
    if (forPackage >= LEAST_RECEIVER) {
      return { path: '', name: `…${takeEnd(pkg, forPackage)}${receiver}${method}` };
    }
    const withoutPackage = room - cells(method) - 4;
    if (withoutPackage >= LEAST_RECEIVER + 2) {
      return { path: '', name: `…${takeStart(inner, withoutPackage)}…).${method}` };
    }
  }
  if (cells(method) + 1 <= room) return { path: '', name: `…${method}` };
  const end = room < LEAST_END ? `${takeStart(method, room - 1)}…` : `…${takeEnd(method, room - 1)}`;
  return { path: '', name: end };
}

export const cellsOf = cells;
