import { PlumblineError } from '../../contract/errors';

/** A file that is gone, damaged or out of reach, which must not hide all that others say. */
export const isDamage = (error: unknown): boolean =>
  error instanceof PlumblineError && ['not-found', 'format', 'disk-failed'].includes(error.code);
