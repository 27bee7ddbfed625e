import { failed, PlumblineError, type WireError } from '../../contract/errors';

/** A failure as a view holds it; `useSaid` puts it into words. */
export type Problem = Readonly<WireError>;

export function toProblem(error: unknown): Problem {
  if (error instanceof PlumblineError) return error.toWire();
  const detail = error instanceof Error ? error.message : String(error);
  return failed('window-defect', { detail }).toWire();
}

/** The caller gave up; there is nothing to show. */
export function isCancelled(error: unknown): boolean {
  if (error instanceof PlumblineError) return error.code === 'cancelled';
  return error instanceof DOMException && error.name === 'AbortError';
}
