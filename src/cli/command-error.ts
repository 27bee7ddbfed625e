import { PlumblineError, type ErrorCode } from '../contract/errors';

/** A failure that only a command line meets: it is said in a terminal, in English, and needs no key. */
export class CommandError extends PlumblineError {
  constructor(code: ErrorCode, message: string, advice?: string) {
    super({ code, message, advice });
  }
}
