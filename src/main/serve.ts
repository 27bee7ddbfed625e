// Transport → validate arguments → handler → encode error. The one place where a host's messages become calls.
import { PlumblineError, type WireError } from '../contract/errors';
import { METHODS, isMethodName, type MethodName, type ParsedArgs, type Returns } from '../contract/methods';
import type { OnProgress } from '../contract/progress';
import { sayIssue } from '../contract/say-issue';

export type Handlers = {
  [M in MethodName]: (args: ParsedArgs<M>, signal: AbortSignal, report: OnProgress) => Promise<Returns<M>>;
};

export type Outcome = { ok: true; result: unknown } | { ok: false; error: WireError };

/** Runs one call. Never throws: whatever goes wrong is an outcome. */
export async function serve(
  handlers: Handlers,
  method: unknown,
  args: unknown,
  signal: AbortSignal,
  report: OnProgress = () => undefined,
): Promise<Outcome> {
  try {
    if (typeof method !== 'string' || !isMethodName(method)) {
      throw new PlumblineError(
        'not-found',
        `There is no method ${JSON.stringify(method)?.slice(0, 80) ?? 'undefined'}.`,
      );
    }
    const parsed = METHODS[method].args.safeParse(args);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      // What the contract says in its own words is a sentence for whoever filled it in.
      throw new PlumblineError(
        'bad-request',
        issue?.code === 'custom'
          ? issue.message
          : `${method} was not run: ${sayIssue(issue, 'the arguments')}.`,
      );
    }
    signal.throwIfAborted();
    const handler = handlers[method] as (
      args: unknown,
      signal: AbortSignal,
      report: OnProgress,
    ) => Promise<unknown>;
    return { ok: true, result: await handler(parsed.data, signal, report) };
  } catch (error) {
    return { ok: false, error: toWireError(error, signal) };
  }
}

/** A defect's details belong in the log of this machine, not on the wire. */
export function toWireError(error: unknown, signal?: AbortSignal): WireError {
  if (error instanceof PlumblineError) return error.toWire();
  if (signal?.aborted === true) return { code: 'cancelled', message: 'Cancelled.' };
  console.error(error);
  return { code: 'internal', message: 'Something went wrong inside Plumbline; the log has the details.' };
}
