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

/** So much of a secret tells that it stands in a text, which may be cut within it. */
const TELLING = 16;
/** Shorter ones open nothing, and stand in every text. */
const MIN_SECRET = 4;

/** Whether a text says what the headers hold by name only: some servers repeat the request in their answer. */
export const repeatsSecret = (
  text: string,
  templates: readonly HeaderTemplate[],
  environment: Environment,
): boolean =>
  templates.some(({ value }) =>
    [...value.matchAll(VARIABLE)].some(([, variable = '']) => {
      const secret = environment[variable]?.trim() ?? '';
      return secret.length >= MIN_SECRET && text.includes(secret.slice(0, TELLING));
    }),
  );
