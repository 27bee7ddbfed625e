// The text forms of Go's profiles (`debug=1`) as google/pprof reads them (profile/legacy_profile.go): numbers and addresses.
// The names that Go writes beside them are comments to pprof, and so they are here.
import { Int64ColumnBuilder, int64Of } from '../base/int64-column';
import { GrowableUint32 } from '../base/growable';
import { err, ok, type FormatError, type Result } from '../base/result';
import { trimGoSpace } from '../base/trim-go-space';
import { decodeUtf8 } from '../base/utf8';
import { byteLines } from '../base/byte-lines';
import { decodeProfile } from './decode';
import { DECODE_LIMITS, tooMany, type DecodeLimits } from './decode-limits';
import type { Profile, ValueType } from './profile';

/** From here on a line is too long for pprof; a text that has one is none of Go's. */
const MAX_LINE = 64 * 1024;
const MAX_INT64 = (1n << 63n) - 1n;

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

/** One after the other, so that a large text is never held twice. */
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
    this.number++;
    if (line.value.length >= MAX_LINE) throw new Unreadable(`a line of ${MAX_LINE} bytes or more`);
    return decodeUtf8(line.value).replace(/\r$/, '');
  }
}

function isComment(line: string): boolean {
  const text = trimGoSpace(line);
  return text === '' || text.startsWith('#');
}

/** A memory map, which C++ programs append, decides which binary an address is in. It is not read here. */
function refuseMemoryMap(line: string): void {
  if (line.includes('--- Memory map: ---') || line.includes('MAPPED_LIBRARIES:')) {
    throw new Unreadable(
      'a memory map, which only programs in C++ write; fetch the profile in protobuf form',
    );
  }
}

const HEAP_HEADER =
  /^heap profile: {0,20}(\d{1,19}): {0,20}(\d{1,19}) {0,20}\[ {0,20}(\d{1,19}): {0,20}(\d{1,19}) {0,20}\] {0,20}@ {0,20}(heap[_a-z0-9]{0,20})\/?(\d{0,19})/;
const HEAP_RECORD =
  /^(-?\d{1,19}): {0,20}(-?\d{1,19}) {0,20}\[ {0,20}(\d{1,19}): {0,20}(\d{1,19}) {0,20}\] @([ x0-9a-f]*)/;

function readHeap(header: RegExpExecArray, lines: Lines): Profile {
  const [, inuseObjects, inuseSpace, allocObjects, allocSpace, format, rateText] = header;
  const isPoisson = format !== 'heapprofile';
  if (isPoisson && format !== 'heap' && format !== 'heap_v2' && format !== 'heapz_v2') {
    throw new Unreadable(`a heap profile of an unknown form, ${format}`);
  }
  // Go prints twice its MemProfileRate, after the habit of an early C++ profiler.
  const given = int64(rateText === '' ? '0' : rateText);
  const rate = !isPoisson ? 1n : format === 'heap' ? given / 2n : given;
  const hasAlloc =
    (allocObjects !== inuseObjects && allocObjects !== '0') ||
    (allocSpace !== inuseSpace && allocSpace !== '0');
  const prefixes = hasAlloc ? ['alloc_', 'inuse_'] : [''];
  const profile = new TextProfile(
    prefixes.flatMap((prefix) => [
      { type: `${prefix}objects`, unit: 'count' },
      { type: `${prefix}space`, unit: 'bytes' },
    ]),
    { type: 'space', unit: 'bytes' },
    rate,
    lines.limits,
  );
  for (let line = lines.next(); line !== null; line = lines.next()) {
    if (isComment(line)) continue;
    refuseMemoryMap(line);
    const record = HEAP_RECORD.exec(trimGoSpace(line));
    if (record === null) throw new Unreadable('not a record of a heap profile');
    const values: bigint[] = [];
    let blockSize = 0n;
    const counted = [...(hasAlloc ? [[record[3], record[4]]] : []), [record[1], record[2]]];
    for (const [countText, sizeText] of counted) {
      const [count, size] = [int64(countText), int64(sizeText)];
      if (count === 0n && size !== 0n) throw new Unreadable(`${size} bytes in no object`);
      if (count !== 0n) blockSize = size / count;
      values.push(...(isPoisson && count !== 0n ? unsample(count, size, rate) : [count, size]));
    }
    profile.add(values, record[5] ?? '', blockSize);
  }
  return profile.finish();
}

/** What the records stand for: each divided by the chance that an object of its mean size is sampled. */
function unsample(count: bigint, size: bigint, rate: bigint): [bigint, bigint] {
  if (size === 0n) return [0n, 0n];
  if (rate <= 1n) return [count, size];
  const scale = 1 / (1 - Math.exp(-(Number(size) / Number(count)) / Number(rate)));
  return [int64Of(Number(count) * scale), int64Of(Number(size) * scale)];
}

const CONTENTION_HEADER = /^--- (?:contentionz |mutex:|contention:)/;
const CONTENTION_RECORD = /^(\d{1,19}) {0,20}(\d{1,19}) @([ x0-9a-f]*)/;

function readContention(lines: Lines): Profile {
  let [period, cyclesPerSecond, durationMs] = [1n, 0n, 0n];
  let line = lines.next();
  for (; line !== null; line = lines.next()) {
    const text = trimGoSpace(line);
    if (isComment(text)) continue;
    const equals = text.indexOf('=');
    if (text.startsWith('---') || equals < 0) break;
    const [name, value] = [trimGoSpace(text.slice(0, equals)), trimGoSpace(text.slice(equals + 1))];
    if (name === 'cycles/second') cyclesPerSecond = int64(value);
    else if (name === 'sampling period') period = int64(value);
    else if (name === 'ms since reset') durationMs = int64(value);
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
    refuseMemoryMap(text);
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
  return profile.finish(durationMs * 1_000_000n);
}

const COUNT_HEADER = /^([^\t\n\f\r ]{1,256}) profile: total \d{1,30}$/;
const COUNT_RECORD = /^(\d{1,19}) @((?: 0x[0-9a-f]{1,16})*)$/;

function readCounts(kind: string, lines: Lines): Profile {
  const type = { type: kind, unit: 'count' };
  const profile = new TextProfile([type], type, 1n, lines.limits);
  for (let line = lines.next(); line !== null; line = lines.next()) {
    if (isComment(line)) continue;
    refuseMemoryMap(line);
    if (line.startsWith('---')) break;
    const record = COUNT_RECORD.exec(line);
    if (record === null) throw new Unreadable(`not a record of a ${kind} profile`);
    profile.add([int64(record[1])], record[2] ?? '', null);
  }
  return profile.finish();
}

function int64(text = ''): bigint {
  if (!/^-?\d{1,19}$/.test(text)) throw new Unreadable('not a number');
  const value = BigInt(text);
  if (value > MAX_INT64) throw new Unreadable(`${text} is beyond all numbers of a profile`);
  return value;
}

/** Samples as they come; addresses become locations without lines, in one mapping that spans everything. */
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
      if (text.length > 18) throw new Unreadable(`${text} is no address`);
      // It points behind the call.
      const address = BigInt.asUintN(64, BigInt(text) - 1n);
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
    this.bound('records', this.length);
    this.bound('frames', this.stack.length);
    this.bound('locations', this.addresses.length);
  }

  private bound(what: keyof DecodeLimits, count: number): void {
    if (count > this.limits[what]) throw new Unreadable(tooMany(this.limits, what), 'too-large');
  }

  finish(durationNanos = 0n): Profile {
    const { addresses, length, sized } = this;
    const inMapping = addresses.some((address) => address !== 0n) ? 1 : 0;
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
      strings: ['', 'bytes'],
      functions: { length: 0, name: noRows, systemName: noRows, filename: noRows, startLine: none },
      mappings: {
        length: inMapping,
        id: null,
        start: new BigUint64Array(inMapping),
        limit: new BigUint64Array(inMapping).fill((1n << 64n) - 1n),
        offset: new BigUint64Array(inMapping),
        filename: new Uint32Array(inMapping),
        buildId: new Uint32Array(inMapping),
        flags: new Uint8Array(inMapping),
      },
      locations: {
        length: addresses.length,
        id: null,
        mapping: Int32Array.from(addresses, (address) => (address === 0n ? -1 : 0)),
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
