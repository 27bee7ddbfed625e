// The door for every kept document: its version is read before anything else, older ones are brought up one step at a
// time, newer ones are refused with a sentence.
import type { z } from 'zod';
import { PlumblineError } from '../../contract/errors';

/** `steps[n]` turns a document of version n into one of version n + 1. */
export type UpgradeSteps = Readonly<
  Record<number, (document: Record<string, unknown>) => Record<string, unknown>>
>;

export interface DocumentFormat<T> {
  /** What it is, for sentences: `session.json of collect-svr-k3f9`. */
  readonly what: string;
  readonly versionField: string;
  readonly version: number;
  readonly steps: UpgradeSteps;
  readonly schema: z.ZodType<T>;
  /** What to do where it is damaged. */
  readonly advice?: string;
}

/** Throws PlumblineError `format`: no JSON, not as declared, or written by a newer Plumbline. */
export function readDocument<T>(text: string, format: DocumentFormat<T>): T {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw damaged(format, error instanceof Error ? error.message : String(error));
  }
  return checkDocument(raw, format);
}

export function checkDocument<T>(raw: unknown, format: DocumentFormat<T>): T {
  if (!isRecord(raw)) throw damaged(format, 'it is no JSON object');
  const found = raw[format.versionField];
  if (typeof found !== 'number' || !Number.isSafeInteger(found) || found < 1) {
    throw damaged(format, `it has no ${format.versionField}`);
  }
  if (found > format.version) throw new NewerFormat(format.what, found, format.version);
  let document = raw;
  for (let version = found; version < format.version; version++) {
    const step = format.steps[version];
    if (step === undefined) throw damaged(format, `version ${version} is not known`);
    document = step(document);
  }
  const parsed = format.schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw damaged(format, `${first?.path.join('.') ?? ''}: ${first?.message ?? 'not as declared'}`);
}

/** Its own class, since a newer entry must stop a journal from being opened, and a broken one must not. */
export class NewerFormat extends PlumblineError {
  constructor(what: string, found: number, known: number) {
    super(
      'format',
      `${what} was written by a newer Plumbline (format ${found}; this one knows ${known}).`,
      'Update Plumbline to open it. Nothing in it was changed.',
    );
  }
}

const damaged = (
  { what, advice }: { readonly what: string; readonly advice?: string },
  why: string,
): PlumblineError => new PlumblineError('format', `${what} is damaged: ${why}.`, advice);

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
