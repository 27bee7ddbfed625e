// Functions, mappings, and locations with their lines. Ids become row numbers here.
import { GrowableUint32 } from '../base/growable';
import { WIRE_VARINT, int64ToNumber, uint64ToBigInt, type WireReader } from '../base/wire';
import { badString, bound, stringRow, type Header } from './decode-header';
import { IdMap } from './id-map';
import {
  MAPPING_FLAGS,
  type FunctionTable,
  type LineTable,
  type LocationTable,
  type MappingTable,
} from './profile';

export interface Rows<T> {
  readonly table: T;
  readonly ids: IdMap;
}

/** Ids as they come; null is told as long as all are their row + 1. */
class FileIds {
  private ids: BigUint64Array | null = null;

  constructor(private readonly rows: number) {}

  set(row: number, lo: number, hi: number): void {
    if (this.ids === null) {
      if (lo === row + 1 && hi === 0) return;
      this.ids = BigUint64Array.from({ length: this.rows }, (_, i) => BigInt(i + 1));
    }
    this.ids[row] = uint64ToBigInt(lo, hi);
  }

  finish(): BigUint64Array | null {
    return this.ids;
  }
}

/** Enters the row's id, which must be there and be new. */
function addId(reader: WireReader, ids: IdMap, lo: number, hi: number, row: number, what: string): void {
  if (lo === 0 && hi === 0) reader.fail('malformed', `a ${what} with the reserved id 0`);
  else if (!ids.add(lo, hi, row)) reader.fail('malformed', `two ${what}s with id ${uint64ToBigInt(lo, hi)}`);
}

function checkedString(reader: WireReader, strings: readonly string[]): number {
  const row = stringRow(reader);
  if (row >= strings.length) reader.fail('malformed', badString(row, strings.length));
  return row;
}

export function readFunctions(reader: WireReader, header: Header): Rows<FunctionTable> {
  const length = header.functions.length;
  const ids = new IdMap(length);
  const table = {
    length,
    name: new Uint32Array(length),
    systemName: new Uint32Array(length),
    filename: new Uint32Array(length),
    startLine: new Float64Array(length),
  };
  for (let row = 0; row < length && reader.open(header.functions, row); row++) {
    let idLo = 0;
    let idHi = 0;
    while (reader.next()) {
      if (reader.field < 1 || reader.field > 5 || !reader.expect(WIRE_VARINT)) continue;
      if (reader.field === 1) {
        idLo = reader.lo;
        idHi = reader.hi;
      } else if (reader.field === 2) table.name[row] = checkedString(reader, header.strings);
      else if (reader.field === 3) table.systemName[row] = checkedString(reader, header.strings);
      else if (reader.field === 4) table.filename[row] = checkedString(reader, header.strings);
      else table.startLine[row] = int64ToNumber(reader.lo, reader.hi);
    }
    if (reader.error === null) addId(reader, ids, idLo, idHi, row, 'function');
  }
  return { table, ids };
}

const MAPPING_FLAG_OF_FIELD: readonly number[] = [
  MAPPING_FLAGS.hasFunctions,
  MAPPING_FLAGS.hasFilenames,
  MAPPING_FLAGS.hasLineNumbers,
  MAPPING_FLAGS.hasInlineFrames,
];

export function readMappings(reader: WireReader, header: Header): Rows<MappingTable> {
  const length = header.mappings.length;
  const ids = new IdMap(length);
  const fileIds = new FileIds(length);
  const table = {
    length,
    start: new BigUint64Array(length),
    limit: new BigUint64Array(length),
    offset: new BigUint64Array(length),
    filename: new Uint32Array(length),
    buildId: new Uint32Array(length),
    flags: new Uint8Array(length),
  };
  for (let row = 0; row < length && reader.open(header.mappings, row); row++) {
    let idLo = 0;
    let idHi = 0;
    while (reader.next()) {
      const { field, lo, hi } = reader;
      if (field < 1 || field > 10 || !reader.expect(WIRE_VARINT)) continue;
      if (field === 1) {
        idLo = lo;
        idHi = hi;
      } else if (field === 2) table.start[row] = uint64ToBigInt(lo, hi);
      else if (field === 3) table.limit[row] = uint64ToBigInt(lo, hi);
      else if (field === 4) table.offset[row] = uint64ToBigInt(lo, hi);
      else if (field === 5) table.filename[row] = checkedString(reader, header.strings);
      else if (field === 6) table.buildId[row] = checkedString(reader, header.strings);
      else {
        const flag = MAPPING_FLAG_OF_FIELD[field - 7] ?? 0;
        const flags = table.flags[row] ?? 0;
        table.flags[row] = lo === 0 && hi === 0 ? flags & ~flag : flags | flag;
      }
    }
    if (reader.error === null) addId(reader, ids, idLo, idHi, row, 'mapping');
    fileIds.set(row, idLo, idHi);
  }
  return { table: { ...table, id: fileIds.finish() }, ids };
}

class LineBuilder {
  private readonly rows = new GrowableUint32();
  private line = new Float64Array(1024);
  private column = new Float64Array(1024);

  get length(): number {
    return this.rows.length;
  }

  push(functionRow: number, line: number, column: number): void {
    const row = this.rows.length;
    if (row === this.line.length) {
      const widen = (old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
        const wide = new Float64Array(old.length * 2);
        wide.set(old);
        return wide;
      };
      this.line = widen(this.line);
      this.column = widen(this.column);
    }
    this.rows.push(functionRow);
    this.line[row] = line;
    this.column[row] = column;
  }

  finish(): LineTable {
    const { length } = this;
    return {
      length,
      function: this.rows.finish(),
      line: this.line.slice(0, length),
      column: this.column.slice(0, length),
    };
  }
}

export function readLocations(
  reader: WireReader,
  header: Header,
  functions: IdMap,
  mappings: IdMap,
): Rows<LocationTable> & { readonly lines: LineTable } {
  const length = header.locations.length;
  const ids = new IdMap(length);
  const fileIds = new FileIds(length);
  const lines = new LineBuilder();
  const table = {
    length,
    mapping: new Int32Array(length).fill(-1),
    address: new BigUint64Array(length),
    isFolded: new Uint8Array(length),
    lineStart: new Uint32Array(length + 1),
  };
  for (let row = 0; row < length && reader.open(header.locations, row); row++) {
    let idLo = 0;
    let idHi = 0;
    while (reader.next()) {
      const { field, lo, hi } = reader;
      if (field === 4) {
        readLine(reader, functions, lines);
        bound(reader, header, 'lines', lines.length);
      } else if (field >= 1 && field <= 5 && reader.expect(WIRE_VARINT)) {
        if (field === 1) {
          idLo = lo;
          idHi = hi;
          // A mapping that is not in the table counts as none, as in pprof.
        } else if (field === 2) table.mapping[row] = mappings.get(lo, hi);
        else if (field === 3) table.address[row] = uint64ToBigInt(lo, hi);
        else table.isFolded[row] = lo === 0 && hi === 0 ? 0 : 1;
      }
    }
    if (reader.error !== null) break;
    addId(reader, ids, idLo, idHi, row, 'location');
    fileIds.set(row, idLo, idHi);
    table.lineStart[row + 1] = lines.length;
  }
  return { table: { ...table, id: fileIds.finish() }, ids, lines: lines.finish() };
}

function readLine(reader: WireReader, functions: IdMap, lines: LineBuilder): void {
  let idLo = 0;
  let idHi = 0;
  let line = 0;
  let column = 0;
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field < 1 || reader.field > 3 || !reader.expect(WIRE_VARINT)) continue;
    if (reader.field === 1) {
      idLo = reader.lo;
      idHi = reader.hi;
    } else if (reader.field === 2) line = int64ToNumber(reader.lo, reader.hi);
    else column = int64ToNumber(reader.lo, reader.hi);
  }
  reader.leave(outer);
  if (reader.error !== null) return;
  const functionRow = functions.get(idLo, idHi);
  if (functionRow < 0) {
    reader.fail('malformed', `a line of function ${uint64ToBigInt(idLo, idHi)}, which is not in the profile`);
  } else lines.push(functionRow, line, column);
}
