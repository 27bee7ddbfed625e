// What `go tool pprof -top FILE` prints, byte for byte, in its default options (internal/report). Differences from it:
// names that are mangled C++ or Rust stay mangled, and no binary is looked for to symbolise a profile without names.
import { exactAt, type Int64Column } from '../base/int64-column';
import { ok, type FormatError, type Result } from '../base/result';
import { aggregate, type Aggregate } from './aggregate';
import { dropFrames } from './drop-frames';
import { baseName, graphNodes } from './graph-nodes';
import { inlineMarks } from './inline-marks';
import { percentage, scale, scaledLabel } from './measurement';
import { orderNodes } from './node-order';
import { at, type Profile, type ValueType } from './profile';
import { sampleTypeIndex } from './sample-type';
import type { TopOptions } from './top';

/** Nodes below this share of the total are dropped, and edges below that one. */
const NODE_FRACTION = 0.005;
const EDGE_FRACTION = 0.001;

export interface TopTextOptions extends TopOptions {
  /** Local time as Go's layout "2006-01-02 15:04:05 MST" prints it. Core has no time zone. */
  readonly formatTime: (unixNanos: bigint) => string;
}

/** Fails where there is no such sample type. */
export function formatTop(profile: Profile, options: TopTextOptions): Result<string, FormatError> {
  const index = sampleTypeIndex(profile, options.sampleType);
  if (!index.ok) return index;
  const shown = dropFrames(profile);
  const nodes = graphNodes(shown);
  const sums = aggregate(shown, nodes, index.value);
  const all = orderNodes(nodes, sums, options.sort ?? 'flat');

  const flatTotal = Number(sum(sums.flat, all));
  const nodeCutoff = Math.trunc(Math.abs(flatTotal * NODE_FRACTION));
  const edgeCutoff = Math.trunc(Math.abs(flatTotal * EDGE_FRACTION));
  const kept = all.filter((node) => Math.abs(at(sums.cum.numbers, node)) >= nodeCutoff);
  const dropped = all.length - kept.length;

  const keptSet = new Set(kept);
  const marks = inlineMarks(
    shown,
    nodes,
    at(shown.samples.values, index.value).numbers,
    dropped === 0 ? () => true : (node) => keptSet.has(node),
    edgeCutoff,
  );

  const sampleType = at(shown.sampleTypes, index.value);
  const outputUnit = selectUnit(sums, kept, sampleType.unit);
  const format = (value: number): string => scaledLabel(value, sampleType.unit, outputUnit);
  const { total } = sums;
  const shownTotal = Number(sum(sums.flat, kept));
  const text = profileLabels(shown, sampleType, total, format, options.formatTime);
  text.push(
    `Showing nodes accounting for ${format(shownTotal)}, ${percentage(shownTotal, total).trim()} of ${format(total)} total`,
  );
  if (total !== 0 && dropped > 0) {
    const limit = format(Math.trunc(Math.abs(total * NODE_FRACTION)));
    text.push(`Dropped ${dropped} node${dropped > 1 ? 's' : ''} (cum <= ${limit})`);
  }
  text.push('      flat  flat%   sum%        cum   cum%');
  let running = 0n;
  for (const node of kept) {
    running = BigInt.asIntN(64, running + exactAt(sums.flat, node));
    const flat = at(sums.flat.numbers, node);
    const cum = at(sums.cum.numbers, node);
    text.push(
      `${format(flat).padStart(10)} ${percentage(flat, total)} ${percentage(Number(running), total)}` +
        ` ${format(cum).padStart(10)} ${percentage(cum, total)}  ${at(nodes.name, node)}${at(marks, node)}`,
    );
  }
  return ok(`${text.join('\n')}\n`);
}

/** Go's conversion; what no int64 can hold becomes its least value, as amd64 has it. */
const truncateToInt64 = (value: number): number =>
  Math.abs(value) < 2 ** 63 ? Math.trunc(value) : -(2 ** 63);

function sum(column: Int64Column, rows: readonly number[]): bigint {
  return BigInt.asIntN(
    64,
    rows.reduce((running, row) => running + exactAt(column, row), 0n),
  );
}

/** The unit in which the smallest value shown is at least 0.01 and the largest is not needlessly long. */
function selectUnit(sums: Aggregate, kept: readonly number[], unit: string): string {
  if (kept.length === 0) return 'minimum';
  let smallest = 0;
  for (const node of kept) {
    const value = Math.abs(at(sums.flat.numbers, node)) || Math.abs(at(sums.cum.numbers, node));
    if (value > 0 && (smallest === 0 || value < smallest)) smallest = value;
  }
  if (smallest === 0) smallest = sums.total;
  const lowest = scale(smallest, unit, 'minimum').unit;
  const highest = scale(sums.total, unit, 'minimum').unit;
  const isWide = lowest !== highest && smallest * 100 < sums.total;
  return (isWide ? scale(100 * smallest, unit, 'minimum').unit : lowest) || unit;
}

function profileLabels(
  profile: Profile,
  sampleType: ValueType,
  total: number,
  format: (value: number) => string,
  formatTime: (unixNanos: bigint) => string,
): string[] {
  const { mappings, strings } = profile;
  const labels: string[] = [];
  if (mappings.length > 0) {
    const file = at(strings, at(mappings.filename, 0));
    const buildId = at(strings, at(mappings.buildId, 0));
    if (file !== '') labels.push(`File: ${baseName(file)}`);
    if (buildId !== '') labels.push(`Build ID: ${buildId}`);
  }
  labels.push(...profile.comments.filter((comment) => !comment.startsWith('#')));
  if (sampleType.type !== '') labels.push(`Type: ${sampleType.type}`);
  if (profile.docUrl !== '') labels.push(`Doc: ${profile.docUrl}`);
  if (profile.timeNanos !== 0n) labels.push(`Time: ${formatTime(profile.timeNanos)}`);
  if (profile.durationNanos !== 0n) {
    const duration = Number(profile.durationNanos);
    const inNanos = scale(total, sampleType.unit, 'nanoseconds');
    const ratio =
      inNanos.unit === 'ns' && inNanos.value !== 0
        ? `(${percentage(truncateToInt64(inNanos.value), duration)})`
        : '';
    labels.push(
      `Duration: ${scaledLabel(duration, 'nanoseconds', 'auto')}, Total samples = ${format(total)} ${ratio}`,
    );
  }
  return labels;
}
