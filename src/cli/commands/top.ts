import type { TopReport } from '../../contract/analysis';
import { CommandError } from '../command-error';
import { deltaOf } from '../../core/pprof/kind';
import { diffProfiles } from '../../core/pprof/diff';
import type { Profile } from '../../core/pprof/profile';
import { formatTop } from '../../core/pprof/top-text';
import { top as topTable, type TopOptions as CoreOptions } from '../../core/pprof/top';
import { expectAnswer } from '../../main/analysis/job-profile';
import { loadProfile } from '../../main/analysis/load';
import { formatTime as formatGoTime } from '../format-time';
import type { TopOptions } from '../options';
import { print, printJson, warnOfDelta } from '../print';

export async function top(file: string, options: TopOptions): Promise<void> {
  const loaded = await loadProfile(file);
  warnOfDelta(deltaOf(loaded));
  const profile = await subtractBase(loaded, options);
  const question: CoreOptions = {
    sort: options.cum === true && options.flat !== true ? 'cum' : 'flat',
    ...(options.sample_index === undefined ? {} : { sampleType: options.sample_index }),
  };
  if (options.json !== true) {
    print(expectAnswer(formatTop(profile, { ...question, formatTime: formatGoTime })));
    return;
  }
  const { sampleType, total, rows } = expectAnswer(topTable(profile, question));
  printJson('top', {
    formatVersion: 1,
    sampleType: sampleType.type,
    unit: sampleType.unit,
    total,
    rows: rows.map(({ function: name, flat, cum }) => ({ function: name, flat, cum })),
  } satisfies TopReport);
}

async function subtractBase(profile: Profile, options: TopOptions): Promise<Profile> {
  const { base, diff_base: diffBase } = options;
  if (base !== undefined && diffBase !== undefined) {
    throw new CommandError('bad-request', '-base and -diff_base do not go together.', 'Give one of them.');
  }
  const file = base ?? diffBase;
  if (file === undefined) return profile;
  const difference = diffProfiles(
    profile,
    await loadProfile(file),
    base === undefined ? 'diff_base' : 'base',
  );
  if (difference.ok) return difference.value;
  throw new CommandError('format', `The two cannot be subtracted: ${difference.error.message}.`);
}
