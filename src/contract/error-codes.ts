/** Codes that cross the bridge: what kind of failure it is, for programs. */
export const ERROR_CODES = [
  'bad-request', // arguments that do not fit the contract, or a message that is not one of ours
  'not-found', // no such session, snapshot, capture, method
  'conflict', // the same name or state is taken already
  'cancelled', // the caller gave up
  'unavailable', // this host cannot do it
  'read-only', // another process writes this workspace
  'disk-full',
  'disk-failed',
  'target-unreachable', // refused, DNS, timeout, reset
  'target-refused', // 401, 403, TLS
  'target-answer', // it answered, but not with what was asked for
  'format', // bytes that are no profile, or a broken one
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];
