// profile.proto to columns. One pass over the bytes finds the strings and where the rows of each table stand; then the
// tables are read one after the other, so that each is allocated once, at its size, and ids become row numbers at once. What is an error and what
// is passed over follows google/pprof's own reader (profile/encode.go, profile.go: postDecode, CheckValid).
import { err, ok, type FormatError, type Result } from '../base/result';
import type { StringPool } from '../base/string-pool';
import { WireReader } from '../base/wire';
import { readHeader } from './decode-header';
import { DECODE_LIMITS, type DecodeLimits } from './decode-limits';
import { readFunctions, readLocations, readMappings } from './decode-tables';
import { readSamples } from './decode-samples';
import type { Profile } from './profile';

/** Offsets are 32 bits wide, and a service's profile is a thousandth of this. */
const MAX_BYTES = 1 << 30;

/**
 * Decodes uncompressed profile.proto bytes. What it allocates is bounded by a small multiple of their number, and by
 * `limits`. `strings` pays where many profiles of one process are read.
 */
export function decodeProfile(
  bytes: Uint8Array,
  strings?: StringPool,
  limits: DecodeLimits = DECODE_LIMITS,
): Result<Profile, FormatError> {
  if (bytes.length === 0) return err({ code: 'empty', message: 'no bytes', offset: 0 });
  if (bytes.length > MAX_BYTES) {
    return err({ code: 'too-large', message: `a profile of ${bytes.length} bytes, more than ${MAX_BYTES}` });
  }
  const reader = new WireReader(bytes);
  const header = readHeader(reader, limits, strings);
  if (reader.error !== null) return err(reader.error);
  const functions = readFunctions(reader, header);
  const mappings = readMappings(reader, header);
  const locations = readLocations(reader, header, functions.ids, mappings.ids);
  const { samples, labels } = readSamples(reader, header, locations.ids);
  if (reader.error !== null) return err(reader.error);
  return ok({
    sampleTypes: header.sampleTypes,
    defaultSampleType: header.defaultSampleType,
    periodType: header.periodType,
    period: header.period,
    timeNanos: header.timeNanos,
    durationNanos: header.durationNanos,
    comments: header.comments,
    dropFrames: header.dropFrames,
    keepFrames: header.keepFrames,
    docUrl: header.docUrl,
    strings: header.strings,
    functions: functions.table,
    mappings: mappings.table,
    locations: locations.table,
    lines: locations.lines,
    samples,
    labels,
  });
}
