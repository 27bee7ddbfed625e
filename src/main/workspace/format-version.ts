// The door for every kept document: its version is read before anything else, older ones are brought up one step at a
// time, newer ones are refused with a sentence.
import type { z } from 'zod';
import { failed, PlumblineError } from '../../contract/errors';
import type { Said } from '../../contract/failures/entry';
import { said } from '../../contract/failures/say';

/** `steps[n]` turns a document of version n into one of version n + 1. */
export type UpgradeSteps = Readonly<
  Record<number, (document: Record<string, unknown>) => Record<string, unknown>>
>;

export interface DocumentFormat<T> {
  /** What it is, for sentences: a `place-…` of the failures. */
  readonly what: Said;
  readonly versionField: string;
  readonly version: number;
  readonly steps: UpgradeSteps;
  readonly schema: z.ZodType<T>;
  /** What is said where it is damaged. */
  readonly damaged: 'damaged' | 'session-file-damaged';
}

/** Throws PlumblineError `format`: no JSON, not as declared, or written by a newer Plumbline. */
export function readDocument<T>(text: string, format: DocumentFormat<T>): T {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw damaged(format, said('why-no-json', { detail }));
  }
  return checkDocument(raw, format);
}

export function checkDocument<T>(raw: unknown, format: DocumentFormat<T>): T {
  if (!isRecord(raw)) throw damaged(format, said('why-no-object'));
  const found = raw[format.versionField];
  if (typeof found !== 'number' || !Number.isSafeInteger(found) || found < 1) {
    throw damaged(format, said('why-no-version', { field: format.versionField }));
  }
  if (found > format.version) throw new NewerFormat(format.what, found, format.version);
  let document = raw;
  for (let version = found; version < format.version; version++) {
    const step = format.steps[version];
    if (step === undefined) throw damaged(format, said('why-unknown-version', { version: String(version) }));
    document = step(document);
  }
  const parsed = format.schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const at = first?.path.join('.') ?? '';
  throw damaged(format, said('why-not-declared', { at, detail: first?.message ?? 'not as declared' }));
}

/** Its own class, since a newer entry must stop a journal from being opened, and a broken one must not. */
export class NewerFormat extends PlumblineError {
  constructor(what: Said, found: number, known: number) {
    super(failed('newer', { what, found: String(found), known: String(known) }).toWire());
  }
}

const damaged = (
  { what, damaged: key }: Pick<DocumentFormat<unknown>, 'what' | 'damaged'>,
  why: Said,
): PlumblineError => failed(key, { what, why });

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
