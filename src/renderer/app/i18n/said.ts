import { SAYINGS, type Sayings } from '../../../contract/failures/catalogue';
import type { SayingEntry } from '../../../contract/failures/entry';

/** What a list of sayings says, without what only programs read of it. */
export type TextsOf<T extends Readonly<Record<string, SayingEntry>>> = {
  readonly [K in keyof T]: Pick<T[K], Extract<keyof T[K], 'message' | 'advice'>>;
};

/** The English of failures and findings is the contract's own. */
export const said = Object.fromEntries(
  Object.entries<SayingEntry>(SAYINGS).map(([key, { message, advice }]) => [
    key,
    advice === undefined ? { message } : { message, advice },
  ]),
) as TextsOf<Sayings>;
