// The pass over a profile: where the rows of each table stand, what is in the header, and the strings.
import type { StringPool } from '../base/string-pool';
import { decodeUtf8 } from '../base/utf8';
import { MessageList, WIRE_BYTES, WIRE_VARINT, int64ToBigInt, type WireReader } from '../base/wire';
import { tooMany, type DecodeLimits } from './decode-limits';
import type { ValueType } from './profile';

/** Field numbers of message Profile. Not `as const`: a reader's field changes with each `next`, a narrowed type would not. */
export const PROFILE = {
  sampleType: 1,
  sample: 2,
  mapping: 3,
  location: 4,
  function: 5,
  string: 6,
  dropFrames: 7,
  keepFrames: 8,
  timeNanos: 9,
  durationNanos: 10,
  periodType: 11,
  period: 12,
  comment: 13,
  defaultSampleType: 14,
  docUrl: 15,
};

export interface Header {
  readonly limits: DecodeLimits;
  readonly samples: MessageList;
  readonly mappings: MessageList;
  readonly locations: MessageList;
  readonly functions: MessageList;
  /** Bytes of all sample messages: a bound of how many numbers they can hold. */
  sampleBytes: number;
  readonly strings: string[];
  stringBytes: number;
  sampleTypes: readonly ValueType[];
  comments: readonly string[];
  defaultSampleType: string;
  dropFrames: string;
  keepFrames: string;
  docUrl: string;
  periodType: ValueType;
  period: bigint;
  timeNanos: bigint;
  durationNanos: bigint;
}

/** String rows, which can be looked up only once the whole table has been read: it comes last. */
interface StringRows {
  readonly sampleTypes: [number, number][];
  readonly comments: number[];
  periodType: [number, number];
  defaultSampleType: number;
  dropFrames: number;
  keepFrames: number;
  docUrl: number;
}

const BEYOND = 0xffff_ffff;
/** Row of a string as the reader has just found it; BEYOND, which no table reaches, where it is negative or huge. */
export const stringRow = (reader: WireReader): number => (reader.hi === 0 ? reader.lo : BEYOND);

/** Places of the tables' rows, header and strings of the profile that the reader stands before. Errors are the reader's. */
export function readHeader(reader: WireReader, limits: DecodeLimits, pool?: StringPool): Header {
  const header: Header = {
    limits,
    samples: new MessageList(),
    mappings: new MessageList(),
    locations: new MessageList(),
    functions: new MessageList(),
    sampleBytes: 0,
    strings: [],
    stringBytes: 0,
    sampleTypes: [],
    comments: [],
    defaultSampleType: '',
    dropFrames: '',
    keepFrames: '',
    docUrl: '',
    periodType: { type: '', unit: '' },
    period: 0n,
    timeNanos: 0n,
    durationNanos: 0n,
  };
  const rows: StringRows = {
    sampleTypes: [],
    comments: [],
    periodType: [0, 0],
    defaultSampleType: 0,
    dropFrames: 0,
    keepFrames: 0,
    docUrl: 0,
  };
  const textOf: TextOf = (bytes, start, stop) =>
    pool === undefined ? decodeUtf8(bytes.subarray(start, stop)) : pool.textOf(bytes, start, stop);
  while (reader.next()) readField(reader, header, rows, textOf);
  if (reader.error === null) resolveStrings(reader, header, rows);
  return header;
}

type TextOf = StringPool['textOf'];

/** An error of the reader where there are by now more of them than may be. */
export function bound(reader: WireReader, header: Header, what: keyof DecodeLimits, count: number): void {
  if (count > header.limits[what]) reader.fail('too-large', tooMany(header.limits, what));
}

function readField(reader: WireReader, header: Header, rows: StringRows, textOf: TextOf): void {
  switch (reader.field) {
    case PROFILE.sampleType:
      bound(reader, header, 'sampleTypes', rows.sampleTypes.push(readValueType(reader)));
      break;
    case PROFILE.sample:
      bound(reader, header, 'samples', header.samples.push(reader));
      header.sampleBytes += reader.stop - reader.start;
      break;
    case PROFILE.mapping:
      bound(reader, header, 'mappings', header.mappings.push(reader));
      break;
    case PROFILE.location:
      bound(reader, header, 'locations', header.locations.push(reader));
      break;
    case PROFILE.function:
      bound(reader, header, 'functions', header.functions.push(reader));
      break;
    case PROFILE.string:
      if (!reader.expect(WIRE_BYTES)) break;
      header.stringBytes += reader.stop - reader.start;
      bound(reader, header, 'stringBytes', header.stringBytes);
      if (reader.error !== null) break;
      bound(reader, header, 'strings', header.strings.push(textOf(reader.bytes, reader.start, reader.stop)));
      if (header.strings[0] !== '') reader.fail('malformed', 'the first string is not empty', reader.start);
      break;
    case PROFILE.periodType:
      rows.periodType = readValueType(reader);
      break;
    case PROFILE.comment:
      reader.eachInteger(() => bound(reader, header, 'comments', rows.comments.push(stringRow(reader))));
      break;
    default:
      if (reader.field >= PROFILE.dropFrames && reader.field <= PROFILE.docUrl) {
        if (reader.expect(WIRE_VARINT)) readScalar(reader, header, rows);
      }
  }
}

function readScalar(reader: WireReader, header: Header, rows: StringRows): void {
  const value = (): bigint => int64ToBigInt(reader.lo, reader.hi);
  switch (reader.field) {
    case PROFILE.dropFrames:
      rows.dropFrames = stringRow(reader);
      break;
    case PROFILE.keepFrames:
      rows.keepFrames = stringRow(reader);
      break;
    case PROFILE.timeNanos:
      if (header.timeNanos !== 0n) reader.fail('malformed', 'several profiles, one after the other');
      header.timeNanos = value();
      break;
    case PROFILE.durationNanos:
      header.durationNanos = value();
      break;
    case PROFILE.period:
      header.period = value();
      break;
    case PROFILE.defaultSampleType:
      rows.defaultSampleType = stringRow(reader);
      break;
    case PROFILE.docUrl:
      rows.docUrl = stringRow(reader);
      break;
  }
}

function readValueType(reader: WireReader): [number, number] {
  const rows: [number, number] = [0, 0];
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field !== 1 && reader.field !== 2) continue;
    if (reader.expect(WIRE_VARINT)) rows[reader.field - 1] = stringRow(reader);
  }
  reader.leave(outer);
  return rows;
}

function resolveStrings(reader: WireReader, header: Header, rows: StringRows): void {
  const { strings } = header;
  const text = (row: number): string => {
    const found = strings[row];
    if (found === undefined) reader.fail('malformed', badString(row, strings.length));
    return found ?? '';
  };
  if (strings.length === 0) return reader.fail('malformed', 'a profile without strings');
  const valueType = ([type, unit]: [number, number]): ValueType => ({ type: text(type), unit: text(unit) });
  header.sampleTypes = rows.sampleTypes.map(valueType);
  header.comments = rows.comments.map(text);
  header.periodType = valueType(rows.periodType);
  header.defaultSampleType = text(rows.defaultSampleType);
  header.dropFrames = text(rows.dropFrames);
  header.keepFrames = text(rows.keepFrames);
  header.docUrl = text(rows.docUrl);
}

export const badString = (row: number, length: number): string =>
  row === BEYOND ? 'a string number out of range' : `string ${row} of ${length}`;
