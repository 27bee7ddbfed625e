import type { ErrorCode } from './error-codes';
import { FAILURES, type FailureKey, type ValueArgs } from './failures/catalogue';
import type { Said, Values } from './failures/entry';
import { inEnglish, said } from './failures/say';

export type { ErrorCode } from './error-codes';

/**
 * Something that is said to the user, wherever it goes: in English, and by the key and values from which any language makes
 * its own. Without a key, as in old journals, the English is all there is.
 */
export interface Sentence {
  message: string;
  /** What to do about it, where there is something. */
  advice?: string | undefined;
  key?: string | undefined;
  values?: Values | undefined;
}

/** As it crosses; its schema is in wire.ts, so that what only throws need not load a schema library. */
export interface WireError extends Sentence {
  code: ErrorCode;
}

/** With its English, as journals and the bridge hold it. */
export const sentence = (what: Said): Sentence => ({
  ...inEnglish(what),
  key: what.key,
  ...(Object.keys(what.values).length === 0 ? {} : { values: what.values }),
});

/** An expected failure on either side of the bridge. */
export class PlumblineError extends Error {
  override readonly name = 'PlumblineError';
  readonly code: ErrorCode;
  readonly sentence: Sentence;

  /** Of a failure that has come from elsewhere; here `failed` makes them. */
  constructor({ code, ...sentence }: WireError) {
    super(sentence.message);
    this.code = code;
    this.sentence = sentence;
  }
  get advice(): string | undefined {
    return this.sentence.advice;
  }
  /** As a part of what another sentence says. */
  get said(): Said {
    return { key: this.sentence.key ?? this.message, values: this.sentence.values ?? {} };
  }
  toWire(): WireError {
    return { code: this.code, ...this.sentence };
  }
}

/** `throw failed('no-session', { id })`. */
export const failed = <K extends FailureKey>(key: K, ...values: ValueArgs<K>): PlumblineError =>
  new PlumblineError({ code: FAILURES[key].code, ...sentence(said(key, ...values)) });
