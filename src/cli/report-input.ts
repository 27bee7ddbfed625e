// What a report is of and how it is asked for, as a command line says it.
import { open, stat } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { combineProfiles, withBinary, type Subtraction } from '../core/pprof/combine';
import { deltaOf } from '../core/pprof/kind';
import { OPTION_SPELLINGS, readOptions, yesOrNo, type ReportOptions } from '../core/pprof/options';
import type { Profile } from '../core/pprof/profile';
import { breakOf } from '../core/trace/trace-break';
import { PlumblineError } from '../contract/errors';
import { loadProfileOrText } from '../main/analysis/load';
import { CommandError } from './command-error';
import type { ReportCommandOptions } from './options';
import { warn, warnOfBreak, warnOfDelta } from './print';

/** One profile, the sum of several, or what remains when a base is subtracted. Warns of what its figures are not. */
export async function readProfiles(
  files: readonly string[],
  {
    base,
    diff_base: diffBase,
    normalize,
    add_comment: comment,
    buildid: buildId = '',
    http,
  }: ReportCommandOptions,
): Promise<Profile> {
  if (http !== undefined) {
    throw new CommandError(
      'bad-request',
      'A report is printed, so -http has nothing to show.',
      'plumbline serve shows profiles in a browser.',
    );
  }
  const [first = ''] = files;
  const binary = files.length > 1 && (await isExecutable(first)) ? first : null;
  const load = async (file: string): Promise<Profile> => {
    const profile = await loadProfileOrText(file);
    warnOfBreak(file, breakOf(profile)?.message ?? null);
    return withBinary(profile, binary, buildId);
  };
  const subtraction = await subtractionOf(base, diffBase, normalize, load);
  const profiles = await readThose(binary === null ? files : files.slice(1), load);
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
  return comment ? { ...profile.value, comments: [...profile.value.comments, comment] } : profile.value;
}

/** Of several, those that can be read, as in pprof; what is wrong with the others is said. */
async function readThose(
  files: readonly string[],
  load: (file: string) => Promise<Profile>,
): Promise<Profile[]> {
  if (files.length === 1) return [await load(files[0] ?? '')];
  const profiles: Profile[] = [];
  for (const file of files) {
    try {
      profiles.push(await load(file));
    } catch (error) {
      if (!(error instanceof PlumblineError)) throw error;
      warn(error.message, error.advice);
    }
  }
  if (profiles.length === 0) throw new CommandError('format', 'None of these profiles can be read.');
  if (profiles.length < files.length)
    warn(`${profiles.length} of ${files.length} profiles were read; the report is of those.`);
  return profiles;
}

/** ELF, Mach-O (of either byte order) and PE. */
const EXECUTABLES = /^(?:7f454c46|feedfac[ef]|c[ef]faedfe|4d5a)/;

/** pprof takes one before its sources as the binary that they are of. A pipe is a source: reading it would empty it. */
async function isExecutable(path: string): Promise<boolean> {
  // What cannot be looked at is told by who reads it.
  const stats = await stat(path).catch(() => null);
  const file = stats?.isFile() === true ? await open(path).catch(() => null) : null;
  if (file === null) return false;
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return EXECUTABLES.test(buffer.toString('hex'));
  } finally {
    await file.close();
  }
}

const isNameless = ({ locations, functions }: Profile): boolean =>
  locations.length > 0 && functions.length === 0;

export function warnOfIdle(options: readonly string[]): void {
  for (const option of options) warn(`-${option} matched nothing.`);
}

/** Reads pprof's options as they were spelled; whatever else was given is passed over. */
export function optionsOf(spelled: Readonly<Record<string, unknown>>): ReportOptions {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(spelled)) {
    if (typeof value === 'string' && Object.hasOwn(OPTION_SPELLINGS, name)) texts[name] = value;
  }
  const read = readOptions(texts, delimiter);
  if (!read.ok) throw new CommandError('bad-request', `${sentence(read.error.message)}.`);
  for (const name of read.value.ignored)
    warn(`-${name} is passed over: another sample type is named before it.`);
  return read.value.options;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

async function subtractionOf(
  base = '',
  diffBase = '',
  normalize = 'false',
  load: (file: string) => Promise<Profile>,
): Promise<Subtraction | null> {
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
    base: [await load(file)],
    mode: base === '' ? 'diff_base' : 'base',
    normalize: isNormalized,
  };
}
