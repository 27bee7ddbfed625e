/**
 * An SVG path through `values`, evenly spaced in `width` × `height` with a margin for the stroke. NaN is a gap: the
 * line is lifted, never drawn across. A level series lies at half height, not at the bottom, where it would read as 0.
 */
export function sparkPath(values: readonly number[], width: number, height: number): string {
  let low = Infinity;
  let high = -Infinity;
  for (const v of values) {
    if (Number.isNaN(v)) continue;
    if (v < low) low = v;
    if (v > high) high = v;
  }
  if (low === Infinity) return '';
  const span = high - low;
  const last = Math.max(1, values.length - 1);
  const x = (i: number): string => (1.5 + (i / last) * (width - 3)).toFixed(1);
  const y = (v: number): string =>
    (span === 0 ? height / 2 : height - 2 - ((v - low) / span) * (height - 4)).toFixed(1);
  let path = '';
  let drawing = false;
  values.forEach((v, i) => {
    if (Number.isNaN(v)) {
      drawing = false;
      return;
    }
    path += `${drawing ? 'L' : 'M'}${x(i)} ${y(v)}`;
    drawing = true;
  });
  // One point alone is a path without length: draw a dash that can be seen.
  return values.length === 1 ? `M1.5 ${height / 2}H${width - 1.5}` : path;
}

/** The area under the same line, down to the bottom; only for series without gaps. */
export function sparkArea(values: readonly number[], width: number, height: number): string {
  if (values.length < 2 || values.some(Number.isNaN)) return '';
  return `${sparkPath(values, width, height)}L${(width - 1.5).toFixed(1)} ${height - 1}L1.5 ${height - 1}Z`;
}
