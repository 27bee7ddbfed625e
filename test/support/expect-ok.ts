import type { FormatError, Result } from '../../src/core/base/result';

export function expectOk<T>(result: Result<T, FormatError>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
