// What opens a door is named in a session, never written: the one rule for it, which the page shows before anything is sent
// and the workspace holds to.

const ENV_REFERENCE = /\$\{[A-Za-z_][A-Za-z0-9_]*\}/g;
/** Of a header, a query or a form. Short words only where they stand alone: `sig`, but not `design`. */
const CREDENTIAL_NAME =
  /auth|cookie|token|key|secret|passw|credential|jwt|session|signature|(?<![a-z])(sig|sas|pass|pwd|hmac|sid)(?![a-z])/i;
/**
 * What these say opens no door. Of all other headers nobody can tell by the name: every vault and gateway has its own.
 */
const HARMLESS_HEADER =
  /^(accept|accept-(charset|encoding|language)|cache-control|connection|dnt|from|host|origin|pragma|referer|user-agent|x-forwarded-(for|host|port|prefix|proto)|x-(correlation|request)-id|x-requested-with|x-scope-orgid|x-tenant(-[a-z]+)*)$/i;
const SCHEME =
  /^\s*(api-?key|aws4-hmac-sha256|basic|bearer|digest|hawk|key|negotiate|ntlm|token)(\s+(?=\S)|\s*$)/i;

/** Whether the value of a header may be a secret. An environment variable's name in its place is none. */
export const isSecretHeader = ({
  name,
  value,
}: {
  readonly name: string;
  readonly value: string;
}): boolean => (isHarmlessHeader(name) ? harmlessIsSecret(value) : !onlyReferences(name, value));

const isHarmlessHeader = (name: string): boolean => HARMLESS_HEADER.test(name) && !CREDENTIAL_NAME.test(name);

/** A token may have been put into the wrong header, or stand in the URL of a Referer. */
function harmlessIsSecret(value: string): boolean {
  if (SCHEME.test(value)) return !onlyReferences('', value);
  return /^\s*[a-z][a-z0-9+.-]*:/i.test(value) && (hasUser(value) || credentialParameter(value) !== null);
}

/**
 * Nothing of the value is written out but the scheme, and, where each has its reference, the names of cookies or of
 * the parameters of Digest and its like. A reference beside a literal makes that no less of a secret.
 */
function onlyReferences(header: string, value: string): boolean {
  const parameter = /^cookie$/i.test(header)
    ? /^[\w.-]{1,40}=/
    : /^(username|realm|nonce|uri|response|opaque|algorithm|qop|nc|cnonce|credential|signature|id|mac|ts)=/i;
  return value
    .replace(SCHEME, '')
    .split(/[;,]/)
    .every(
      (part) =>
        part
          .trim()
          .replace(parameter, '')
          .replace(ENV_REFERENCE, '')
          .replace(/[":\s]/g, '') === '',
    );
}

const hasUser = (url: string): boolean => /^\s*[a-z][a-z0-9+.-]*:[\\/]*[^\\/?#]*@/i.test(url);

/**
 * The name of a URL's parameter that looks like one of a secret. Some servers part parameters by semicolons, and some
 * sign-ins leave them behind the `#`.
 */
export function credentialParameter(url: string): string | null {
  const start = url.search(/[?#]/);
  if (start < 0) return null;
  for (const part of url.slice(start).split(/[?#&;]/)) {
    const at = part.indexOf('=');
    if (at < 0 || at === part.length - 1) continue;
    const name = decodeName(part.slice(0, at));
    if (CREDENTIAL_NAME.test(name)) return name;
  }
  return null;
}

/** As it would be read; what is no encoding stands for itself. */
function decodeName(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
