// Transport → validate arguments → handler → encode error. The one place where a host's messages become calls.
import { failed, PlumblineError, type WireError } from '../contract/errors';
import { METHODS, isMethodName, type MethodName, type ParsedArgs, type Returns } from '../contract/methods';
import type { OnProgress } from '../contract/progress';
import { ruleOf } from '../contract/rules';
import { sayIssue, type Issue } from '../contract/say-issue';

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
      throw failed('no-method', { method: JSON.stringify(method)?.slice(0, 80) ?? 'undefined' });
    }
    const parsed = METHODS[method].args.safeParse(args);
    if (!parsed.success) throw refusal(method, parsed.error.issues[0]);
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

/** What the contract says in its own words is a sentence for whoever filled it in. */
const refusal = (method: string, issue: Issue | undefined): PlumblineError => {
  const own = issue?.code === 'custom' ? ruleOf(issue.params) : null;
  return own === null
    ? failed('bad-arguments', { method, detail: sayIssue(issue, 'the arguments') })
    : failed(own);
};

/** A defect's details belong in the log of this machine, not on the wire. */
export function toWireError(error: unknown, signal?: AbortSignal): WireError {
  if (error instanceof PlumblineError) return error.toWire();
  if (signal?.aborted === true) return failed('cancelled').toWire();
  console.error(error);
  return failed('internal').toWire();
}
