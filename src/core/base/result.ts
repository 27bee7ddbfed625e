/** Expected failure is a value; a thrown error means a defect of this program. */
export type Result<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });

/** What is wrong with bytes from outside. The text is neutral; a host adds what to do about it. */
export interface FormatError {
  readonly code: 'empty' | 'truncated' | 'malformed' | 'too-large' | 'unsupported' | 'html';
  readonly message: string;
  /** Where in the decoded bytes, where that is known. */
  readonly offset?: number;
}
