// What is said of the place under the pointer, in a few lines. Pure.
import { spanAt, spanEnd, sumStates } from '../../../core/layout/lane-layout';
import { rangeAt } from '../../../core/layout/range-layout';
import { valueAt } from '../../../core/trace/ranges';
import { NOT_THERE } from '../../../core/trace/spans';
import type { Translate } from '../../state/text';
import { formatBytes, formatCount, formatShareOf, joinFigure } from '../../ui/format';
import type { LaneSheet } from '../../workers/trace-answers';
import type { LaneRow } from './lane-rows';
import { durationText } from './time-view';
import type { OpenTrace } from './traces.store';
import type { Density } from './use-densities';

export interface TipQuestion {
  readonly t: Translate;
  readonly row: LaneRow;
  /** Of the trace. */
  readonly time: number;
  readonly nsPerPx: number;
  readonly trace: Pick<OpenTrace, 'series' | 'user' | 'states'>;
  /** null: it is not there yet. */
  readonly sheet: LaneSheet | null;
  readonly density: Density | undefined;
  /** Of tasks and regions, which of those that overlap. */
  readonly level: number;
}

/** States that are told of a group. */
const MOST_STATES = 4;

export function tipOf(question: TipQuestion): string[] {
  const { row, trace, time, t } = question;
  const { kind } = row.segment;
  switch (kind) {
    case 'lanes':
      return laneTip(question);
    case 'group':
      return groupTip(question);
    case 'heap':
      return [joinFigure(formatBytes(valueAt(trace.series.heap, time)))];
    case 'count': {
      const n = valueAt(trace.series.goroutines, time);
      return [t('trace.facts.goroutines', { n, count: formatCount(n) })];
    }
    case 'user': {
      const user = trace.user[row.lane];
      const at = user === undefined ? -1 : rangeAt(user.layout, time, question.level);
      if (user === undefined || at < 0) return [];
      return [user.name, durationText(user.layout.to[at]! - user.layout.from[at]!)];
    }
    case 'gc':
    case 'stw': {
      const ranges = trace.series[kind];
      const at = ranges.from.findLastIndex((from) => from <= time + question.nsPerPx);
      if (at < 0 || ranges.to[at]! < time - question.nsPerPx) return [];
      const name = ranges.names[ranges.name[at] ?? 0] ?? '';
      return [name, durationText(ranges.to[at]! - ranges.from[at]!)].filter((line) => line !== '');
    }
  }
}

function laneTip({ t, row, time, nsPerPx, sheet }: TipQuestion): string[] {
  if (sheet === null) return [];
  const { spans } = sheet;
  const half = nsPerPx / 2;
  const sums = new Float64Array(spans.states.length);
  const count = sumStates(spans, row.lane, time - half, time + half, sums);
  if (count > 2) {
    // Under one pixel there is more than one can point at.
    const most = sums.reduce((best, ns, state) => (ns > sums[best]! ? state : best), 0);
    const all = sums.reduce((sum, ns) => sum + ns, 0);
    const share = formatShareOf(sums[most]!, all);
    return [
      t('trace.lanes.spans', { n: count, count: formatCount(count) }),
      t('trace.lanes.mostly', { share, state: spans.states[most]! }),
    ];
  }
  const span = spanAt(spans, row.lane, time);
  if (span < 0 || spans.state[span] === NOT_THERE) return [t('trace.lanes.nothing')];
  return [
    spans.states[spans.state[span]!]!,
    durationText(spanEnd(spans, row.lane, span) - spans.from[span]!),
  ];
}

function groupTip({ t, row, time, trace, density }: TipQuestion): string[] {
  const name = row.segment.group?.name ?? '';
  const head = name === '' ? t('trace.row.unknown') : name;
  if (density === undefined) return [head];
  const column = Math.floor((time - density.from) / density.nsPerColumn);
  if (column < 0 || column >= density.columns) return [head];
  const states = trace.states
    .map((state, i) => ({ state, count: density.counts[i * density.columns + column]! }))
    .filter(({ count }) => count >= 0.005)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_STATES);
  return [
    head,
    ...states.map(({ state, count }) =>
      t('trace.lanes.average', { count: formatCount(rounded(count)), state }),
    ),
  ];
}

/** An average of whole goroutines is said without decimals. */
const rounded = (count: number): number =>
  Math.abs(count - Math.round(count)) < 0.005 ? Math.round(count) : count;
