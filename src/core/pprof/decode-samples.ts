// The samples, which are nearly all of a profile's bytes. The inner loops read short numbers by hand.
import { GrowableUint32 } from '../base/growable';
import { Int64ColumnBuilder } from '../base/int64-column';
import { WIRE_BYTES, WIRE_VARINT, uint64ToBigInt, type WireReader } from '../base/wire';
import { badString, bound, stringRow, type Header } from './decode-header';
import type { IdMap } from './id-map';
import type { LabelTable, SampleTable } from './profile';

class LabelBuilder {
  private readonly key = new GrowableUint32();
  private readonly str = new GrowableUint32();
  private readonly num = new Int64ColumnBuilder(64);
  private readonly numUnit = new GrowableUint32();

  get length(): number {
    return this.key.length;
  }

  push(key: number, str: number, numLo: number, numHi: number, unit: number): void {
    this.num.set(this.key.length, numLo, numHi);
    this.key.push(key);
    this.str.push(str);
    this.numUnit.push(unit);
  }

  finish(): LabelTable {
    return {
      length: this.length,
      key: this.key.finish(),
      str: this.str.finish(),
      num: this.num.finish(this.length),
      numUnit: this.numUnit.finish(),
    };
  }
}

export function readSamples(
  reader: WireReader,
  header: Header,
  locations: IdMap,
): { samples: SampleTable; labels: LabelTable } {
  const length = header.samples.length;
  const types = header.sampleTypes.length;
  // A value takes a byte at least: more cannot be true, and must not be allocated.
  if (length * types > header.sampleBytes)
    reader.fail('malformed', 'samples with fewer values than sample types');
  bound(reader, header, 'values', length * types);
  if (length > 0 && types === 0) reader.fail('malformed', 'samples without a sample type');
  const rows = reader.error === null ? length : 0;
  const values = header.sampleTypes.map(() => new Int64ColumnBuilder(rows));
  const stackStart = new Uint32Array(rows + 1);
  const labelStart = new Uint32Array(rows + 1);
  const stack = new GrowableUint32();
  const labels = new LabelBuilder();

  for (let row = 0; row < rows && reader.open(header.samples, row); row++) {
    let type = 0;
    while (reader.next()) {
      if (reader.field === 1) readStack(reader, header, locations, stack);
      else if (reader.field === 2) type = readValues(reader, values, row, type);
      else if (reader.field === 3) {
        readLabel(reader, header.strings.length, labels);
        bound(reader, header, 'labels', labels.length);
      }
    }
    if (reader.error !== null) break;
    if (type !== types) reader.fail('malformed', `a sample with ${type} values, not ${types}`);
    stackStart[row + 1] = stack.length;
    labelStart[row + 1] = labels.length;
  }
  const samples: SampleTable = {
    length: rows,
    stackStart,
    stackLocation: stack.finish(),
    values: values.map((column) => column.finish(rows)),
    labelStart,
  };
  return { samples, labels: labels.finish() };
}

function readStack(reader: WireReader, header: Header, locations: IdMap, stack: GrowableUint32): void {
  if (reader.type !== WIRE_BYTES) {
    if (reader.expect(WIRE_VARINT)) stack.push(locationRow(reader, locations));
    bound(reader, header, 'frames', stack.length);
    return;
  }
  const { bytes } = reader;
  const { dense } = locations;
  const outer = reader.enter();
  // A number takes a byte at least; only close to the limit they are worth counting.
  const room = header.limits.frames - stack.length;
  if (reader.end - reader.pos > room)
    bound(reader, header, 'frames', stack.length + countNumbers(bytes, reader.pos, reader.end));
  const end = reader.end;
  stack.reserve(Math.min(end - reader.pos, room));
  const { data } = stack;
  let { length } = stack;
  let pos = reader.pos;
  while (pos < end) {
    const first = bytes[pos]!;
    let id = first;
    let used = 1;
    if (first >= 0x80) {
      id = -1;
      if (pos + 2 < end) {
        const second = bytes[pos + 1]!;
        const third = bytes[pos + 2]!;
        if (second < 0x80) {
          id = (first & 0x7f) | (second << 7);
          used = 2;
        } else if (third < 0x80) {
          id = (first & 0x7f) | ((second & 0x7f) << 7) | (third << 14);
          used = 3;
        }
      }
    }
    // Beyond the dense ids, and for every number not read above, this is undefined or −1.
    let row = dense[id];
    if (row === undefined || row < 0) {
      reader.pos = pos;
      reader.varint();
      if (reader.error !== null) break;
      row = locationRow(reader, locations);
      used = reader.pos - pos;
      if (reader.error !== null) break;
    }
    data[length++] = row;
    pos += used;
  }
  stack.length = length;
  if (reader.error === null) reader.pos = end;
  reader.leave(outer);
}

/** Packed numbers in these bytes: the last byte of each is below 0x80. */
function countNumbers(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (bytes[i]! < 0x80) count++;
  return count;
}

function locationRow(reader: WireReader, locations: IdMap): number {
  const row = locations.get(reader.lo, reader.hi);
  if (row < 0) {
    const id = uint64ToBigInt(reader.lo, reader.hi);
    reader.fail('malformed', `a sample at location ${id}, which is not in the profile`);
  }
  return row;
}

/** Reads values of a row from type `first` on; returns the type after the last that it read. */
function readValues(
  reader: WireReader,
  values: readonly Int64ColumnBuilder[],
  row: number,
  first: number,
): number {
  let type = first;
  const put = (lo: number, hi: number): void => {
    const column = values[type++];
    if (column === undefined) reader.fail('malformed', `a sample with more than ${values.length} values`);
    else column.set(row, lo, hi);
  };
  if (reader.type !== WIRE_BYTES) {
    if (reader.expect(WIRE_VARINT)) put(reader.lo, reader.hi);
    return type;
  }
  const outer = reader.enter();
  while (reader.pos < reader.end) {
    const byte = reader.bytes[reader.pos]!;
    if (byte < 0x80) {
      reader.pos++;
      put(byte, 0);
    } else {
      reader.varint();
      if (reader.error === null) put(reader.lo, reader.hi);
    }
    if (reader.error !== null) break;
  }
  reader.leave(outer);
  return type;
}

function readLabel(reader: WireReader, strings: number, labels: LabelBuilder): void {
  let key = 0;
  let str = 0;
  let numLo = 0;
  let numHi = 0;
  let unit = 0;
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field < 1 || reader.field > 4 || !reader.expect(WIRE_VARINT)) continue;
    if (reader.field === 3) {
      numLo = reader.lo;
      numHi = reader.hi;
      continue;
    }
    const row = stringRow(reader);
    if (row >= strings) reader.fail('malformed', badString(row, strings));
    if (reader.field === 1) key = row;
    else if (reader.field === 2) str = row;
    else unit = row;
  }
  reader.leave(outer);
  if (reader.error !== null) return;
  // pprof lets the string win, and passes over a label that holds neither string nor number.
  if (str !== 0) labels.push(key, str, 0, 0, 0);
  else if (numLo !== 0 || numHi !== 0 || unit !== 0) labels.push(key, 0, numLo, numHi, unit);
}
