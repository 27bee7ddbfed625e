/** Rises, falls and the evidence E that they give, checked in exact fractions. */
export const KNOWN_EVIDENCE = [
  [4, 0, 8.868475],
  [10, 0, 337.487566],
  [14, 0, 4185.020855],
  [20, 2, 2386.350081],
  [5, 5, 0.182975387],
  [40, 10, 4093.371016],
  [11, 0, 630.912161],
] as const;
