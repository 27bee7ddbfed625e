import { decodeProfile } from '../../src/core/pprof/decode';
import { diffProfiles } from '../../src/core/pprof/diff';
import { formatTop } from '../../src/core/pprof/top-text';
import type { FormatError, Result } from '../../src/core/base/result';
import type { TopCase } from './go-pprof';

const inUtc = (nanos: bigint): string =>
  `${new Date(Number(nanos / 1_000_000n)).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** Our answer to a question that `goTop` puts to Go. Files are read by name, uncompressed. */
export function ourTop(question: TopCase, read: (file: string) => Uint8Array): string {
  const { file, base, mode, sampleType, sort } = question;
  let profile = expectOk(decodeProfile(read(file)));
  if (base !== undefined)
    profile = expectOk(diffProfiles(profile, expectOk(decodeProfile(read(base))), mode));
  return expectOk(formatTop(profile, { sampleType, sort, formatTime: inUtc }));
}

export function expectOk<T>(result: Result<T, FormatError>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
