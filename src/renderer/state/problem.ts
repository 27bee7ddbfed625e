import { PlumblineError, type ErrorCode } from '../../contract/errors';

/** A failure as a view shows it: one sentence, and what to do where there is something. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly advice?: string | undefined;
}

export function toProblem(error: unknown): Problem {
  if (error instanceof PlumblineError) return error.toWire();
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** The caller gave up; there is nothing to show. */
export function isCancelled(error: unknown): boolean {
  if (error instanceof PlumblineError) return error.code === 'cancelled';
  return error instanceof DOMException && error.name === 'AbortError';
}
