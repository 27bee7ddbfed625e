// The tables of a merged profile: mappings, functions and locations of several profiles, each once. What counts as
// the same follows google/pprof's profile/merge.go, oddities included, since the total of a difference depends on
// which samples meet.
import { GrowableUint32 } from '../base/growable';
import {
  at,
  type LineTable,
  type LocationTable,
  type Profile,
  type FunctionTable,
  type MappingTable,
} from './profile';

export class StringTable {
  readonly strings: string[] = [''];
  private readonly rows = new Map([['', 0]]);

  add(text: string): number {
    let row = this.rows.get(text);
    if (row === undefined) {
      row = this.strings.push(text) - 1;
      this.rows.set(text, row);
    }
    return row;
  }
}

const PAGE = 0x1000n;

export class TableMerger {
  private readonly mappings: {
    start: bigint;
    limit: bigint;
    offset: bigint;
    filename: number;
    buildId: number;
    flags: number;
  }[] = [];
  private readonly functions: { name: number; systemName: number; filename: number; startLine: number }[] =
    [];
  private readonly locations: { mapping: number; address: bigint; isFolded: number }[] = [];
  private readonly lineStart = new GrowableUint32();
  private readonly lineFunction = new GrowableUint32();
  private readonly linePosition: { line: number; column: number }[] = [];
  private readonly mappingRows = new Map<string, number>();
  private readonly functionRows = new Map<string, number>();
  private readonly locationRows = new Map<string, number>();

  constructor(private readonly pool: StringTable) {
    this.lineStart.push(0);
  }

  /** Rows of a profile's locations in the merged table; each is added when it is first asked for. */
  source(profile: Profile): (location: number) => number {
    const mappings = new Map<number, number>();
    const functions = new Map<number, number>();
    const locations = new Int32Array(profile.locations.length).fill(-1);
    const mapMapping = (row: number): number => {
      if (row < 0) return -1;
      let merged = mappings.get(row);
      if (merged === undefined) mappings.set(row, (merged = this.mapping(profile, row)));
      return merged;
    };
    const mapFunction = (row: number): number => {
      let merged = functions.get(row);
      if (merged === undefined) functions.set(row, (merged = this.function(profile, row)));
      return merged;
    };
    // The first mapping is the main program, used or not.
    if (this.mappings.length === 0 && profile.mappings.length > 0) mapMapping(0);
    return (location) => {
      let merged = locations[location]!;
      if (merged < 0) {
        merged = this.location(profile, location, mapMapping, mapFunction);
        locations[location] = merged;
      }
      return merged;
    };
  }

  private mapping(profile: Profile, row: number): number {
    const { mappings, strings } = profile;
    const [start, limit, offset] = [
      at(mappings.start, row),
      at(mappings.limit, row),
      at(mappings.offset, row),
    ];
    const file = at(strings, at(mappings.filename, row));
    const buildId = at(strings, at(mappings.buildId, row));
    const rounded = BigInt.asUintN(64, limit - start + PAGE - 1n);
    const key = `${rounded - (rounded % PAGE)} ${offset} ${buildId || file}`;
    let merged = this.mappingRows.get(key);
    if (merged === undefined) {
      merged =
        this.mappings.push({
          start,
          limit,
          offset,
          filename: this.pool.add(file),
          buildId: this.pool.add(buildId),
          flags: at(mappings.flags, row),
        }) - 1;
      this.mappingRows.set(key, merged);
    }
    return merged;
  }

  private function(profile: Profile, row: number): number {
    const { functions, strings } = profile;
    const text = (column: Uint32Array): number => this.pool.add(at(strings, at(column, row)));
    const entry = {
      name: text(functions.name),
      systemName: text(functions.systemName),
      filename: text(functions.filename),
      startLine: at(functions.startLine, row),
    };
    const key = `${entry.name} ${entry.systemName} ${entry.filename} ${entry.startLine}`;
    let merged = this.functionRows.get(key);
    if (merged === undefined) {
      merged = this.functions.push(entry) - 1;
      this.functionRows.set(key, merged);
    }
    return merged;
  }

  private location(
    profile: Profile,
    row: number,
    mapMapping: (row: number) => number,
    mapFunction: (row: number) => number,
  ): number {
    const { locations, lines, mappings } = profile;
    const mapping = mapMapping(at(locations.mapping, row));
    const own = at(locations.mapping, row);
    const base = own < 0 ? 0n : at(mappings.start, own);
    const isFolded = at(locations.isFolded, row);
    // Where the binary was loaded must not matter.
    const inMapping = BigInt.asUintN(64, at(locations.address, row) - base);
    const start = at(locations.lineStart, row);
    const end = at(locations.lineStart, row + 1);
    let key = `${mapping} ${inMapping} ${isFolded}`;
    for (let line = start; line < end; line++) {
      key += ` ${mapFunction(at(lines.function, line))}:${at(lines.line, line)}`;
      // pprof overwrites the column of every line but the last while it forms its key.
      if (line === end - 1) key += `:${at(lines.column, line)}`;
    }
    let merged = this.locationRows.get(key);
    if (merged === undefined) {
      const address = mapping < 0 ? inMapping : inMapping + at(this.mappings, mapping).start;
      merged = this.locations.push({ mapping, address: BigInt.asUintN(64, address), isFolded }) - 1;
      this.locationRows.set(key, merged);
      for (let line = start; line < end; line++) {
        this.lineFunction.push(mapFunction(at(lines.function, line)));
        this.linePosition.push({ line: at(lines.line, line), column: at(lines.column, line) });
      }
      this.lineStart.push(this.lineFunction.length);
    }
    return merged;
  }

  finish(): { mappings: MappingTable; functions: FunctionTable; locations: LocationTable; lines: LineTable } {
    const { mappings, functions, locations, linePosition } = this;
    return {
      mappings: {
        length: mappings.length,
        id: null,
        start: BigUint64Array.from(mappings, (m) => m.start),
        limit: BigUint64Array.from(mappings, (m) => m.limit),
        offset: BigUint64Array.from(mappings, (m) => m.offset),
        filename: Uint32Array.from(mappings, (m) => m.filename),
        buildId: Uint32Array.from(mappings, (m) => m.buildId),
        flags: Uint8Array.from(mappings, (m) => m.flags),
      },
      functions: {
        length: functions.length,
        name: Uint32Array.from(functions, (f) => f.name),
        systemName: Uint32Array.from(functions, (f) => f.systemName),
        filename: Uint32Array.from(functions, (f) => f.filename),
        startLine: Float64Array.from(functions, (f) => f.startLine),
      },
      locations: {
        length: locations.length,
        id: null,
        mapping: Int32Array.from(locations, (l) => l.mapping),
        address: BigUint64Array.from(locations, (l) => l.address),
        isFolded: Uint8Array.from(locations, (l) => l.isFolded),
        lineStart: this.lineStart.finish(),
      },
      lines: {
        length: linePosition.length,
        function: this.lineFunction.finish(),
        line: Float64Array.from(linePosition, (l) => l.line),
        column: Float64Array.from(linePosition, (l) => l.column),
      },
    };
  }
}
