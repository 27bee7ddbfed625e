import type { ValuesOf } from './entry';
import { REQUEST_FAILURES } from './requests';
import { STORAGE_FAILURES } from './storage';
import { TARGET_FAILURES } from './target';
import { PATTERN_SAYINGS } from '../verdicts/patterns';
import { VERDICT_SAYINGS } from '../verdicts/sayings';

/** Every failure there is, and what is told unasked: the one list that code, both languages and tests go by. */
export const FAILURES = { ...TARGET_FAILURES, ...STORAGE_FAILURES, ...REQUEST_FAILURES };
export type Failures = typeof FAILURES;
export type FailureKey = keyof Failures;

/** All that is said by key and values, failures and findings. */
export const SAYINGS = { ...FAILURES, ...VERDICT_SAYINGS, ...PATTERN_SAYINGS };
export type Sayings = typeof SAYINGS;
export type SayingKey = keyof Sayings;

export const isSayingKey = (key: string): key is SayingKey => Object.hasOwn(SAYINGS, key);

/** The values of what is said as arguments: none where it has none. */
export type ValueArgs<K extends SayingKey> = K extends SayingKey
  ? Sayings[K] extends { readonly values: object }
    ? readonly [values: ValuesOf<Sayings[K]>]
    : readonly []
  : never;
