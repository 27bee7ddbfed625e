// One mark per snapshot, told apart by shape: a tick for a plain one, × where nothing came, ◆ with a dump, a hollow
// △ for a delta. Of marks that would cover one another only the first is drawn, so that ten thousand snapshots cost
// no more than the pixels they have.
import type { Timeline } from '../../../contract/domain';
import { toPixel, type TimeWindow } from './window';

export type Shape = 'tick' | 'failed' | 'delta' | 'dump' | 'trace';

/** What sets a snapshot apart most. */
export function shapeOf(timeline: Timeline, row: number): Shape {
  if (timeline.failed[row] === true) return 'failed';
  if (timeline.delta[row] === true) return 'delta';
  const kinds = (timeline.kinds[row] ?? '').split(',');
  if (kinds.includes('trace')) return 'trace';
  return kinds.includes('goroutine-dump') ? 'dump' : 'tick';
}

/** Pixels that each shape needs for itself. */
const PITCH: Readonly<Record<Shape, number>> = { tick: 3, failed: 7, delta: 8, dump: 7, trace: 9 };

/** Times of the marks of one target to draw, by shape. */
export function placeMarks(
  timeline: Timeline,
  target: string | null,
  [first, end]: readonly [number, number],
  window: TimeWindow,
  width: number,
): Record<Shape, number[]> {
  const placed: Record<Shape, number[]> = { tick: [], failed: [], delta: [], dump: [], trace: [] };
  const lastX: Record<Shape, number> = {
    tick: -Infinity,
    failed: -Infinity,
    delta: -Infinity,
    dump: -Infinity,
    trace: -Infinity,
  };
  for (let row = first; row < end; row += 1) {
    if (timeline.targetId[row] !== target) continue;
    const at = timeline.timeMs[row] ?? 0;
    if (at < window.fromMs || at > window.toMs) continue;
    const x = toPixel(window, width, at);
    const shape = shapeOf(timeline, row);
    // Every snapshot has its tick in the upper row; what sets it apart stands below.
    if (shape !== 'failed' && x - lastX.tick >= PITCH.tick) {
      placed.tick.push(at);
      lastX.tick = x;
    }
    if (shape !== 'tick' && x - lastX[shape] >= PITCH[shape]) {
      placed[shape].push(at);
      lastX[shape] = x;
    }
  }
  return placed;
}
