import { failed } from '../../contract/errors';
import type { FormatError, Result } from '../../core/base/result';

/** A question that this profile cannot answer is the asker's matter, not the file's. */
export function expectAnswer<T>(result: Result<T, FormatError>): T {
  if (result.ok) return result.value;
  const { message } = result.error;
  throw failed('question-unanswered', { detail: `${message[0]?.toUpperCase() ?? ''}${message.slice(1)}` });
}
