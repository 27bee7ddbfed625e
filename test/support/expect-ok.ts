import type { FormatError, Result } from '../../src/core/base/result';

export function expectOk<T>(result: Result<T, FormatError | string>): T {
  if (result.ok) return result.value;
  throw new Error(typeof result.error === 'string' ? result.error : result.error.message);
}
