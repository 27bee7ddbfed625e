// Which stretch of a lane, which task or region a place names, and which ones stand beside it. Pure.
import { spanAt, spanEnd } from '../../../core/layout/lane-layout';
import { rangeAt } from '../../../core/layout/range-layout';
import { NOT_THERE, type Spans } from '../../../core/trace/spans';
import type { UserRow } from '../../workers/trace-answers';
import type { LaneSheets } from './lane-sheets';
import type { LanePlace } from './trace.store';

export interface LaneStretch {
  /** Of the spans of its sheet, or of the tasks or regions of that name. */
  readonly index: number;
  /** Of the trace. */
  readonly from: number;
  readonly to: number;
  /** Of tasks and regions, which of those that overlap. */
  readonly level: number;
}

interface Drawn {
  readonly user: readonly UserRow[];
  readonly sheets: Pick<LaneSheets, 'get'>;
}
type Place = Omit<LanePlace, 'side'>;

/** null: nothing is there, or its lanes are not yet. */
export function stretchAt(trace: Drawn, { sheet, lane, time, level = 0 }: Place): LaneStretch | null {
  if (sheet === 'tasks') {
    const layout = trace.user[lane]?.layout;
    const index = layout === undefined ? -1 : rangeAt(layout, time, level);
    return userStretch(trace, lane, index);
  }
  const spans = trace.sheets.get(sheet)?.spans;
  return spans === undefined ? null : spanStretch(spans, lane, spanAt(spans, lane, time));
}

/** The one before or after, where something is. */
export function stretchBeside(trace: Drawn, place: Place, step: 1 | -1): LaneStretch | null {
  const { sheet, lane } = place;
  const at = stretchAt(trace, place);
  if (sheet === 'tasks') return userStretch(trace, lane, at === null ? (step > 0 ? 0 : -1) : at.index + step);
  const spans = trace.sheets.get(sheet)?.spans;
  if (spans === undefined) return null;
  const { start, state } = spans;
  const [first, end] = [start[lane]!, start[lane + 1]!];
  let next = at === null ? first : at.index + step;
  while (next >= first && next < end && state[next] === NOT_THERE) next += step;
  return next >= first && next < end ? spanStretch(spans, lane, next) : null;
}

function spanStretch(spans: Spans, lane: number, index: number): LaneStretch | null {
  if (index < 0) return null;
  return { index, from: spans.from[index]!, to: spanEnd(spans, lane, index), level: 0 };
}

function userStretch({ user }: Drawn, row: number, index: number): LaneStretch | null {
  const layout = user[row]?.layout;
  if (layout === undefined || index < 0 || index >= layout.length) return null;
  return { index, from: layout.from[index]!, to: layout.to[index]!, level: layout.level[index]! };
}
