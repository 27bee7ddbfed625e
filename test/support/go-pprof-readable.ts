// A profile as plain objects without row numbers or ids: what our decoder and pprof-format must agree on.
import type * as reference from 'pprof-format';
import { exactAt } from '../../src/core/base/int64-column';
import { at, type Profile } from '../../src/core/pprof/profile';

export interface ReadableLine {
  readonly name: string;
  readonly systemName: string;
  readonly filename: string;
  readonly startLine: number;
  readonly line: number;
  readonly column: number;
}
export interface ReadableLocation {
  readonly address: bigint;
  readonly folded: boolean;
  /** start, limit, offset, file, build id, flags; null: none. */
  readonly mapping: readonly [bigint, bigint, bigint, string, string, number] | null;
  readonly lines: readonly ReadableLine[];
}
export interface ReadableSample {
  readonly stack: readonly ReadableLocation[];
  readonly values: readonly bigint[];
  readonly labels: readonly { key: string; str: string; num: bigint; unit: string }[];
}
export interface ReadableProfile {
  readonly sampleTypes: readonly (readonly [string, string])[];
  readonly defaultSampleType: string;
  readonly periodType: readonly [string, string];
  readonly period: bigint;
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
  readonly comments: readonly string[];
  readonly dropFrames: string;
  readonly keepFrames: string;
  readonly docUrl: string;
  readonly samples: readonly ReadableSample[];
}

export function readable(profile: Profile): ReadableProfile {
  const { strings, functions, mappings, locations, lines, samples, labels } = profile;
  const text = (column: Uint32Array, row: number): string => at(strings, at(column, row));
  const rows = (start: Uint32Array, row: number): number[] => {
    const first = at(start, row);
    return Array.from({ length: at(start, row + 1) - first }, (_, i) => first + i);
  };
  const line = (row: number): ReadableLine => {
    const fn = at(lines.function, row);
    return {
      name: text(functions.name, fn),
      systemName: text(functions.systemName, fn),
      filename: text(functions.filename, fn),
      startLine: at(functions.startLine, fn),
      line: at(lines.line, row),
      column: at(lines.column, row),
    };
  };
  const mapping = (row: number): ReadableLocation['mapping'] =>
    row < 0
      ? null
      : [
          at(mappings.start, row),
          at(mappings.limit, row),
          at(mappings.offset, row),
          text(mappings.filename, row),
          text(mappings.buildId, row),
          at(mappings.flags, row),
        ];
  const locationOf = Array.from({ length: locations.length }, (_, row) => ({
    address: at(locations.address, row),
    folded: at(locations.isFolded, row) === 1,
    mapping: mapping(at(locations.mapping, row)),
    lines: rows(locations.lineStart, row).map(line),
  }));
  return {
    sampleTypes: profile.sampleTypes.map(({ type, unit }) => [type, unit] as const),
    defaultSampleType: profile.defaultSampleType,
    periodType: [profile.periodType.type, profile.periodType.unit],
    period: profile.period,
    timeNanos: profile.timeNanos,
    durationNanos: profile.durationNanos,
    comments: profile.comments,
    dropFrames: profile.dropFrames,
    keepFrames: profile.keepFrames,
    docUrl: profile.docUrl,
    samples: Array.from({ length: samples.length }, (_, row) => ({
      stack: rows(samples.stackStart, row).map((i) => at(locationOf, at(samples.stackLocation, i))),
      values: samples.values.map((column) => exactAt(column, row)),
      labels: rows(samples.labelStart, row).map((label) => ({
        key: text(labels.key, label),
        str: text(labels.str, label),
        num: exactAt(labels.num, label),
        unit: text(labels.numUnit, label),
      })),
    })),
  };
}

/** The same of a profile that pprof-format has decoded, or is about to encode. It reads int64 as unsigned. */
export function readableReference(profile: reference.Profile): ReadableProfile {
  const signed = (value: number | bigint): bigint => BigInt.asIntN(64, BigInt(value));
  const unsigned = (value: number | bigint): bigint => BigInt.asUintN(64, BigInt(value));
  const text = (row: number | bigint): string => at(profile.stringTable.strings, Number(row));
  const byId = <T extends { id: number | bigint }>(table: readonly T[]): Map<bigint, T> =>
    new Map(table.map((entry) => [unsigned(entry.id), entry]));
  const need = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the reference has a dangling id');
    return value;
  };
  const functions = byId(profile.function);
  const mappings = byId(profile.mapping);
  const line = (source: reference.Line): ReadableLine => {
    const fn = need(functions.get(unsigned(source.functionId)));
    return {
      name: text(fn.name),
      systemName: text(fn.systemName),
      filename: text(fn.filename),
      startLine: Number(signed(fn.startLine)),
      line: Number(signed(source.line)),
      column: Number(signed((source as { column?: number | bigint }).column ?? 0)),
    };
  };
  const mapping = (id: number | bigint): ReadableLocation['mapping'] => {
    const m = mappings.get(unsigned(id));
    if (m === undefined) return null;
    const flags =
      (m.hasFunctions ? 1 : 0) |
      (m.hasFilenames ? 2 : 0) |
      (m.hasLineNumbers ? 4 : 0) |
      (m.hasInlineFrames ? 8 : 0);
    return [
      unsigned(m.memoryStart),
      unsigned(m.memoryLimit),
      unsigned(m.fileOffset),
      text(m.filename),
      text(m.buildId),
      flags,
    ];
  };
  const locations = new Map(
    profile.location.map((l): [bigint, ReadableLocation] => [
      unsigned(l.id),
      {
        address: unsigned(l.address),
        folded: l.isFolded,
        mapping: mapping(l.mappingId),
        lines: l.line.map(line),
      },
    ]),
  );
  return {
    sampleTypes: profile.sampleType.map(({ type, unit }) => [text(type), text(unit)] as const),
    defaultSampleType: text(profile.defaultSampleType),
    periodType: [text(profile.periodType?.type ?? 0), text(profile.periodType?.unit ?? 0)],
    period: signed(profile.period),
    timeNanos: signed(profile.timeNanos),
    durationNanos: signed(profile.durationNanos),
    comments: profile.comment.map(text),
    dropFrames: text(profile.dropFrames),
    keepFrames: text(profile.keepFrames),
    docUrl: text(profile.docUrl),
    samples: profile.sample.map((sample) => ({
      stack: sample.locationId.map((id) => need(locations.get(unsigned(id)))),
      values: sample.value.map(signed),
      labels: sample.label
        .map((label) => ({
          key: text(label.key),
          str: text(label.str),
          num: signed(label.num),
          unit: text(label.numUnit),
        }))
        .filter(({ str, num, unit }) => str !== '' || num !== 0n || unit !== '')
        .map((label) => (label.str === '' ? label : { ...label, num: 0n, unit: '' })),
    })),
  };
}
