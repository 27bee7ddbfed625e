// The command line. Each command's code is loaded when it is asked for: `plumbline top` must not pay for a web server.
// Nothing here may lead to the schemas of the contract, which take as long to load as a command on a file to run.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { PlumblineError } from '../contract/errors';
import { FLAGS } from '../contract/flags';
import {
  CAPTURE_KIND,
  MAX_INTERVAL_MS,
  MAX_SESSION_NAME,
  MAX_TRACE_BYTES,
  MAX_TRACE_SECONDS,
  MIN_INTERVAL_MS,
  MIN_TRACE_BYTES,
  MIN_TRACE_SECONDS,
} from '../contract/limits';
import { GROUPINGS } from '../core/goroutine/groupings';
import { parseDuration, parseShift } from '../core/base/duration';
import { escapeUnprintable } from '../core/base/escape-unprintable';
import { parseZone, type Zone } from '../core/base/zone';
import { parseMoment } from './moment';
import { warn } from './print';
import { VERSION } from '../main/version';
import { acceptGoFlags } from './go-flags';
import { addReportOptions, REPORT_COMMANDS, REPORT_FLAGS, SWITCH } from './report-options';
import {
  FAIL_ON,
  type CaptureOptions,
  type CommonOptions,
  type GoroutinesOptions,
  type ImportOptions,
  type ServeOptions,
  type TraceOptions,
  type SessionCreateOptions,
  type SessionNoteOptions,
  type SessionTimeOptions,
  type ReportCommandOptions,
  type VerdictOptions,
} from './options';

/** 0 done, 1 failed with one sentence on stderr, 2 usage; 3 is for a command to answer, where what it was told to fail on is so. */
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

const duration = (text: string): number => {
  const ms = parseDuration(text);
  if (ms === null) throw new InvalidArgumentError('Write it as 90s, 10m, 1h30m or 3d.');
  return ms;
};
const interval = (text: string): number => {
  const ms = duration(text);
  if (ms < MIN_INTERVAL_MS || ms > MAX_INTERVAL_MS) throw new InvalidArgumentError('Between 1s and 24h.');
  return ms;
};
const shift = (text: string): number => {
  const ms = parseShift(text);
  if (ms === null) throw new InvalidArgumentError('Write a duration: 8h, -1h30m, 5.5s.');
  return ms;
};
const traceSeconds = (text: string): number => {
  const seconds = duration(text) / 1000;
  if (!(seconds >= MIN_TRACE_SECONDS && seconds <= MAX_TRACE_SECONDS))
    throw new InvalidArgumentError('Between 0.1s and 5m: 5s, 2.5s.');
  return seconds;
};
const traceBytes = (text: string): number => {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)([kmg]?)(?:i?b)?$/i.exec(text) ?? [];
  const bytes = Math.round(Number(count) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase()));
  if (!(bytes >= MIN_TRACE_BYTES && bytes <= MAX_TRACE_BYTES))
    throw new InvalidArgumentError('Between 1MB and 256MB.');
  return bytes;
};
const zone = (text: string): Zone => {
  const known = parseZone(text);
  if (known === null)
    throw new InvalidArgumentError('Write an offset from UTC or a place: +08:00, Asia/Shanghai.');
  return known;
};
const moment = (text: string): number => {
  const ms = parseMoment(text);
  if (ms === null)
    throw new InvalidArgumentError('Write it as 2025-05-12T11:36Z; without a zone it is local.');
  return ms;
};
const positive = (text: string): number => {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidArgumentError('A number above 0.');
  return number;
};
const port = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw new InvalidArgumentError('0 to 65535.');
  return number;
};
const kinds = (text: string): string[] => {
  const names = text.split(',').map((name) => name.trim());
  if (!names.every((name) => CAPTURE_KIND.test(name)))
    throw new InvalidArgumentError('Names of profiles with commas between: goroutine,heap,my.profile.');
  return names;
};
const address = (text: string): string => {
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text))
    throw new InvalidArgumentError('Write an address that begins with http:// or https://.');
  return text;
};
const addresses = (text: string, all: string[] = []): string[] => [...all, address(text)];
const sessionName = (text: string): string => {
  const { length } = text.trim();
  if (length === 0 || length > MAX_SESSION_NAME)
    throw new InvalidArgumentError(`A name has 1 to ${MAX_SESSION_NAME} characters.`);
  return text;
};
const collect = (text: string, all: string[] = []): string[] => [...all, text];

function createProgram(asked: string, exitWith: (code: number) => void): Command {
  const program = new Command('plumbline')
    .description('Finds slow leaks in Go services.')
    .version(VERSION)
    .showHelpAfterError('(plumbline --help lists the commands)')
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(text.split('\n').map(escapeUnprintable).join('\n')),
    })
    .configureHelp({
      showGlobalOptions: true,
      optionTerm: (option) => option.flags.replace(SWITCH, ''),
    });
  const workspace = (): Option =>
    new Option('--workspace <dir>', 'folder of the sessions').env('PLUMBLINE_WORKSPACE');
  const json = (): Option => new Option('--json', 'print JSON of a documented shape');
  const withHeaders = (command: Command): Command =>
    command
      .option('--header <line>', 'header to send, "Name: ${ENV_NAME}"; repeatable', collect)
      .option('--insecure', 'accept certificates that do not verify');

  program
    .command('start')
    .description('open the desktop app')
    .addOption(workspace())
    .action(async (options: CommonOptions) => (await import('./commands/start')).start(options));
  program
    .command('serve')
    .description('serve the workbench to a browser on this machine')
    .addOption(workspace())
    .option('--port <n>', 'port on 127.0.0.1; 0 takes a free one', port, 0)
    .option('--open', 'open the browser')
    .action(async (options: ServeOptions) => (await import('./commands/serve')).serve(options));

  program
    .command('sample')
    .description('put the bundled sample session, a service that leaks, into the workspace')
    .addOption(workspace())
    .addOption(json())
    .action(async (options: CommonOptions) => (await import('./commands/sample')).sample(options));

  const session = program.command('session').description('create, list, show and annotate sessions');
  withHeaders(
    session
      .command('create')
      .description('begin an investigation of one service')
      .argument('<name>', 'what it is called', sessionName)
      .requiredOption('--target <url>', 'base URL of net/http/pprof; repeatable', addresses)
      .option('--every <interval>', 'time between snapshots, 1s to 24h', interval)
      .option('--kinds <list>', 'what to take: goroutine,heap,memory,goroutine-dump …', kinds)
      .option('--gc', 'ask for a GC before each heap profile')
      .option('--metrics <url>', 'metrics page elsewhere', address)
      .option('--time-scale <n>', 'how much faster than life the service runs', positive, 1),
  )
    .addOption(workspace())
    .addOption(json())
    .action(async (name: string, options: SessionCreateOptions) =>
      (await import('./commands/session')).createSession(name, options),
    );
  session
    .command('list')
    .description('list the sessions')
    .addOption(workspace())
    .addOption(json())
    .action(async (options: CommonOptions) => (await import('./commands/session')).listSessions(options));
  session
    .command('show <session>')
    .description('show one session: targets, plan, snapshots, notes')
    .addOption(workspace())
    .addOption(json())
    .action(async (name: string, options: CommonOptions) =>
      (await import('./commands/session')).showSession(name, options),
    );
  session
    .command('verify <session>')
    .description(
      'read every capture and compare it with the journal; exits with 1 where something is damaged',
    )
    .addOption(workspace())
    .addOption(json())
    .action(async (name: string, options: CommonOptions) =>
      (await import('./commands/session')).verifySession(name, options),
    );

  session
    .command('note <session> <text>')
    .description('write a note: on now, a time, a range or a snapshot')
    .option('--at <time>', '2025-05-12T11:36Z; without a zone it is local', moment)
    .option('--from <time>', 'where the range begins', moment)
    .option('--to <time>', 'where the range ends', moment)
    .option('--snapshot <id>', 'a snapshot, as session show --json names it')
    .option('--tag <tag>', 'repeatable', collect)
    .addOption(new Option('--flag <mark>', 'drawn as a mark of its own').choices(FLAGS))
    .addOption(workspace())
    .addOption(json())
    .action(async (name: string, text: string, options: SessionNoteOptions) =>
      (await import('./commands/session-note')).noteSession(name, text, options),
    );
  session
    .command('time <session> <snapshot>')
    .description('give a snapshot another time, or the one it was taken with back')
    .argument('[time]', '2025-05-12T11:36Z; without a zone it is local', moment)
    .option('--restore', 'the time it was taken with')
    .addOption(workspace())
    .addOption(json())
    .action(async (name: string, id: string, ms: number | undefined, options: SessionTimeOptions) =>
      (await import('./commands/session-time')).timeSnapshot(name, id, ms, options),
    );

  program
    .command('capture <session>')
    .description('take snapshots, once or for days; the same scheduler as the app')
    .addOption(new Option('--once', 'one snapshot of each target').conflicts(['every', 'for']))
    .option('--every <interval>', 'time between snapshots, 1s to 24h', interval)
    .option('--for <duration>', 'stop after this time', duration)
    .option('--kinds <list>', 'what to take', kinds)
    .option('--target <name>', 'with --once: of this target alone, paused or not; repeatable', collect)
    .option(
      '--trace <duration>',
      'with --once: an execution trace of so long, and --kinds beside it',
      traceSeconds,
    )
    .option('--trace-limit <size>', 'where the trace is ended and kept (default: 64MB)', traceBytes)
    .option('--trace-cpu', 'a CPU profile of the same seconds, whose samples the trace then holds')
    .addOption(workspace())
    .addOption(json())
    .action(async (name: string, options: CaptureOptions) =>
      (await import('./commands/capture')).capture(name, options),
    );
  program
    .command('import <session> <files...>')
    .description('import profiles, dumps and folders of them; the kind is found from the bytes')
    .option(
      '--zone <offset>',
      'of times in file names that say none: +08:00, UTC, Asia/Shanghai (default: the zone of this machine)',
      zone,
    )
    .option(
      '--shift <duration>',
      'what the clock of these files was behind, or with a minus ahead, as -1h30m',
      shift,
    )
    .addOption(workspace())
    .addOption(json())
    .action(async (name: string, files: string[], options: ImportOptions) =>
      (await import('./commands/import')).importFiles(name, files, options),
    );

  for (const { name, alias, description } of REPORT_COMMANDS) {
    const command = program.command(name).description(description);
    if (alias !== undefined) command.alias(alias);
    // Before the files, as of `go tool pprof -peek REGEXP FILE…`.
    if (name === 'peek' || name === 'list') command.argument('<regexp>', 'functions by their names');
    command.argument('<files...>', 'profiles; several are added up');
    command.option('-o, --output <file>', 'where to write it');
    if (name === 'top') command.addOption(json());
    if (name === 'list') {
      command
        .option('--find', 'look in the places of Go, too: GOROOT and the module cache')
        .option('--map <build=here>', 'where on this machine a folder of the build is; repeatable', collect)
        .option('--session <session>', 'look where the app was told that the sources of this session are')
        .addOption(workspace());
    }
    // Of forty options each, which take longer to make than a small profile to read.
    if (name === asked || alias === asked || asked === 'help') addReportOptions(command);
    command.action(async (...given: unknown[]) => {
      const [options, files, pattern] = given.slice(0, -1).toReversed() as [
        ReportCommandOptions,
        string[],
        string?,
      ];
      await (await import('./commands/report')).report(name, files, options, pattern);
    });
  }
  const graph = program
    .command('graph <files...>')
    .description('functions and their calls as a graph, as go tool pprof draws it')
    .option('-o, --output <file>', 'where to: .svg, .dot or .json; else DOT is printed')
    .addOption(json());
  if (asked === 'graph' || asked === 'help') addReportOptions(graph);
  graph.action(async (files: string[], options: ReportCommandOptions) =>
    (await import('./commands/graph')).graph(files, options),
  );
  program
    .command('goroutines <file>')
    .description('goroutines of a profile, a dump, or the end of an execution trace')
    .addOption(new Option('--by <grouping>', 'what to group by').choices(GROUPINGS).default('stack'))
    .addOption(json())
    .action(async (file: string, options: GoroutinesOptions) =>
      (await import('./commands/goroutines')).goroutines(file, options),
    );
  program
    .command('trace <file>')
    .description('goroutines of an execution trace, or what is more in another one')
    .option('--compare <file>', 'a later trace')
    .addOption(json())
    .action(async (file: string, options: TraceOptions) =>
      (await import('./commands/trace')).trace(file, options),
    );
  program
    .command('growth <session-or-files...>')
    .description('which stacks grow, how fast and how surely')
    .addOption(workspace())
    .addOption(json())
    .action(async (inputs: string[], options: CommonOptions) =>
      (await import('./commands/growth')).growth(inputs, options),
    );
  program
    .command('verdict <session-or-files...>')
    .description('what leaks, since when and how fast, and how sure that is')
    .addOption(new Option('--fail-on <what>', 'exit with 3 where it is so').choices(FAIL_ON))
    .addOption(workspace())
    .addOption(json())
    .action(async (inputs: string[], options: VerdictOptions) => {
      exitWith(await (await import('./commands/verdict')).verdict(inputs, options));
    });
  return program;
}

/** Runs one command line; answers the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  let code = 0;
  try {
    const program = createProgram(argv[0] ?? '', (answered) => (code = answered));
    await program.parseAsync(acceptGoFlags(argv, REPORT_FLAGS), { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    if (error instanceof PlumblineError) {
      const usage = error.code === 'bad-request' ? EXIT_USAGE : EXIT_FAILED;
      warn(error.message, error.advice);
      return usage;
    }
    throw error;
  }
}
