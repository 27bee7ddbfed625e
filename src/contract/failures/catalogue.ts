import type { ValuesOf } from './entry';
import { REQUEST_FAILURES } from './requests';
import { STORAGE_FAILURES } from './storage';
import { TARGET_FAILURES } from './target';

/** Every failure there is, and what is told unasked: the one list that code, both languages and tests go by. */
export const FAILURES = { ...TARGET_FAILURES, ...STORAGE_FAILURES, ...REQUEST_FAILURES };
export type Failures = typeof FAILURES;
export type FailureKey = keyof Failures;

export const isFailureKey = (key: string): key is FailureKey => Object.hasOwn(FAILURES, key);

/** The values of a failure as arguments: none where it has none. */
export type ValueArgs<K extends FailureKey> = K extends FailureKey
  ? Failures[K] extends { readonly values: object }
    ? readonly [values: ValuesOf<Failures[K]>]
    : readonly []
  : never;
