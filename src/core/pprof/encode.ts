// Columns back to profile.proto, so that other tools open what was derived here: a difference, a filtered view, a merge.
import { exactAt } from '../base/int64-column';
import { WireWriter } from '../base/wire-writer';
import { PROFILE } from './decode-header';
import { at, MAPPING_FLAGS, type Profile, type ValueType } from './profile';

/** Ids are row numbers + 1, since 0 means none. Uncompressed: whoever keeps it gzips it. */
export function encodeProfile(profile: Profile): Uint8Array {
  const out = new WireWriter(1 << 16);
  const strings = new Strings(profile.strings);
  for (const type of profile.sampleTypes) out.message(PROFILE.sampleType, valueType(type, strings));
  writeSamples(out, profile);
  writeMappings(out, profile);
  writeLocations(out, profile);
  writeFunctions(out, profile);
  const header = new WireWriter();
  header.integer(PROFILE.dropFrames, strings.row(profile.dropFrames));
  header.integer(PROFILE.keepFrames, strings.row(profile.keepFrames));
  header.integer(PROFILE.timeNanos, profile.timeNanos);
  header.integer(PROFILE.durationNanos, profile.durationNanos);
  if (profile.periodType.type !== '' || profile.periodType.unit !== '') {
    header.message(PROFILE.periodType, valueType(profile.periodType, strings));
  }
  header.integer(PROFILE.period, profile.period);
  if (profile.comments.length > 0) {
    header.packed(
      PROFILE.comment,
      profile.comments.map((comment) => strings.row(comment)),
    );
  }
  header.integer(PROFILE.defaultSampleType, strings.row(profile.defaultSampleType));
  header.integer(PROFILE.docUrl, strings.row(profile.docUrl));
  for (const text of strings.all) out.string(PROFILE.string, text);
  return concatenate(out.finish(), header.finish());
}

/** The profile's own strings, and after them those that stand in no table of its own. */
class Strings {
  readonly all: string[];
  private readonly rows = new Map<string, number>();

  constructor(own: readonly string[]) {
    this.all = own.length === 0 ? [''] : [...own];
    for (const [row, text] of this.all.entries()) if (!this.rows.has(text)) this.rows.set(text, row);
  }

  row(text: string): number {
    let row = this.rows.get(text);
    if (row === undefined) {
      row = this.all.push(text) - 1;
      this.rows.set(text, row);
    }
    return row;
  }
}

function valueType({ type, unit }: ValueType, strings: Strings): WireWriter {
  const out = new WireWriter(16);
  out.integer(1, strings.row(type));
  out.integer(2, strings.row(unit));
  return out;
}

function writeSamples(out: WireWriter, { samples, labels }: Profile): void {
  for (let sample = 0; sample < samples.length; sample++) {
    const message = new WireWriter(128);
    const stack = samples.stackLocation.subarray(
      at(samples.stackStart, sample),
      at(samples.stackStart, sample + 1),
    );
    if (stack.length > 0)
      message.packed(
        1,
        Array.from(stack, (location) => location + 1),
      );
    message.packed(
      2,
      samples.values.map((column) =>
        column.exact === null ? at(column.numbers, sample) : exactAt(column, sample),
      ),
    );
    for (let row = at(samples.labelStart, sample); row < at(samples.labelStart, sample + 1); row++) {
      const label = new WireWriter(16);
      label.integer(1, at(labels.key, row));
      label.integer(2, at(labels.str, row));
      label.integer(3, exactAt(labels.num, row));
      label.integer(4, at(labels.numUnit, row));
      message.message(3, label);
    }
    out.message(PROFILE.sample, message);
  }
}

function writeMappings(out: WireWriter, { mappings }: Profile): void {
  for (let row = 0; row < mappings.length; row++) {
    const message = new WireWriter(64);
    const flags = at(mappings.flags, row);
    const flag = (bit: number): number => Number((flags & bit) !== 0);
    message.integer(1, row + 1);
    message.integer(2, at(mappings.start, row));
    message.integer(3, at(mappings.limit, row));
    message.integer(4, at(mappings.offset, row));
    message.integer(5, at(mappings.filename, row));
    message.integer(6, at(mappings.buildId, row));
    message.integer(7, flag(MAPPING_FLAGS.hasFunctions));
    message.integer(8, flag(MAPPING_FLAGS.hasFilenames));
    message.integer(9, flag(MAPPING_FLAGS.hasLineNumbers));
    message.integer(10, flag(MAPPING_FLAGS.hasInlineFrames));
    out.message(PROFILE.mapping, message);
  }
}

function writeLocations(out: WireWriter, { locations, lines }: Profile): void {
  for (let row = 0; row < locations.length; row++) {
    const message = new WireWriter(64);
    message.integer(1, row + 1);
    message.integer(2, at(locations.mapping, row) + 1);
    message.integer(3, at(locations.address, row));
    for (let line = at(locations.lineStart, row); line < at(locations.lineStart, row + 1); line++) {
      const inner = new WireWriter(16);
      inner.integer(1, at(lines.function, line) + 1);
      inner.integer(2, at(lines.line, line));
      inner.integer(3, at(lines.column, line));
      message.message(4, inner);
    }
    message.integer(5, at(locations.isFolded, row));
    out.message(PROFILE.location, message);
  }
}

function writeFunctions(out: WireWriter, { functions }: Profile): void {
  for (let row = 0; row < functions.length; row++) {
    const message = new WireWriter(32);
    message.integer(1, row + 1);
    message.integer(2, at(functions.name, row));
    message.integer(3, at(functions.systemName, row));
    message.integer(4, at(functions.filename, row));
    message.integer(5, at(functions.startLine, row));
    out.message(PROFILE.function, message);
  }
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
