// The nodes that pprof's reports sum over (internal/graph, nodeInfo): one per function name, or per file, line or
// address. A function or a location without a name is told apart by its binary.
import { baseName, cleanPath } from '../base/go-path';
import { pprofName } from './names';
import type { GranularityName } from './options';
import { at, type Profile } from './profile';

/** What tells two nodes apart. */
export interface Granularity {
  readonly function: boolean;
  readonly file: boolean;
  readonly line: boolean;
  readonly column: boolean;
  readonly address: boolean;
  /** Functions of one name stay apart by their binary and the line where they begin. */
  readonly binary: boolean;
  /** What shows no function's name stays apart by where its function begins, so that pprof lists a file many times. */
  readonly start: boolean;
  /** false: of a location's lines only the last counts, the function that holds the machine code. */
  readonly inlines: boolean;
}

export function granularityOf(name: GranularityName, noInlines = false, showColumns = false): Granularity {
  return {
    function: name !== 'files',
    file: name !== 'functions',
    line: name === 'lines' || name === 'addresses',
    // Addresses with their inlined calls are left wholly as they are.
    column:
      name === 'addresses' && !noInlines ? true : showColumns && (name === 'lines' || name === 'addresses'),
    address: name === 'addresses',
    binary: false,
    start: true,
    inlines: !noInlines,
  };
}

const BY_FUNCTION = granularityOf('functions');

export interface GraphNodes {
  readonly length: number;
  /** As pprof prints it: what the granularity asks for, else `[binary]`, else `<unknown>`. */
  readonly name: readonly string[];
  /** Row of the first function that the node stands for; −1 for a location without lines. */
  readonly functionRow: Int32Array;
  /** What it is told apart by, as far as the granularity asks for it. */
  readonly place: readonly NodePlace[];
  /** Offsets: the nodes of location i are nodeOfLocation[start[i] … start[i+1]−1], inlined callee first, never none. */
  readonly start: Uint32Array;
  readonly nodeOfLocation: Uint32Array;
}

/** '' and 0: unknown, or not asked for. */
export interface NodePlace {
  readonly address: bigint;
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Path of the binary, of a place without a function or where binaries are told apart. */
  readonly binary: string;
}

/** The parts of a node's name, in their order. */
export function partsOfName({ address, function: name, file, line, column, binary }: NodePlace): string[] {
  const parts: string[] = [];
  if (address !== 0n) parts.push(address.toString(16).padStart(16, '0'));
  if (name !== '') parts.push(name);
  if (line !== 0) parts.push(`${file}:${line}${column === 0 ? '' : `:${column}`}`);
  else if (file !== '') parts.push(file);
  else if (name === '') parts.push(binary === '' ? '<unknown>' : `[${baseName(binary)}]`);
  return parts;
}

export interface NodeOptions {
  readonly granularity: Granularity;
  /** What is to be shown for the name of a file. */
  readonly shownFile: (file: string) => string;
}

export function graphNodes(
  profile: Profile,
  { granularity, shownFile }: NodeOptions = { granularity: BY_FUNCTION, shownFile: (file) => file },
): GraphNodes {
  const { locations, lines, functions, mappings, strings } = profile;
  const name: string[] = [];
  const places: NodePlace[] = [];
  const functionRows: number[] = [];
  const numbers = new Map<string, number>();
  // Where the function's name is all that counts, its row decides.
  const isByFunction = !granularity.file && !granularity.line && !granularity.address;
  const nodeOfFunction = new Int32Array(isByFunction ? functions.length : 0).fill(-1);
  const files = new Map<number, string>();
  const start = new Uint32Array(locations.length + 1);
  const nodeOfLocation = new Uint32Array(lines.length + locations.length);
  let length = 0;

  const nodeOf = (key: string, place: NodePlace, functionRow: number): number => {
    let node = numbers.get(key);
    if (node === undefined) {
      node = name.length;
      numbers.set(key, node);
      name.push(partsOfName(place).join(' '));
      places.push(place);
      functionRows.push(functionRow);
    }
    return node;
  };
  const fileOf = (functionRow: number): string => {
    const row = at(functions.filename, functionRow);
    let file = files.get(row);
    if (file === undefined) {
      file = shownFile(at(strings, row));
      if (file !== '') file = cleanPath(file);
      files.set(row, file);
    }
    return file;
  };
  const nodeOfLine = (location: number, line: number): number => {
    const row = line < 0 ? -1 : lines.function[line]!;
    const shown = row < 0 || !granularity.function ? '' : pprofName(profile, row);
    const mapping = at(locations.mapping, location);
    const isApart = shown === '' || granularity.binary;
    const binary = !isApart || mapping < 0 ? '' : at(strings, at(mappings.filename, mapping));
    const startLine =
      row < 0 || !isApart || !(granularity.start || granularity.binary) ? 0 : at(functions.startLine, row);
    const file = row >= 0 && granularity.file ? fileOf(row) : '';
    const lineNumber = row >= 0 && granularity.line ? at(lines.line, line) : 0;
    const column = row >= 0 && granularity.column ? at(lines.column, line) : 0;
    const address = granularity.address ? at(locations.address, location) : 0n;
    return nodeOf(
      `${address}\0${shown}\0${file}\0${lineNumber}\0${column}\0${startLine}\0${binary}`,
      { address, function: shown, file, line: lineNumber, column, binary },
      row,
    );
  };

  for (let location = 0; location < locations.length; location++) {
    const end = locations.lineStart[location + 1]!;
    let line = locations.lineStart[location]!;
    if (line === end) nodeOfLocation[length++] = nodeOfLine(location, -1);
    else if (!granularity.inlines) line = end - 1;
    for (; line < end; line++) {
      const row = lines.function[line]!;
      let node = isByFunction ? nodeOfFunction[row]! : -1;
      if (node < 0) {
        node = nodeOfLine(location, line);
        if (isByFunction && pprofName(profile, row) !== '') nodeOfFunction[row] = node;
      }
      nodeOfLocation[length++] = node;
    }
    start[location + 1] = length;
  }
  return {
    length: name.length,
    name,
    functionRow: Int32Array.from(functionRows),
    place: places,
    start,
    nodeOfLocation: nodeOfLocation.subarray(0, length),
  };
}
