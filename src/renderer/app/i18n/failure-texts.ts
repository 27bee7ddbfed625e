import { FAILURES, type Failures } from '../../../contract/failures/catalogue';
import type { FailureEntry } from '../../../contract/failures/entry';

/** What a list of failures says, without what only programs read of it. */
export type TextsOf<T extends Readonly<Record<string, FailureEntry>>> = {
  readonly [K in keyof T]: Pick<T[K], Extract<keyof T[K], 'message' | 'advice'>>;
};

/** The English of failures is the contract's own. */
export const failures = Object.fromEntries(
  Object.entries<FailureEntry>(FAILURES).map(([key, { message, advice }]) => [
    key,
    advice === undefined ? { message } : { message, advice },
  ]),
) as TextsOf<Failures>;
