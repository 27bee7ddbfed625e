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
];

const ALL = [
  ...SOURCE_OPTIONS,
  ...Object.entries(OPTION_SPELLINGS).map(([name, spelling]) => ({
    name,
    isSwitch: isSwitch(spelling),
    help: spelling.help,
  })),
];

export const REPORT_FLAGS: GoFlags = {
  commands: new Set(['graph', ...REPORT_COMMANDS.flatMap(({ name, alias = name }) => [name, alias])]),
  switches: new Set(ALL.filter((option) => option.isSwitch).map(({ name }) => name)),
  // pprof's, which commander knows of `graph` alone.
  values: new Set(['output', ...ALL.filter((option) => !option.isSwitch).map(({ name }) => name)]),
};

export function addReportOptions(command: Command): Command {
  for (const { name, isSwitch: hasNone, help } of ALL) {
    command.addOption(new Option(`--${name}${hasNone ? SWITCH : ' <value>'}`, help));
  }
  return command;
}
