import type { GraphPlaces } from './graph-layout';

const round = (value: number): number => Math.round(value * 10) / 10;

/** A call's curve in SVG's words, which a canvas takes too; null where it has none. */
export function pathOf({ points, pointStart }: GraphPlaces, call: number): string | null {
  const start = pointStart[call]! * 2;
  // The last one is the tip of the arrow.
  const end = (pointStart[call + 1]! - 1) * 2;
  if (end - start < 8) return null;
  let path = `M${round(points[start]!)} ${round(points[start + 1]!)}C`;
  for (let i = start + 2; i < end; i += 2) path += `${round(points[i]!)} ${round(points[i + 1]!)} `;
  return path.trimEnd();
}

/** The head of its arrow, a triangle as wide as the line asks for. */
export function arrowOf({ points, pointStart }: GraphPlaces, call: number, thickness: number): string {
  const tip = (pointStart[call + 1]! - 1) * 2;
  const [x, y] = [points[tip]!, points[tip + 1]!];
  const [fromX, fromY] = [points[tip - 2]!, points[tip - 1]!];
  const length = Math.hypot(x - fromX, y - fromY) || 1;
  const half = 2.2 + thickness * 0.8;
  const [acrossX, acrossY] = [((y - fromY) / length) * half, ((fromX - x) / length) * half];
  return (
    `M${round(fromX + acrossX)} ${round(fromY + acrossY)}` +
    `L${round(x)} ${round(y)}L${round(fromX - acrossX)} ${round(fromY - acrossY)}Z`
  );
}
