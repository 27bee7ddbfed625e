// How a failure, or anything else that is said, is declared: once, with its values and its English. Every other language has the same keys and puts in the
// same values; see renderer/app/i18n. No schema library here: what only throws must not load one.
import type { ErrorCode } from '../error-codes';

/** What a value is, so that each language writes it in its own way. */
interface Kinds {
  /** As it is: a host, a path, a name, a code. */
  text: string;
  /** Technical English that the English sentence alone quotes, for logs and for who reports a defect. */
  detail: string;
  /** What was asked of a target: a kind of capture, or a page's URL. */
  subject: string;
  count: number;
  bytes: number;
  /** Milliseconds: a limit or a wait. */
  duration: number;
  /** Milliseconds, in two units at most: 1 h 5 min. */
  span: number;
  /** UTC milliseconds since 1970. */
  time: number;
  /** 0.25 is 25 %. */
  share: number;
  /** Goroutines, or whatever is counted, an hour. */
  countRate: number;
  /** Bytes an hour. */
  byteRate: number;
  /** A sentence or a part of one that has a key of its own. */
  said: Said;
}
export type ValueKind = keyof Kinds;

/**
 * `{name}` in the texts stands for a value, `{'…'}` for what is between the quotes, and `one | many` is chosen by the value
 * `n`: the syntax of vue-i18n, which puts the same templates on the screen.
 */
export interface SayingEntry {
  readonly values?: Readonly<Record<string, ValueKind>>;
  readonly message: string;
  readonly advice?: string;
}

export interface FailureEntry extends SayingEntry {
  readonly code: ErrorCode;
  /** Where several sentences are one failure to journals and the guide: its name there. Else the key is. */
  readonly short?: string;
}

export type Value = string | number | Said;
export type Values = Readonly<Record<string, Value>>;
/** Something said by its key, as it crosses the bridge and stands in journals. */
export interface Said {
  readonly key: string;
  readonly values: Values;
}

export type ValuesOf<E> = E extends { readonly values: infer V }
  ? { readonly [N in keyof V]: V[N] extends ValueKind ? Kinds[V[N]] : never }
  : Record<never, never>;

export const declare = <const E extends Readonly<Record<string, FailureEntry>>>(entries: E): E => entries;
export const declareSayings = <const E extends Readonly<Record<string, SayingEntry>>>(entries: E): E =>
  entries;
