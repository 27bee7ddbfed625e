// session.json: what the user decided about a session. Its schema is its own; see journal-entry.ts.
import { join } from 'node:path';
import { z } from 'zod';
import type { CapturePlan, Session, Target } from '../../contract/domain';
import { failed } from '../../contract/errors';
import { said } from '../../contract/failures/say';
import { MAX_LABEL } from '../../contract/limits';
import { credentialParameter, isSecretHeader } from '../../contract/secrets';
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
        /** This and `paused` came later, and files without them are of the same version. */
        label: z
          .string()
          .trim()
          .min(1)
          .max(MAX_LABEL)
          .regex(/^\P{Cc}*$/u)
          .nullable()
          .default(null),
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
        paused: z.boolean().default(false),
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
  /** Came later as well. */
  filters: z
    .array(
      z.object({
        kind: z.enum([
          'own',
          'focus',
          'ignore',
          'hide',
          'show',
          'show_from',
          'prune_from',
          'tagfocus',
          'tagignore',
          'tagshow',
          'taghide',
          'tagroot',
          'tagleaf',
        ]),
        pattern: z.string().max(4096),
        enabled: z.boolean(),
      }),
    )
    .max(200)
    .default([]),
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
    filters: session.filters,
  });
  return Buffer.from(`${JSON.stringify(document, null, 2)}\n`);
}

/** Throws PlumblineError `format`. */
export function decodeSession(text: string, id: string): Session {
  const document = readDocument(text, {
    what: said('place-session-file', { id }),
    versionField: 'formatVersion',
    version: SESSION_FILE_VERSION,
    steps: {},
    schema: sessionFile,
    damaged: 'session-file-damaged',
  });
  return {
    id,
    name: document.name,
    createdMs: Date.parse(document.created),
    timeScale: document.timeScale,
    targets: document.targets,
    plan: document.plan,
    filters: document.filters,
  };
}

/** Rejects with PlumblineError `format`, or a disk error. */
export async function readSessionFile(folder: string, id: string): Promise<Session> {
  const text = await readText(join(folder, SESSION_FILE));
  if (text !== null) return decodeSession(text, id);
  throw failed('session-file-missing', { id });
}

/** By default little is asked of a target: what a leak needs to be seen, six times an hour. */
export const defaultPlan = (targets: number, timeScale: number): CapturePlan => ({
  enabled: targets > 0,
  everyMs: 600_000,
  kinds: ['goroutine', 'heap', 'memory'],
  untilMs: null,
  heapGc: timeScale !== 1,
});

/** A session folder is sent to colleagues and kept for years: what opens a door is named in it, never written. */
export function refuseSecrets(targets: readonly Target[]): void {
  for (const target of targets) {
    for (const { name, value } of target.headers) {
      if (!isSecretHeader({ name, value })) continue;
      const instead = /^(proxy-)?authorization$/i.test(name) ? 'Bearer ${NAME}' : '${NAME}';
      throw failed('secret-header', { header: name, instead });
    }
    for (const url of [target.url, target.metricsUrl]) {
      if (url !== null) refuseSecretUrl(url);
    }
  }
}

function refuseSecretUrl(text: string): void {
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw failed('secret-url', { host: url.host });
  }
  const name = credentialParameter(url.href);
  if (name !== null) throw failed('secret-parameter', { name, host: url.host });
}
