// The nodes that pprof's reports sum over, at its default granularity: one per function name. A function or a
// location without a name is told apart by its binary (internal/graph, nodeInfo).
import { pprofName } from './names';
import { at, type Profile } from './profile';

export interface GraphNodes {
  readonly length: number;
  /** As pprof prints it: name, else `[binary]`, else `<unknown>`. */
  readonly name: readonly string[];
  /** pprof's last resort between equal names. */
  readonly tieBreak: readonly string[];
  /** Row of the first function that has the name; −1 for a location without lines. */
  readonly functionRow: Int32Array;
  /** Offsets: the nodes of location i are nodeOfLocation[start[i] … start[i+1]−1], inlined callee first, never none. */
  readonly start: Uint32Array;
  readonly nodeOfLocation: Uint32Array;
}

export function graphNodes(profile: Profile): GraphNodes {
  const { locations, lines, functions, mappings, strings } = profile;
  const name: string[] = [];
  const tieBreak: string[] = [];
  const functionRows: number[] = [];
  const numbers = new Map<string, number>();
  const nodeOfFunction = new Int32Array(functions.length).fill(-1);
  const start = new Uint32Array(locations.length + 1);
  const nodeOfLocation = new Uint32Array(lines.length + locations.length);
  let length = 0;

  const nodeOf = (key: string, printable: string, tie: string, functionRow: number): number => {
    let node = numbers.get(key);
    if (node === undefined) {
      node = name.length;
      numbers.set(key, node);
      name.push(printable);
      tieBreak.push(tie);
      functionRows.push(functionRow);
    }
    return node;
  };
  const nameless = (mapping: number, startLine: number, functionRow: number): number => {
    const binary = mapping < 0 ? '' : at(strings, at(mappings.filename, mapping));
    const printable = binary === '' ? '<unknown>' : `[${baseName(binary)}]`;
    return nodeOf(`\0${startLine}\0${binary}`, printable, `{  0  ${startLine} 0 0 ${binary}}`, functionRow);
  };

  for (let location = 0; location < locations.length; location++) {
    const end = locations.lineStart[location + 1]!;
    let line = locations.lineStart[location]!;
    if (line === end) nodeOfLocation[length++] = nameless(at(locations.mapping, location), 0, -1);
    for (; line < end; line++) {
      const row = lines.function[line]!;
      let node = nodeOfFunction[row]!;
      if (node < 0) {
        const shown = pprofName(profile, row);
        if (shown === '') node = nameless(at(locations.mapping, location), at(functions.startLine, row), row);
        else {
          node = nodeOf(shown, shown, `{${shown}  0  0 0 0 }`, row);
          nodeOfFunction[row] = node;
        }
      }
      nodeOfLocation[length++] = node;
    }
    start[location + 1] = length;
  }
  return {
    length: name.length,
    name,
    tieBreak,
    functionRow: Int32Array.from(functionRows),
    start,
    nodeOfLocation: nodeOfLocation.subarray(0, length),
  };
}

/** Go's filepath.Base on a slash-separated path. */
export function baseName(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}
