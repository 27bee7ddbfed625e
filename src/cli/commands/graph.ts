import { reportText } from '../../core/pprof/report/report';
import { expectAnswer } from '../../main/analysis/job-profile';
import { formatFullTime, formatTime } from '../format-time';
import type { ReportCommandOptions } from '../options';
import { print } from '../print';
import { optionsOf, readProfiles, warnOfIdle } from '../report-input';

/** The graph of a profile, of the sum of several, or of what remains when a base is subtracted. */
export async function graph(files: readonly string[], given: ReportCommandOptions): Promise<void> {
  const options = optionsOf(given);
  const profile = await readProfiles(files, given);
  const times = { short: formatTime, full: formatFullTime };
  const { text, idle } = expectAnswer(reportText(profile, { report: 'dot', options, times }));
  warnOfIdle(idle);
  print(text);
}
