// Bounds that both ends and the command line's options need, without the schemas that apply them.

/** Between two snapshots of a plan. */
export const MIN_INTERVAL_MS = 1_000;
export const MAX_INTERVAL_MS = 24 * 3_600_000;
/** Characters of a target's name. */
export const MAX_LABEL = 80;
