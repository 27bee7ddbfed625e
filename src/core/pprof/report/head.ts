// The lines above a report (internal/report: ProfileLabels, reportLabels).
import { baseName } from '../../base/go-path';
import { percentage, scale, scaledLabel } from '../measurement';
import { at } from '../profile';
import type { TrimOptions } from '../trimmed-graph';
import { cutoffOf, sumOfRows } from '../weights';
import type { ReportContext } from './context';
import { truncateToInt64, type ShownNodes, type ValueFormat } from './value-format';

/** Local time, of which core knows nothing. */
export interface TimeFormats {
  /** As Go's layout "2006-01-02 15:04:05 MST" prints it. */
  readonly short: (unixNanos: bigint) => string;
  /** As Go's layout "2006-01-02 15:04:05.999999999 -0700 MST" does. */
  readonly full: (unixNanos: bigint) => string;
}

/** What the profile is. */
export function profileLines(context: ReportContext, format: ValueFormat, times: TimeFormats): string[] {
  const { profile, sampleType, unit, total } = context;
  const { mappings, strings } = profile;
  const lines: string[] = [];
  if (mappings.length > 0) {
    const file = at(strings, at(mappings.filename, 0));
    const buildId = at(strings, at(mappings.buildId, 0));
    if (file !== '') lines.push(`File: ${baseName(file)}`);
    if (buildId !== '') lines.push(`Build ID: ${buildId}`);
  }
  // One by one: as arguments of a call, many are too many.
  for (const comment of profile.comments) if (!comment.startsWith('#')) lines.push(comment);
  if (sampleType !== '') lines.push(`Type: ${sampleType}`);
  if (profile.docUrl !== '') lines.push(`Doc: ${profile.docUrl}`);
  if (profile.timeNanos !== 0n) lines.push(`Time: ${times.short(profile.timeNanos)}`);
  if (profile.durationNanos !== 0n) {
    const duration = Number(profile.durationNanos);
    const inNanos = scale(total, unit, 'nanoseconds');
    const ratio =
      inNanos.unit === 'ns' && inNanos.value !== 0
        ? `(${percentage(truncateToInt64(inNanos.value), duration)})`
        : '';
    lines.push(
      `Duration: ${scaledLabel(duration, 'nanoseconds', 'auto')}, Total samples = ${format.text(total)} ${ratio}`,
    );
  }
  return lines;
}

/** How much was left out of what a report shows. */
export interface Extent extends ShownNodes {
  readonly dropped: number;
  readonly beforeCount: number;
  /** Where calls are told of too. */
  readonly droppedCalls?: number;
}

/** What of it a graph shows. A picture says what it is of even where a short head is asked for. */
export function graphLines(
  context: ReportContext,
  graph: Extent,
  trim: TrimOptions,
  format: ValueFormat,
  times: TimeFormats,
  as: 'text' | 'picture' = 'text',
): string[] {
  const { options, total } = context;
  const lines = options.compactLabels && as === 'text' ? [] : profileLines(context, format, times);
  lines.push(...filterLines(context));
  const shown = sumOfRows(graph.sums.shownFlat, graph.shown);
  lines.push(
    `Showing nodes accounting for ${format.text(shown)}, ${percentage(shown, total).trim()} of ${format.text(total)} total`,
  );
  if (total === 0) return lines;
  const { dropped, droppedCalls = 0, beforeCount } = graph;
  const tellDropped = (n: number, what: string, by: string, fraction: number): void => {
    if (n === 0) return;
    const limit = format.text(cutoffOf(Number(total), fraction));
    lines.push(`Dropped ${n} ${what}${n > 1 ? 's' : ''} (${by} <= ${limit})`);
  };
  tellDropped(dropped, 'node', 'cum', trim.nodeFraction);
  tellDropped(droppedCalls, 'edge', 'freq', trim.edgeFraction);
  const count = graph.shown.length;
  if (count > 0 && count < beforeCount) lines.push(`Showing top ${count} nodes out of ${beforeCount}`);
  return lines;
}

/** In bytes of UTF-8. */
const MAX_FILTER = 80;

function filterLines({ options }: ReportContext): string[] {
  const filters = [
    ['focus', options.focus],
    ['ignore', options.ignore],
    ['hide', options.hide],
    ['show', options.show],
    ['show_from', options.showFrom],
    ['tagfocus', options.tagFocus],
    ['tagignore', options.tagIgnore],
    ['tagshow', options.tagShow],
    ['taghide', options.tagHide],
  ] as const;
  const active = filters.filter(([, value]) => value !== '');
  if (active.length === 0) return [];
  return ['Active filters:', ...active.map(([name, value]) => `   ${shortened(`${name}=${value}`)}`)];
}

/** pprof cuts between bytes; a character that it would halve stays out here. */
function shortened(text: string): string {
  let bytes = 0;
  let kept = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes <= MAX_FILTER) kept += char;
  }
  return bytes <= MAX_FILTER ? text : `${kept}…`;
}
