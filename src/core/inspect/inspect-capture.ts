// What a file is, from its bytes: files are renamed, and a fetch may bring anything. Text forms are told by their first
// line, a dump by its headers, protobuf by decoding it. What was decoded on the way is handed on with the answer: a dump
// of 64 MiB must not be read twice.
import type { Encoding } from '../base/capture-kind';
import { byteLines } from '../base/byte-lines';
import { plainText } from '../base/plain-text';
import { err, ok, type FormatError, type Result } from '../base/result';
import type { StringPool } from '../base/string-pool';
import type { Goroutines } from '../goroutine/goroutines';
import { parseCounts } from '../goroutine/parse-counts';
import { DumpInPieces, isPlainDump, parseDump, type DumpOptions } from '../goroutine/parse-dump';
import { decodeProfile } from '../pprof/decode';
import { deltaOf, profileKind } from '../pprof/kind';
import type { Profile } from '../pprof/profile';
import { traceVersionOf } from '../trace/read-trace';
import { inuseBytesOfHeapText } from './heap-text';
import { TraceLook, type LookedAtTrace, type TraceFacts } from './trace-look';

export interface CaptureFacts {
  /** A known kind or a custom profile's own name. */
  kind: string;
  encoding: Encoding;
  /** From the body; null where the format carries none. */
  timeMs: number | null;
  delta: { seconds: number | null } | null;
  truncated: boolean;
  /** Sum of the default sample type: goroutines, bytes in use of a heap … ; null where there is no such thing. */
  total: number | null;
  unit: string | null;
  /** Of the first mapping, the main program; null where there is none. */
  buildId: string | null;
  /** Of a trace alone. */
  trace?: TraceFacts;
}

/** What had to be decoded to tell what a file is; null where a look at its lines was enough. */
export type CaptureContent =
  | { readonly form: 'profile'; readonly profile: Profile }
  | { readonly form: 'goroutines'; readonly goroutines: Goroutines };

export interface OpenOptions extends DumpOptions {
  /** Shared by captures that say the same names. */
  readonly strings?: StringPool;
}

export interface OpenedCapture {
  readonly facts: CaptureFacts;
  readonly content: CaptureContent | null;
}

/** Takes bytes that are no longer compressed. */
export const inspectCapture = (raw: Uint8Array): Result<CaptureFacts, FormatError> => {
  const opened = openCapture(raw);
  return opened.ok ? ok(opened.value.facts) : opened;
};

/** As `inspectCapture`, with what it decoded. */
export const openCapture = (
  raw: Uint8Array,
  options: OpenOptions = {},
): Result<OpenedCapture, FormatError> => {
  const bytes = plainText(raw);
  if (bytes.length === 0) return err({ code: 'empty', message: 'The file is empty.' });
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return err({ code: 'unsupported', message: 'Compressed with gzip twice.' });
  }
  const textUpTo = (length: number): string => new TextDecoder().decode(bytes.subarray(0, length));
  if (traceVersionOf(bytes) !== null) {
    const look = new TraceLook();
    look.add(bytes);
    const looked = look.end();
    return looked.ok ? found(factsOfTrace(looked.value)) : looked;
  }
  if (isText(bytes)) return inspectText(bytes, textUpTo(64 * 1024), options);
  return inspectProfile(bytes, options);
};

/** For a file that begins with `head`, what reads it in pieces to the same end as `openCapture`; null: nothing does. */
export const openInPieces = (head: Uint8Array, options: OpenOptions = {}): CaptureInPieces | null => {
  if (!isPlainDump(head) || !isText(head)) return null;
  const pieces = new DumpInPieces(options);
  return {
    read: (bytes) => pieces.read(bytes),
    finish(bytes) {
      const dump = pieces.finish(bytes);
      return dump.ok ? ok(dumpOf(dump.value)) : dump;
    },
  };
};

/** See `DumpInPieces`. */
export interface CaptureInPieces {
  read(bytes: Uint8Array): number;
  finish(bytes: Uint8Array): Result<OpenedCapture, FormatError>;
}

const dumpOf = (goroutines: Goroutines): OpenedCapture => ({
  facts: {
    ...TEXT,
    kind: 'goroutine-dump',
    total: goroutines.total,
    unit: 'count',
    truncated: goroutines.truncated,
  },
  content: { form: 'goroutines', goroutines },
});

export const factsOfTrace = ({ version, seconds, startMs, truncated }: LookedAtTrace): CaptureFacts => ({
  ...TEXT,
  kind: 'trace',
  encoding: 'proto',
  timeMs: startMs,
  truncated,
  trace: { version, seconds },
});

const found = (facts: CaptureFacts, content: CaptureContent | null = null): Result<OpenedCapture, never> =>
  ok({ facts, content });

const TEXT: CaptureFacts = {
  kind: '',
  encoding: 'text',
  timeMs: null,
  delta: null,
  truncated: false,
  total: null,
  unit: null,
  buildId: null,
};

/** No control characters but those of text, in its first part. A protobuf profile has them at once. */
const isText = (bytes: Uint8Array): boolean => {
  const end = Math.min(bytes.length, 4096);
  for (let i = 0; i < end; i++) {
    const byte = bytes[i]!;
    // Tab, newline, form feed, return; escape, for colours in a log.
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) return false;
  }
  return true;
};

const inspectText = (
  bytes: Uint8Array,
  head: string,
  options: OpenOptions,
): Result<OpenedCapture, FormatError> => {
  if (/^\s*<(?:!doctype|html|head|body|\?xml)/i.test(head)) {
    const title = /<title[^>]{0,200}>([^<]{0,200})/i.exec(head)?.[1]?.trim().replaceAll(/\s+/g, ' ') ?? '';
    return err({
      code: 'html',
      message: `An HTML page${title === '' ? '' : `, “${title}”`}, not a capture.`,
    });
  }
  const first = head.slice(0, Math.max(0, head.search(/\r?\n/)));
  if (first.startsWith('heap profile: ')) {
    const total = inuseBytesOfHeapText(linesOf(bytes));
    if (total === null)
      return err({
        code: 'malformed',
        message: `A heap profile with an unknown first line: ${quote(first)}`,
      });
    return found({ ...TEXT, kind: 'heap', total, unit: 'bytes', truncated: isCut(bytes) });
  }
  const counted = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63}) profile: total (\d{1,15})$/.exec(first);
  const kind = counted?.[1];
  if (kind === 'goroutine' || kind === 'goroutineleak') {
    const counts = parseCounts(bytes);
    if (!counts.ok) return counts;
    const { total, truncated } = counts.value;
    const content = { form: 'goroutines', goroutines: counts.value } as const;
    return found({ ...TEXT, kind, total, unit: 'count', truncated }, content);
  }
  if (kind !== undefined) {
    return found({ ...TEXT, kind, total: Number(counted?.[2]), unit: 'count', truncated: isCut(bytes) });
  }
  if (first === '--- contention:' || first === '--- mutex:') {
    const total = delayOf(linesOf(bytes));
    return found({
      ...TEXT,
      kind: first === '--- mutex:' ? 'mutex' : 'block',
      total,
      unit: total === null ? null : 'nanoseconds',
      truncated: isCut(bytes),
    });
  }
  const dump = parseDump(bytes, options);
  if (dump.ok) return ok(dumpOf(dump.value));
  if (dump.error.code === 'too-large') return dump;
  if (/^\s*[[{]/.test(head)) return err({ code: 'unsupported', message: 'JSON, not a capture.' });
  if (/^# (?:HELP|TYPE) /m.test(head)) {
    return err({ code: 'unsupported', message: 'A metrics page: numbers, not a capture.' });
  }
  // What a server answers instead is a sentence, and a useful one.
  const sentence = head.trim().split('\n', 1)[0] ?? '';
  return err({
    code: 'unsupported',
    message: `Text that is not a capture; it begins with ${quote(sentence)}`,
  });
};

const inspectProfile = (bytes: Uint8Array, { strings }: OpenOptions): Result<OpenedCapture, FormatError> => {
  const decoded = decodeProfile(bytes, strings);
  if (!decoded.ok) {
    const { code, message } = decoded.error;
    if (code === 'too-large') return decoded;
    return err({ ...decoded.error, message: `Neither a known text nor a profile: ${message}` });
  }
  const profile = decoded.value;
  const { sampleTypes, samples, timeNanos } = profile;
  if (sampleTypes.length === 0) {
    return err({ code: 'malformed', message: 'Reads as a profile, but has no sample types.' });
  }
  const chosen = sampleTypes.findIndex((type) => type.type === profile.defaultSampleType);
  const index = chosen < 0 ? sampleTypes.length - 1 : chosen;
  const facts: CaptureFacts = {
    kind: profileKind(profile),
    encoding: 'proto',
    timeMs: timeNanos > 0n ? Number(timeNanos / 1_000_000n) : null,
    delta: deltaOf(profile),
    truncated: false,
    total: samples.values[index]?.numbers.reduce((sum, value) => sum + value, 0) ?? 0,
    unit: sampleTypes[index]?.unit ?? null,
    buildId: profile.strings[profile.mappings.buildId[0] ?? 0] || null,
  };
  return found(facts, { form: 'profile', profile });
};

const quote = (text: string): string => `“${text.length > 120 ? `${text.slice(0, 120)}…` : text}”`;

const isCut = (bytes: Uint8Array): boolean => bytes[bytes.length - 1] !== 10;

/** Each is cut at 4 KiB. */
function* linesOf(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder();
  for (const line of byteLines(bytes)) yield decoder.decode(line.subarray(0, 4096));
}

/** Nanoseconds waited: records are `cycles count @ …`. Null where the clock's rate is missing. */
const delayOf = (lines: Iterable<string>): number | null => {
  let rate = 0;
  let cycles = 0;
  for (const line of lines) {
    const second = /^cycles\/second=(\d+)/.exec(line);
    if (second !== null) rate = Number(second[1]);
    else cycles += Number(/^(\d+) \d+ @/.exec(line)?.[1] ?? 0);
  }
  return rate > 0 ? Math.round((cycles / rate) * 1e9) : null;
};
