// `raw`: the profile as it is, in text (google/pprof, profile/profile.go: Profile.String).
import { trimGoSpace } from '../../base/trim-go-space';
import { exactAt, type Int64Column } from '../../base/int64-column';
import { labelsOf } from '../label-values';
import { compareAsGo } from '../node-order';
import { MAPPING_FLAGS, at, type LocationTable, type MappingTable, type Profile } from '../profile';
import type { ReportContext } from './context';
import { goDuration } from './go-duration';
import type { TimeFormats } from './head';
import { padStart } from './pad';
import type { ReportLines } from './report-lines';

export function rawReport(out: ReportLines, { profile, options }: ReportContext, times: TimeFormats): void {
  const { periodType, sampleTypes, defaultSampleType } = profile;
  for (const comment of profile.comments) out.push(`Comment: ${comment}`);
  if (profile.docUrl !== '') out.push(`Doc: ${profile.docUrl}`);
  out.push(`PeriodType: ${periodType.type} ${periodType.unit}`, `Period: ${profile.period}`);
  if (profile.timeNanos !== 0n) out.push(`Time: ${times.full(profile.timeNanos)}`);
  if (profile.durationNanos !== 0n) out.push(`Duration: ${goDuration(profile.durationNanos).slice(0, 4)}`);
  out.push(
    'Samples:',
    trimGoSpace(
      sampleTypes
        .map(({ type, unit }) => `${type}/${unit}${type === defaultSampleType ? '[dflt]' : ''}`)
        .join(' '),
    ),
  );
  pushSamples(profile, out);
  out.push('Locations');
  pushLocations(profile, !options.noInlines, options.showColumns, out);
  out.push('Mappings');
  pushMappings(profile, !options.noInlines, out);
}

const idOf = ({ id }: LocationTable | MappingTable, row: number): bigint =>
  id === null ? BigInt(row + 1) : at(id, row);

const LABEL_INDENT = ' '.repeat(16);

function pushSamples(profile: Profile, out: ReportLines): void {
  const { samples, locations, labels, strings } = profile;
  const number = (column: Int64Column, row: number): string =>
    column.exact === null ? String(column.numbers[row]!) : String(column.exact[row]!);
  const withUnits = (rows: readonly number[]): string => {
    const hasUnits = rows.some((row) => labels.numUnit[row] !== 0);
    const values = rows.map((row) => {
      const value = String(exactAt(labels.num, row));
      return hasUnits ? `${value} ${at(strings, at(labels.numUnit, row))}` : value;
    });
    return `[${out.join(values, ' ')}]`;
  };
  const inOrder = (labelTexts: string[]): string =>
    LABEL_INDENT + out.join(labelTexts.sort(compareAsGo), ' ');
  // Each once: a string of its own for each of its frames is what takes the memory.
  const ids: string[] = [];
  function* idsOf(stack: Uint32Array): Generator<string> {
    for (const row of stack) yield (ids[row] ??= `${idOf(locations, row)} `);
  }
  for (let sample = 0; sample < samples.length; sample++) {
    const values = samples.values.map((column) => ` ${number(column, sample).padStart(10)}`).join('');
    const stack = samples.stackLocation.subarray(
      at(samples.stackStart, sample),
      at(samples.stackStart, sample + 1),
    );
    out.push(`${values}: ${out.join(idsOf(stack), '')}`);
    const { texts, numbers } = labelsOf(profile, sample);
    if (texts.size > 0)
      out.push(inOrder([...texts].map(([key, values]) => `${key}:[${out.join(values, ' ')}]`)));
    if (numbers.size > 0) out.push(inOrder([...numbers].map(([key, rows]) => `${key}:${withUnits(rows)}`)));
  }
}

function pushLocations(profile: Profile, inlines: boolean, columns: boolean, out: ReportLines): void {
  const { locations, lines, functions, mappings, strings } = profile;
  for (let row = 0; row < locations.length; row++) {
    const mapping = at(locations.mapping, row);
    let place = `${padStart(String(idOf(locations, row)), 6)}: 0x${at(locations.address, row).toString(16)} `;
    if (mapping >= 0) place += `M=${idOf(mappings, mapping)} `;
    if (at(locations.isFolded, row) === 1) place += '[F] ';
    const end = at(locations.lineStart, row + 1);
    const first = at(locations.lineStart, row);
    if (first === end) out.push(place);
    for (let line = inlines ? first : Math.max(first, end - 1); line < end; line++) {
      const fn = at(lines.function, line);
      const name = at(strings, at(functions.name, fn));
      const systemName = at(strings, at(functions.systemName, fn));
      const column = inlines || columns ? at(lines.column, line) : 0;
      out.push(
        `${place}${name} ${at(strings, at(functions.filename, fn))}:${at(lines.line, line)}:${column}` +
          ` s=${at(functions.startLine, fn)}${name === systemName ? '' : `(${systemName})`}`,
      );
      place = ' '.repeat(13);
    }
  }
}

const FLAG_NAMES = [
  [MAPPING_FLAGS.hasFunctions, '[FN]'],
  [MAPPING_FLAGS.hasFilenames, '[FL]'],
  [MAPPING_FLAGS.hasLineNumbers, '[LN]'],
  [MAPPING_FLAGS.hasInlineFrames, '[IN]'],
] as const;

function pushMappings({ mappings, strings }: Profile, inlines: boolean, out: ReportLines): void {
  const hex = (value: bigint): string => `0x${value.toString(16)}`;
  for (let row = 0; row < mappings.length; row++) {
    const flags = at(mappings.flags, row) & (inlines ? -1 : ~MAPPING_FLAGS.hasInlineFrames);
    const range = [mappings.start, mappings.limit, mappings.offset].map((column) => hex(at(column, row)));
    out.push(
      `${idOf(mappings, row)}: ${range.join('/')} ${at(strings, at(mappings.filename, row))} ` +
        `${at(strings, at(mappings.buildId, row))} ` +
        FLAG_NAMES.map(([flag, name]) => ((flags & flag) === 0 ? '' : name)).join(''),
    );
  }
}
