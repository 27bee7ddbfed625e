// The commands that answer as `go tool pprof` does, and their options in its spelling.
import { Option, type Command } from 'commander';
import { OPTION_SPELLINGS, isSwitch, type ReportName } from '../core/pprof/options';
import type { GoFlags } from './go-flags';

export const REPORT_COMMANDS: readonly {
  readonly name: ReportName;
  readonly alias?: string;
  readonly description: string;
}[] = [
  { name: 'top', alias: 'text', description: 'functions by value, as go tool pprof -top prints them' },
  { name: 'tree', description: 'functions with their callers and callees, as go tool pprof -tree' },
  { name: 'peek', description: 'callers and callees of functions that match, as go tool pprof -peek' },
  {
    name: 'list',
    description: 'source of functions that match, each line with its cost, as go tool pprof -list',
  },
  { name: 'traces', description: 'every stack, as go tool pprof -traces' },
  { name: 'tags', description: 'labels and what share each value has, as go tool pprof -tags' },
  { name: 'raw', description: 'the whole profile as text, as go tool pprof -raw' },
];

/** What the help leaves out behind a switch: the value that acceptGoFlags has written there. */
export const SWITCH = ' <yes>';

/** Options about where the numbers come from. */
const SOURCE_OPTIONS = [
  { name: 'base', isSwitch: false, help: 'subtract this profile' },
  { name: 'diff_base', isSwitch: false, help: 'subtract this profile, percentages relative to it' },
  { name: 'normalize', isSwitch: true, help: 'scale to the base before it is subtracted' },
  { name: 'add_comment', isSwitch: false, help: 'a line more in the head' },
  { name: 'buildid', isSwitch: false, help: 'build id of the binary, where the profile names none' },
];

/** pprof's about fetching, symbolising and assembly: scripts give them, and of a file with names they change nothing. */
const PASSED_OVER = [
  ...['symbolize', 'seconds', 'timeout', 'tools'].map((name) => ({ name, isSwitch: false })),
  { name: 'intel_syntax', isSwitch: true },
];
/** Taken only so that it can be refused in words. */
const REFUSED = [{ name: 'http', isSwitch: false }];
const HIDDEN = [...PASSED_OVER, ...REFUSED];

const ALL = [
  ...SOURCE_OPTIONS,
  ...Object.entries(OPTION_SPELLINGS).map(([name, spelling]) => ({
    name,
    isSwitch: isSwitch(spelling),
    help: spelling.help,
  })),
];

/** The switches by which pprof is asked for the report of a command, which say here what the command has said. */
const REPORT_FLAG_OF = new Map<string, readonly string[]>([
  ['graph', ['dot']],
  ...REPORT_COMMANDS.filter(({ name }) => name !== 'peek' && name !== 'list').flatMap(
    ({ name, alias = name }) => [name, alias].map((one) => [one, [name, alias]] as const),
  ),
]);

export const REPORT_FLAGS: GoFlags = {
  commands: new Set(['graph', ...REPORT_COMMANDS.flatMap(({ name, alias = name }) => [name, alias])]),
  switches: new Set([...ALL, ...HIDDEN].filter((option) => option.isSwitch).map(({ name }) => name)),
  values: new Set([
    'output',
    ...[...ALL, ...HIDDEN].filter((option) => !option.isSwitch).map(({ name }) => name),
  ]),
  own: REPORT_FLAG_OF,
};

export function addReportOptions(command: Command): Command {
  for (const { name, isSwitch: hasNone, help } of ALL) {
    command.addOption(new Option(`--${name}${hasNone ? SWITCH : ' <value>'}`, help));
  }
  for (const { name, isSwitch: hasNone } of HIDDEN) {
    command.addOption(new Option(`--${name}${hasNone ? SWITCH : ' <value>'}`).hideHelp());
  }
  return command;
}
