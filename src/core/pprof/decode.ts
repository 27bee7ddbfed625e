// profile.proto to columns. Three passes over the bytes (counts and strings, tables, samples) instead of one, so that
// every table is allocated once, at its size, and ids become row numbers as they are read. What is an error and what
// is passed over follows google/pprof's own reader (profile/encode.go, profile.go: postDecode, CheckValid).
import { err, ok, type FormatError, type Result } from '../base/result';
import type { StringPool } from '../base/string-pool';
import { WireReader } from '../base/wire';
import { readHeader } from './decode-header';
import { readFunctions, readLocations, readMappings } from './decode-tables';
import { readSamples } from './decode-samples';
import type { Profile } from './profile';

/** Offsets are 32 bits wide, and a service's profile is a thousandth of this. */
const MAX_BYTES = 1 << 30;

/**
 * Decodes uncompressed profile.proto bytes. What it allocates is bounded by a small multiple of their number. `strings`
 * pays where many profiles of one process are read.
 */
export function decodeProfile(bytes: Uint8Array, strings?: StringPool): Result<Profile, FormatError> {
  if (bytes.length === 0) return err({ code: 'empty', message: 'no bytes', offset: 0 });
  if (bytes.length > MAX_BYTES) {
    return err({ code: 'too-large', message: `a profile of ${bytes.length} bytes, more than ${MAX_BYTES}` });
  }
  const reader = new WireReader(bytes);
  const again = (): WireReader => {
    if (reader.error === null) reader.pos = 0;
    return reader;
  };
  const header = readHeader(reader, strings);
  if (reader.error !== null) return err(reader.error);
  const functions = readFunctions(again(), header);
  const mappings = readMappings(again(), header);
  const locations = readLocations(again(), header, functions.ids, mappings.ids);
  const { samples, labels } = readSamples(again(), header, locations.ids);
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
