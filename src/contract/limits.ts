// Bounds that both ends and the command line's options need, without the schemas that apply them.

/** Between two snapshots of a plan. */
export const MIN_INTERVAL_MS = 1_000;
export const MAX_INTERVAL_MS = 24 * 3_600_000;
/** A known kind, or the name of a custom profile as the index page lists it. */
export const CAPTURE_KIND = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** A token of RFC 9110. */
export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
/** So many captures are added up at once: a week of one each ten minutes. */
export const MOST_SUMMED = 1_008;
/** Of an execution trace that is captured: seconds, and bytes at which it is ended. */
export const MIN_TRACE_SECONDS = 0.1;
export const MAX_TRACE_SECONDS = 300;
export const DEFAULT_TRACE_SECONDS = 5;
export const MIN_TRACE_BYTES = 1 << 20;
export const MAX_TRACE_BYTES = 256 << 20;
export const DEFAULT_TRACE_BYTES = 64 << 20;
/** Characters of a session's name. */
export const MAX_SESSION_NAME = 120;
/** Characters of a target's name. */
export const MAX_LABEL = 80;
