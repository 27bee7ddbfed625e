// What is written on a stretch of a lane: on a P who ran, of a goroutine what it did. Pure.
import { fitGoName, withoutTypeArguments } from '../../../core/base/fit-go-name';
import { splitGoName } from '../../../core/base/go-symbol';
import type { GoroutineFacts, LaneSheet } from '../../workers/trace-answers';

/** The text of a span in so many monospaced characters; '' where nothing that says something fits. */
export type SpanLabel = (span: number, cells: number) => string;

/** Fewer characters of a word say nothing. */
const LEAST_CELLS = 4;
/** Wider ones have room for every name. */
const MOST_CELLS = 512;

type Named = Pick<GoroutineFacts, 'groups' | 'ids'>;

/** `goroutines` are those that ran. */
export function labelOfSpans(sheet: LaneSheet, goroutines: Named): SpanLabel {
  const { spans, ran } = sheet;
  return ran === null
    ? (span, cells) => wordIn(spans.states[spans.state[span]!] ?? '', cells)
    : labelOfRuns(ran, goroutines);
}

function wordIn(word: string, cells: number): string {
  if (word.length <= cells) return word;
  return cells < LEAST_CELLS ? '' : `${word.slice(0, cells - 1)}…`;
}

function labelOfRuns(ran: Int32Array, { groups, ids }: Named): SpanLabel {
  const groupOf = new Int32Array(ids.length);
  groups.forEach(({ lanes }, group) => lanes.forEach((lane) => (groupOf[lane] = group)));
  /** By group and room: names are fitted once, not in each frame. */
  const fitted = new Map<number, string>();
  const nameIn = (group: number, cells: number): string => {
    const room = Math.min(cells, MOST_CELLS - 1);
    const at = group * MOST_CELLS + room;
    let text = fitted.get(at);
    if (text === undefined) fitted.set(at, (text = wholeNameIn(groups[group]?.name ?? '', room)));
    return text;
  };
  return (span, cells) => {
    const lane = ran[span]!;
    if (lane < 0) return '';
    const name = nameIn(groupOf[lane]!, cells);
    const goid = `g ${ids[lane]!}`;
    return name !== '' ? name : goid.length <= cells ? goid : '';
  };
}

/** '' where not even the function without its package fits. */
function wholeNameIn(name: string, cells: number): string {
  const { method } = splitGoName(withoutTypeArguments(name));
  const fitted = fitGoName(name, cells);
  const isWhole = fitted.path + fitted.name === name || method.length < cells;
  return isWhole ? fitted.path + fitted.name : '';
}
