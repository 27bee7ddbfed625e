// The headers of a target as they are sent: `${NAME}` becomes the value of an environment variable, at each
// request, so that a rotated token is picked up.
import { err, ok, type Result } from '../../core/base/result';
import { problem, type Problem } from './capture-failure';

export interface HeaderTemplate {
  readonly name: string;
  readonly value: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Fails with a problem that names the variable that is not set; values appear in no message. */
export function expandHeaders(
  templates: readonly HeaderTemplate[],
  environment: Environment,
): Result<Record<string, string>, Problem> {
  const headers: Record<string, string> = {};
  for (const { name, value } of templates) {
    const missing = [...value.matchAll(VARIABLE)].map((match) => match[1] ?? '').find((v) => !environment[v]);
    if (missing !== undefined) {
      return err(problem('missing-variable', { header: name, variable: missing }));
    }
    const expanded = value.replace(VARIABLE, (_, variable: string) => environment[variable] ?? '').trim();
    // undici takes Latin-1 in header values; control characters would split the request.
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(expanded)) {
      return err(problem('bad-header', { header: name }));
    }
    headers[name.toLowerCase()] = expanded;
  }
  return ok(headers);
}
