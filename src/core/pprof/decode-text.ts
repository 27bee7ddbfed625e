// The text forms of Go's profiles (`debug=1`) as google/pprof reads them (profile/legacy_profile.go): numbers and addresses.
// The names that Go writes beside them are comments to pprof, and so they are here.
import { Int64ColumnBuilder, int64Of } from '../base/int64-column';
import { GrowableUint32 } from '../base/growable';
import { parseGoInteger } from '../base/go-integer';
import { err, ok, type FormatError, type Result } from '../base/result';
import { trimGoSpace } from '../base/trim-go-space';
import { decodeUtf8 } from '../base/utf8';
import { byteLines } from '../base/byte-lines';
import { decodeProfile } from './decode';
import { DECODE_LIMITS, tooMany, type DecodeLimits } from './decode-limits';
import { arranged, isMemoryMapHead, parseMemoryMap, placed, type MapEntry } from './memory-map';
import type { Profile, ValueType } from './profile';

/** From here on a line is too long for pprof; a text that has one is none of Go's. */
const MAX_LINE = 64 * 1024;

/** A profile in either form, uncompressed. What is wrong is said of the protobuf form where it is no text of Go's. */
export function decodeAnyProfile(bytes: Uint8Array): Result<Profile, FormatError> {
  const decoded = decodeProfile(bytes);
  return decoded.ok ? decoded : (decodeTextProfile(bytes) ?? decoded);
}

/** Reads one of the texts; null where it is none of them. */
export function decodeTextProfile(
  bytes: Uint8Array,
  limits: DecodeLimits = DECODE_LIMITS,
): Result<Profile, FormatError> | null {
  const lines = new Lines(bytes, limits);
  try {
    const first = lines.next() ?? '';
    const heap = HEAP_HEADER.exec(first);
    if (heap !== null) return ok(readHeap(heap, lines));
    if (GROWTH_HEADER.test(first)) return ok(readHeapRecords(lines, false, null));
    if (CONTENTION_HEADER.test(first)) return ok(readContention(lines));
    let start: string | null = first;
    while (start !== null && isComment(start)) start = lines.next();
    const count = COUNT_HEADER.exec(start ?? '');
    return count === null ? null : ok(readCounts(count[1] ?? '', lines));
  } catch (error) {
    if (error instanceof Unreadable) {
      return err({ code: error.code, message: `line ${lines.number}: ${error.message}` });
    }
    throw error;
  }
}

class Unreadable extends Error {
  constructor(
    message: string,
    readonly code: FormatError['code'] = 'malformed',
  ) {
    super(message);
  }
}

function bound(limits: DecodeLimits, what: keyof DecodeLimits, count: number): void {
  if (count > limits[what]) throw new Unreadable(tooMany(limits, what), 'too-large');
}

class Lines {
  number = 0;
  private readonly lines: Iterator<Uint8Array>;

  constructor(
    bytes: Uint8Array,
    readonly limits: DecodeLimits,
  ) {
    this.lines = byteLines(bytes);
  }

  next(): string | null {
    const line = this.lines.next();
    if (line.done === true) return null;
    bound(this.limits, 'textLines', ++this.number);
    if (line.value.length >= MAX_LINE) throw new Unreadable(`a line of ${MAX_LINE} bytes or more`);
    return decodeUtf8(line.value).replace(/\r$/, '');
  }
}

function isComment(line: string): boolean {
  const text = trimGoSpace(line);
  return text === '' || text.startsWith('#');
}

/** What stands before or behind is passed over, as pprof does. */
const HEAP_HEADER = /heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] *@ *(heap[_a-z0-9]*)\/?(\d*)/;
/** Of C++, whose counts are not samples. */
const GROWTH_HEADER = /heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] @ (?:growth|fragmentation)/;
// A number is begun at its first digit only: that is where the leftmost match begins, and a line is passed once.
const HEAP_RECORD = /(-\d+|(?<!\d)\d+): *(-?\d+) *\[ *(\d+): *(\d+) *\] @([ x0-9a-f]*)/;

function readHeap(header: RegExpExecArray, lines: Lines): Profile {
  const [, inuseObjects, inuseSpace, allocObjects, allocSpace, format, rateText] = header;
  const isPoisson = format !== 'heapprofile';
  if (isPoisson && format !== 'heap' && format !== 'heap_v2' && format !== 'heapz_v2') {
    throw new Unreadable(`a heap profile of an unknown form, ${format}`);
  }
  const given = int64(rateText === '' ? '0' : rateText);
  const hasAlloc =
    (allocObjects !== inuseObjects && allocObjects !== '0') ||
    (allocSpace !== inuseSpace && allocSpace !== '0');
  // Go prints twice its MemProfileRate, after the habit of an early C++ profiler.
  return readHeapRecords(lines, hasAlloc, !isPoisson ? null : format === 'heap' ? given / 2n : given);
}

/** `rate`: of samples, which are scaled; null: they are all that there is. */
function readHeapRecords(lines: Lines, hasAlloc: boolean, rate: bigint | null): Profile {
  const prefixes = hasAlloc ? ['alloc_', 'inuse_'] : [''];
  const profile = new TextProfile(
    prefixes.flatMap((prefix) => [
      { type: `${prefix}objects`, unit: 'count' },
      { type: `${prefix}space`, unit: 'bytes' },
    ]),
    { type: 'space', unit: 'bytes' },
    rate ?? 1n,
    lines.limits,
  );
  let line = lines.next();
  for (; line !== null && !isMemoryMapHead(line); line = lines.next()) {
    if (isComment(line)) continue;
    const record = HEAP_RECORD.exec(line);
    if (record === null) throw new Unreadable('not a record of a heap profile');
    const values: bigint[] = [];
    let blockSize = 0n;
    const counted = [...(hasAlloc ? [[record[3], record[4]]] : []), [record[1], record[2]]];
    for (const [countText, sizeText] of counted) {
      const [count, size] = [int64(countText), int64(sizeText)];
      if (count === 0n && size !== 0n) throw new Unreadable(`${size} bytes in no object`);
      if (count !== 0n) blockSize = BigInt.asIntN(64, size / count);
      values.push(...(rate !== null && count !== 0n ? unsample(count, size, rate) : [count, size]));
    }
    profile.add(values, record[5] ?? '', blockSize);
  }
  return profile.finish(readMemoryMap(line, lines));
}

/** What follows from here on; lines before the map are of no part that anybody reads. */
function readMemoryMap(line: string | null, lines: Lines): MapEntry[] {
  let at = line;
  while (at !== null && !isMemoryMapHead(at)) at = lines.next();
  return at === null
    ? []
    : parseMemoryMap(
        () => lines.next(),
        (count) => bound(lines.limits, 'mappings', count),
      );
}

/** What the records stand for: each divided by the chance that an object of its mean size is sampled. */
function unsample(count: bigint, size: bigint, rate: bigint): [bigint, bigint] {
  if (size === 0n) return [0n, 0n];
  if (rate <= 1n) return [count, size];
  const scale = 1 / (1 - Math.exp(-(Number(size) / Number(count)) / Number(rate)));
  return [int64Of(Number(count) * scale), int64Of(Number(size) * scale)];
}

const CONTENTION_HEADER = /^--- (?:contentionz |mutex:|contention:)/;
/** Where two numbers touch, the last digit is the second: told apart in every way, a line would take too long. */
const CONTENTION_RECORD = /(?<!\d)(\d+)(?!\d\d) *(\d+) @([ x0-9a-f]*)/;

function readContention(lines: Lines): Profile {
  let [period, cyclesPerSecond, durationMs] = [1n, 0n, 0n];
  let line = lines.next();
  for (; line !== null; line = lines.next()) {
    const text = trimGoSpace(line);
    if (isComment(text)) continue;
    const equals = text.indexOf('=');
    if (text.startsWith('---') || equals < 0) break;
    const [name, value] = [trimGoSpace(text.slice(0, equals)), trimGoSpace(text.slice(equals + 1))];
    if (name === 'cycles/second') cyclesPerSecond = goInteger(value);
    else if (name === 'sampling period') period = goInteger(value);
    else if (name === 'ms since reset') durationMs = goInteger(value);
    else if (name !== 'discarded samples')
      throw new Unreadable(`an attribute that Go does not write, ${name}`);
  }
  const profile = new TextProfile(
    [
      { type: 'contentions', unit: 'count' },
      { type: 'delay', unit: 'nanoseconds' },
    ],
    { type: 'contentions', unit: 'count' },
    period,
    lines.limits,
  );
  const perNano = Number(cyclesPerSecond) / 1e9;
  for (; line !== null; line = lines.next()) {
    const text = trimGoSpace(line);
    if (isComment(text)) continue;
    if (text.startsWith('---')) break;
    const record = CONTENTION_RECORD.exec(text);
    if (record === null) throw new Unreadable('not a record of a contention profile');
    let [delay, count] = [int64(record[1]), int64(record[2])];
    if (period > 0n) {
      if (perNano > 0) delay = int64Of((Number(delay) * Number(period)) / perNano);
      count = BigInt.asIntN(64, count * period);
    }
    profile.add([count, delay], record[3] ?? '', null);
  }
  return profile.finish(readMemoryMap(line, lines), BigInt.asIntN(64, durationMs * 1_000_000n));
}

const COUNT_HEADER = /^([^\t\n\f\r ]+) profile: total \d+$/;
/** pprof refuses a stack of no address, which Go can write. */
const COUNT_RECORD = /^(\d+) @((?: 0x[0-9a-f]+)*)$/;

function readCounts(kind: string, lines: Lines): Profile {
  const type = { type: kind, unit: 'count' };
  const profile = new TextProfile([type], type, 1n, lines.limits);
  let line = lines.next();
  for (; line !== null && !line.startsWith('---'); line = lines.next()) {
    if (isComment(line)) continue;
    const record = COUNT_RECORD.exec(line);
    if (record === null) throw new Unreadable(`not a record of a ${kind} profile`);
    profile.add([goInteger(record[1])], record[2] ?? '', null);
  }
  return profile.finish(readMemoryMap(line, lines));
}

function int64(text = ''): bigint {
  const value = BigInt(text);
  if (value !== BigInt.asIntN(64, value)) throw new Unreadable(`${text} is beyond all numbers of a profile`);
  return value;
}

function goInteger(text = ''): bigint {
  const value = parseGoInteger(text);
  if (value === null) throw new Unreadable(`${text} is no whole number of Go's, or beyond all of them`);
  return value;
}

/** Of addresses in a memory map, entry by entry. */
const MOST_LOOK_UPS = 100_000_000;

/** Samples as they come; addresses become locations without lines, in the mappings that follow or in one that spans everything. */
class TextProfile {
  private readonly rows = new Map<bigint, number>();
  private readonly addresses: bigint[] = [];
  private readonly stack = new GrowableUint32();
  private readonly stackStart = new GrowableUint32();
  private readonly labelStart = new GrowableUint32();
  private readonly sizes = new Int64ColumnBuilder(64);
  private sized = 0;
  private readonly values: Int64ColumnBuilder[];
  private length = 0;

  constructor(
    private readonly sampleTypes: readonly ValueType[],
    private readonly periodType: ValueType,
    private readonly period: bigint,
    private readonly limits: DecodeLimits,
  ) {
    this.values = sampleTypes.map(() => new Int64ColumnBuilder(64));
    this.stackStart.push(0);
    this.labelStart.push(0);
  }

  /** `blockSize` becomes the label `bytes`; null: none. */
  add(values: readonly bigint[], addresses: string, blockSize: bigint | null): void {
    for (const [type, value] of values.entries()) this.values[type]?.setBigInt(this.length, value);
    for (const [text] of addresses.matchAll(/0x[0-9a-f]+/g)) {
      const written = BigInt(text);
      if (written !== BigInt.asUintN(64, written)) throw new Unreadable(`${text} is no address`);
      // It points behind the call.
      const address = BigInt.asUintN(64, written - 1n);
      let row = this.rows.get(address);
      if (row === undefined) {
        row = this.addresses.push(address) - 1;
        this.rows.set(address, row);
      }
      this.stack.push(row);
    }
    if (blockSize !== null) this.sizes.setBigInt(this.sized++, blockSize);
    this.length++;
    this.stackStart.push(this.stack.length);
    this.labelStart.push(this.sized);
    bound(this.limits, 'records', this.length);
    bound(this.limits, 'frames', this.stack.length);
    bound(this.limits, 'locations', this.addresses.length);
  }

  finish(map: readonly MapEntry[], durationNanos = 0n): Profile {
    const { addresses, length, sized } = this;
    if (map.length * addresses.length > MOST_LOOK_UPS)
      throw new Unreadable('a memory map too large for so many addresses', 'too-large');
    const entries = arranged(map);
    const mapping = placed(entries, addresses);
    const strings = ['', 'bytes'];
    const row = (text: string): number => (text === '' ? 0 : strings.push(text) - 1);
    const none = new Float64Array(0);
    const noRows = new Uint32Array(0);
    return {
      sampleTypes: this.sampleTypes,
      defaultSampleType: '',
      periodType: this.periodType,
      period: this.period,
      timeNanos: 0n,
      durationNanos,
      comments: [],
      dropFrames: '',
      keepFrames: '',
      docUrl: '',
      strings,
      functions: { length: 0, name: noRows, systemName: noRows, filename: noRows, startLine: none },
      mappings: {
        length: entries.length,
        id: null,
        start: BigUint64Array.from(entries, ({ start }) => start),
        limit: BigUint64Array.from(entries, ({ limit }) => limit),
        offset: BigUint64Array.from(entries, ({ offset }) => offset),
        filename: Uint32Array.from(entries, ({ file }) => row(file)),
        buildId: Uint32Array.from(entries, ({ buildId }) => row(buildId)),
        flags: new Uint8Array(entries.length),
      },
      locations: {
        length: addresses.length,
        id: null,
        mapping,
        address: BigUint64Array.from(addresses),
        isFolded: new Uint8Array(addresses.length),
        lineStart: new Uint32Array(addresses.length + 1),
      },
      lines: { length: 0, function: noRows, line: none, column: none },
      samples: {
        length,
        stackStart: this.stackStart.finish(),
        stackLocation: this.stack.finish(),
        values: this.values.map((column) => column.finish(length)),
        labelStart: this.labelStart.finish(),
      },
      labels: {
        length: sized,
        key: new Uint32Array(sized).fill(1),
        str: new Uint32Array(sized),
        num: this.sizes.finish(sized),
        numUnit: new Uint32Array(sized),
      },
    };
  }
}
