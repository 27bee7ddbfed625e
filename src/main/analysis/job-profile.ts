import type { ProfileTable } from '../../contract/analysis';
import { failed } from '../../contract/errors';
import type { FormatError, Result } from '../../core/base/result';
import { inferOwnCode, isOwn } from '../../core/base/own-code';
import { deltaOf } from '../../core/pprof/kind';
import { stacksOf } from '../../core/pprof/stacks';
import { top } from '../../core/pprof/top';
import { loadProfile } from './load';

/** All functions of a profile, by one sample type (a name; default: pprof's own). */
export async function tableOfCapture(input: {
  path: string;
  sampleType?: string | undefined;
}): Promise<ProfileTable> {
  const profile = await loadProfile(input.path);
  const table = expectAnswer(
    top(profile, input.sampleType === undefined ? {} : { sampleType: input.sampleType }),
  );
  const own = inferOwnCode(stacksOf(profile, 0).stacks);
  return {
    sampleTypes: [...profile.sampleTypes],
    sampleType: table.sampleType,
    total: table.total,
    delta: deltaOf(profile),
    rows: table.rows.map((row) => ({ ...row, own: isOwn(row, own) })),
  };
}

/** A question that this profile cannot answer is the asker's matter, not the file's. */
export function expectAnswer<T>(result: Result<T, FormatError>): T {
  if (result.ok) return result.value;
  const { message } = result.error;
  throw failed('question-unanswered', { detail: `${message[0]?.toUpperCase() ?? ''}${message.slice(1)}` });
}
