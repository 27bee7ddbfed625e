// session.json: what the user decided about a session. Its schema is its own; see journal-entry.ts.
import { join } from 'node:path';
import { z } from 'zod';
import type { CapturePlan, Session, Target } from '../../contract/domain';
import { PlumblineError } from '../../contract/errors';
import { readText } from './files';
import { readDocument } from './format-version';

export const SESSION_FILE = 'session.json';
const SESSION_FILE_VERSION = 1;

/** Exported for the test that holds docs/formats.md against it. */
export const sessionFile = z.object({
  formatVersion: z.literal(SESSION_FILE_VERSION),
  name: z.string().min(1).max(1000),
  created: z.iso.datetime({ precision: 3 }),
  timeScale: z.number().positive(),
  targets: z
    .array(
      z.object({
        id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
        url: z.url({ protocol: /^https?$/ }).max(2048),
        headers: z
          .array(
            z.object({
              name: z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/),
              value: z
                .string()
                .max(8192)
                .regex(/^[^\r\n\0]*$/),
            }),
          )
          .max(32),
        metricsUrl: z
          .url({ protocol: /^https?$/ })
          .max(2048)
          .nullable(),
        insecureTls: z.boolean(),
      }),
    )
    .max(64),
  plan: z.object({
    enabled: z.boolean(),
    everyMs: z
      .number()
      .int()
      .min(1000)
      .max(24 * 3_600_000),
    kinds: z
      .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/))
      .min(1)
      .max(32),
    untilMs: z.number().int().nullable(),
    heapGc: z.boolean(),
  }),
});

/** The id is the folder's name: a copied folder is another session. */
export function encodeSession(session: Session): Buffer {
  refuseSecrets(session.targets);
  const document = sessionFile.parse({
    formatVersion: SESSION_FILE_VERSION,
    name: session.name,
    created: new Date(session.createdMs).toISOString(),
    timeScale: session.timeScale,
    targets: session.targets,
    plan: session.plan,
  });
  return Buffer.from(`${JSON.stringify(document, null, 2)}\n`);
}

/** Throws PlumblineError `format`. */
export function decodeSession(text: string, id: string): Session {
  const document = readDocument(text, {
    what: `session.json of ${id}`,
    versionField: 'formatVersion',
    version: SESSION_FILE_VERSION,
    steps: {},
    schema: sessionFile,
  });
  return {
    id,
    name: document.name,
    createdMs: Date.parse(document.created),
    timeScale: document.timeScale,
    targets: document.targets,
    plan: document.plan,
  };
}

/** Rejects with PlumblineError `format`, or a disk error. */
export async function readSessionFile(folder: string, id: string): Promise<Session> {
  const text = await readText(join(folder, SESSION_FILE));
  if (text !== null) return decodeSession(text, id);
  throw new PlumblineError(
    'format',
    `${id} has no ${SESSION_FILE}.`,
    'Restore it from a copy of the session.',
  );
}

/** By default little is asked of a target: what a leak needs to be seen, six times an hour. */
export const defaultPlan = (targets: number, timeScale: number): CapturePlan => ({
  enabled: targets > 0,
  everyMs: 600_000,
  kinds: ['goroutine', 'heap', 'memory'],
  untilMs: null,
  heapGc: timeScale !== 1,
});

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

/** A session folder is sent to colleagues and kept for years: what opens a door is named in it, never written. */
export function refuseSecrets(targets: readonly Target[]): void {
  for (const target of targets) {
    for (const { name, value } of target.headers) {
      const secret = isHarmlessHeader(name) ? harmlessIsSecret(value) : !onlyReferences(name, value);
      if (!secret) continue;
      throw new PlumblineError(
        'bad-request',
        `The value of the header ${name} may be a secret, and secrets are not written into a session folder.`,
        `Put it into an environment variable and write its name: ${/^(proxy-)?authorization$/i.test(name) ? 'Bearer ${NAME}' : '${NAME}'}.`,
      );
    }
    for (const url of [target.url, target.metricsUrl]) {
      if (url !== null) refuseSecretUrl(url);
    }
  }
}

const isHarmlessHeader = (name: string): boolean => HARMLESS_HEADER.test(name) && !CREDENTIAL_NAME.test(name);

/** A token may have been put into the wrong header, or stand in the URL of a Referer. */
function harmlessIsSecret(value: string): boolean {
  if (SCHEME.test(value)) return !onlyReferences('', value);
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return url.username !== '' || url.password !== '' || credentialParameter(url) !== null;
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

function refuseSecretUrl(text: string): void {
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new PlumblineError(
      'bad-request',
      `The URL of ${url.host} has a user name or password in it, and secrets are not written into a session folder.`,
      'Leave them out and add a header: Authorization with the value Basic ${NAME}, where the environment variable NAME holds user:password in base64.',
    );
  }
  const name = credentialParameter(url);
  if (name === null) return;
  throw new PlumblineError(
    'bad-request',
    `The parameter ${name} in the URL of ${url.host} looks like a secret, and secrets are not written into a session folder.`,
    'Send it as a header whose value names an environment variable: ${NAME}.',
  );
}

/** Its name. Some servers part parameters by semicolons, and some sign-ins leave them behind the `#`. */
function credentialParameter(url: URL): string | null {
  for (const part of [url.search, url.hash]) {
    for (const [name, value] of new URLSearchParams(part.slice(1).replaceAll(';', '&'))) {
      if (value !== '' && CREDENTIAL_NAME.test(name)) return name;
    }
  }
  return null;
}
