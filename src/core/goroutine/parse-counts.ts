// The text of goroutine?debug=1 (runtime/pprof, printCountProfile): per distinct stack and label set its count, the
// program counters, and the frames as text, padded with tabs:
//
//   14974 @ 0x43a856 0x4085ec 0x408058 0x96233a 0x46ac81
//   # labels: {"handler":"Report"}
//   #	0x962339	collect_svr/internal/pkg/config.(*Loader).Watch.func1+0x119	/src/…/rainbow.go:72
//
// The runtime's frames above the first other one are hidden, so most wait states cannot be told. But that a
// goroutine is parked can: its leaf is gopark's program counter, and nearly every goroutine of a process has that.
import type { Frame, Stack } from '../base/frame';
import { byteLines } from '../base/byte-lines';
import { plainText } from '../base/plain-text';
import { err, ok, type FormatError, type Result } from '../base/result';
import { readLabels } from './go-quote';
import { GOROUTINE_FLAGS, GoroutineBuilder, type Goroutines } from './goroutines';
import { waitStateOf } from './wait-class';

const HEADER = /^(goroutine|goroutineleak) profile: total (\d{1,15})\s*$/;
const RECORD = /^(\d{1,15}) @((?: 0x[0-9a-f]+)*)\s*$/;
// A file's name begins behind the blanks: could it begin within them, each would be tried over the rest of the line.
const FRAME = /^#\s+(0x[0-9a-f]+)(?:\s+(\S+)\+0x[0-9a-f]+\s+(\S.*):(\d+))?\s*$/;
const LABELS = '# labels: ';
/** What Go writes is a hundredth of it. */
const MAX_LINE = 64 * 1024;
/** Of records, program counters, labels and frames. A text of so many has some 200 MB. */
const MAX_PARTS = 4_000_000;

interface CountRecord {
  readonly count: number;
  readonly counters: readonly string[];
  readonly frames: Frame[];
  labels: readonly (readonly [string, string])[];
}

/**
 * Reads debug=1 text. `truncated`: fewer goroutines are listed than its first line counts, or the last line is cut.
 * `maxParts`: a text that has more records, program counters and frames is refused.
 */
export const parseCounts = (raw: Uint8Array, maxParts = MAX_PARTS): Result<Goroutines, FormatError> => {
  if (raw.length === 0) return err({ code: 'empty', message: 'The file is empty.' });
  const bytes = plainText(raw);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const [first = bytes] = byteLines(bytes);
  const header = HEADER.exec(decoder.decode(first.subarray(0, MAX_LINE)));
  if (header === null) {
    return err({
      code: 'malformed',
      message: 'Not a goroutine profile: it does not begin with `goroutine profile: total N`.',
    });
  }
  const records: CountRecord[] = [];
  let record: CountRecord | undefined;
  let parts = 0;
  const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1);
  for (const written of byteLines(whole)) {
    if (written.length > MAX_LINE) continue;
    const line = decoder.decode(written).replace(/\r$/, '');
    const start = RECORD.exec(line);
    if (start !== null) {
      const counters = (start[2] ?? '').split(' ').slice(1);
      record = { count: Number(start[1]), counters, frames: [], labels: [] };
      records.push(record);
      parts += 1 + counters.length;
    } else if (record === undefined || !line.startsWith('#')) {
      continue;
    } else if (line.startsWith(LABELS)) {
      record.labels = readLabels(line, LABELS.length)?.pairs ?? [];
      parts += record.labels.length;
    } else {
      const frame = FRAME.exec(line);
      if (frame === null) continue;
      const [, counter = '', name, file = '', at] = frame;
      record.frames.push(
        name === undefined
          ? { function: counter, file: '', line: 0 }
          : { function: name, file, line: Number(at) },
      );
      parts++;
    }
    if (parts > maxParts) {
      return err({
        code: 'too-large',
        message: `A goroutine profile of more than ${maxParts.toLocaleString('en')} records, program counters and frames.`,
      });
    }
  }
  const declaredTotal = Number(header[2]);
  const builder = new GoroutineBuilder('counts');
  addRecords(builder, records, header[1] === 'goroutineleak' ? GOROUTINE_FLAGS.leaked : 0);
  const goroutines = builder.finish({ statesInferred: true, truncated: false, declaredTotal });
  return ok({ ...goroutines, truncated: whole.length < bytes.length || goroutines.total < declaredTotal });
};

const addRecords = (builder: GoroutineBuilder, records: readonly CountRecord[], flags: number): void => {
  const gopark = parkingCounter(records);
  const stackRows = new Map<string, number>();
  for (const { count, counters, frames, labels } of records) {
    const key = frames.map((f) => `${f.function}\n${f.file}\n${f.line}`).join('\n');
    let stack = stackRows.get(key);
    if (stack === undefined) {
      stack = builder.stacks.push(frames) - 1;
      stackRows.set(key, stack);
    }
    const isParked = counters[0] !== undefined && counters[0] === gopark;
    const state = waitStateOf(frames, { runtimeHidden: isParked });
    builder.add({
      stack,
      count,
      state: builder.stateRow(state),
      waitMinutes: -1,
      creator: -1,
      labels: builder.labelRow(labels),
      flags: flags | (isParked && state === null ? GOROUTINE_FLAGS.parked : 0),
      goid: 0,
      creatorGoid: 0,
    });
  }
};

const isParkedByName = (stack: Stack): boolean =>
  stack[0]?.function === 'internal/poll.runtime_pollWait' || stack[0]?.function === 'time.Sleep';

/**
 * The program counter of gopark's call: the leaf of stacks that cannot but be parked; without one, the leaf that most
 * records with hidden frames share. Undefined where no record hides any.
 */
const parkingCounter = (records: readonly CountRecord[]): string | undefined => {
  const leaves = new Map<string, number>();
  for (const { counters, frames } of records) {
    const leaf = counters[0];
    if (leaf === undefined) continue;
    if (isParkedByName(frames)) return leaf;
    // One of the hidden counters is that of runtime.goexit, at the other end.
    if (counters.length > frames.length + 1) leaves.set(leaf, (leaves.get(leaf) ?? 0) + 1);
  }
  let best: string | undefined;
  for (const [leaf, n] of leaves) if (best === undefined || n > (leaves.get(best) ?? 0)) best = leaf;
  return best;
};
