/** What Answered shows in place of an answer or over it, and the words that it needs. */
export interface AnswerState {
  readonly waiting: {
    readonly loading: boolean;
    readonly slow: boolean;
    readonly how: string;
    readonly fraction: number | null;
    readonly cancelLabel: string;
  };
  readonly problem: { readonly message: string; readonly advice?: string | undefined } | null;
  readonly isGivenUp: boolean;
  readonly givenUpText: string;
  readonly retryText: string;
}
