import type { TopReport } from '../../contract/analysis';
import { combineProfiles, type Subtraction } from '../../core/pprof/combine';
import { deltaOf } from '../../core/pprof/kind';
import { readOptions, yesOrNo, type ReportName, type ReportOptions } from '../../core/pprof/options';
import type { Profile } from '../../core/pprof/profile';
import { reportText } from '../../core/pprof/report/report';
import { topOf } from '../../core/pprof/top';
import { expectAnswer } from '../../main/analysis/job-profile';
import { loadProfileOrText } from '../../main/analysis/load';
import { CommandError } from '../command-error';
import { formatFullTime, formatTime } from '../format-time';
import type { ReportCommandOptions } from '../options';
import { print, printJson, warn, warnOfDelta } from '../print';

/** Prints a report of one profile, of the sum of several, or of what remains when a base is subtracted. */
export async function report(
  name: ReportName,
  files: readonly string[],
  given: ReportCommandOptions,
  pattern?: string,
): Promise<void> {
  const { base, diff_base: diffBase, normalize, json, ...spelled } = given;
  const options = optionsOf(spelled);
  const subtraction = await subtractionOf(base, diffBase, normalize);
  const profiles: Profile[] = [];
  for (const file of files) profiles.push(await loadProfileOrText(file));
  for (const profile of profiles) warnOfDelta(deltaOf(profile));
  if (profiles.some(isNameless)) {
    warn(
      'there are no names in it, as in all text forms (debug=1) for go tool pprof; fetch it without debug=.',
    );
  }
  const profile = combineProfiles(profiles, subtraction);
  if (!profile.ok) {
    throw new CommandError('format', `These profiles do not go together: ${profile.error.message}.`);
  }
  if (json === true) return printTable(profile.value, options);
  const { text, idle } = expectAnswer(
    reportText(profile.value, {
      report: name,
      options,
      ...(pattern === undefined ? {} : { pattern }),
      times: { short: formatTime, full: formatFullTime },
    }),
  );
  for (const option of idle) warn(`-${option} matched nothing.`);
  if (text !== '') print(text);
}

const isNameless = ({ locations, functions }: Profile): boolean =>
  locations.length > 0 && functions.length === 0;

function printTable(profile: Profile, options: ReportOptions): void {
  const { sampleType, total, rows } = expectAnswer(topOf(profile, options));
  printJson('top', {
    formatVersion: 1,
    sampleType: sampleType.type,
    unit: sampleType.unit,
    total,
    rows: rows.map(({ function: name, flat, cum }) => ({ function: name, flat, cum })),
  } satisfies TopReport);
}

function optionsOf(spelled: Omit<ReportCommandOptions, 'json'>): ReportOptions {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(spelled)) if (typeof value === 'string') texts[name] = value;
  const read = readOptions(texts);
  if (!read.ok) throw new CommandError('bad-request', `${sentence(read.error.message)}.`);
  for (const name of read.value.ignored)
    warn(`-${name} is passed over: another sample type is named before it.`);
  return read.value.options;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

async function subtractionOf(base = '', diffBase = '', normalize = 'false'): Promise<Subtraction | null> {
  if (base !== '' && diffBase !== '') {
    throw new CommandError('bad-request', '-base and -diff_base do not go together.', 'Give one of them.');
  }
  const isNormalized = yesOrNo(normalize);
  if (isNormalized === null) {
    throw new CommandError('bad-request', `-normalize=${normalize} is neither true nor false.`);
  }
  const file = base || diffBase;
  if (file === '') {
    if (!isNormalized) return null;
    throw new CommandError('bad-request', '-normalize needs a base.', 'Give one with -base or -diff_base.');
  }
  return {
    base: [await loadProfileOrText(file)],
    mode: base === '' ? 'diff_base' : 'base',
    normalize: isNormalized,
  };
}
