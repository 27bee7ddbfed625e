import type { TopReport } from '../../contract/analysis';
import type { ReportName, ReportOptions } from '../../core/pprof/options';
import type { Profile } from '../../core/pprof/profile';
import { reportText } from '../../core/pprof/report/report';
import { topOf } from '../../core/pprof/top';
import { expectAnswer } from '../../main/analysis/expect-answer';
import { formatFullTime, formatTime } from '../../main/format-time';
import type { ReportCommandOptions } from '../options';
import { writeJson, writeReport } from '../write-out';
import { readSourceOf } from '../source-search';
import { optionsOf, readProfiles, warnOfIdle } from '../report-input';

/** Prints a report of one profile, of the sum of several, or of what remains when a base is subtracted. */
export async function report(
  name: ReportName,
  files: readonly string[],
  { json, output, ...given }: ReportCommandOptions,
  pattern?: string,
): Promise<void> {
  const options = optionsOf(given);
  const profile = await readProfiles(files, given);
  if (json === true) return writeJson('top', tableOf(profile, options), output);
  const { text, idle } = expectAnswer(
    reportText(profile, {
      report: name,
      options,
      ...(pattern === undefined ? {} : { pattern }),
      times: { short: formatTime, full: formatFullTime },
      ...(name === 'list' ? { readSource: await readSourceOf(options, given) } : {}),
    }),
  );
  warnOfIdle(idle);
  await writeReport(text, output);
}

function tableOf(profile: Profile, options: ReportOptions): TopReport {
  const { sampleType, total, rows } = expectAnswer(topOf(profile, options));
  return {
    formatVersion: 1,
    sampleType: sampleType.type,
    unit: sampleType.unit,
    total,
    rows: rows.map(({ function: name, flat, cum }) => ({ function: name, flat, cum })),
  };
}
