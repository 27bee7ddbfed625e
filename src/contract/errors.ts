/** Codes that cross the bridge. The message is a sentence for the user: what happened, and what to do. */
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

/** As it crosses; its schema is in wire.ts, so that what only throws need not load a schema library. */
export interface WireError {
  code: ErrorCode;
  message: string;
  /** What to do about it, where there is something. */
  advice?: string | undefined;
}

/** An expected failure on either side of the bridge. */
export class PlumblineError extends Error {
  override readonly name = 'PlumblineError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly advice?: string,
  ) {
    super(message);
  }
  toWire(): WireError {
    return {
      code: this.code,
      message: this.message,
      ...(this.advice === undefined ? {} : { advice: this.advice }),
    };
  }
  static fromWire(error: WireError): PlumblineError {
    return new PlumblineError(error.code, error.message, error.advice);
  }
}
