// `npm run bench:corpus [-- OPTION…]`: verdicts on services of a known truth. See docs/benchmarks.md.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Client } from '../../../src/contract/client';
import { listScenarios, type Scenario } from '../../support/corpus';
import { goAvailable } from '../../support/go-service';
import { startBackend } from '../web-backend';
import { captureRun, type CapturedRun } from './capture-run';
import { judge } from './judge';
import { formatFailures, formatScore } from './report';
import { scoreRuns, type JudgedRun } from './score';
import { compareStates } from './states';

const USAGE = `Options: --seeds 1,2 (1), --only NAME,…, --seen or --heldout, --at-once N (6), --seconds N (150), --keep DIR, --from DIR, --json FILE
  --keep DIR: captures into DIR and leaves it there; what it holds already is not captured again
  --from DIR: judges what DIR holds, and captures nothing
`;
const JUDGES_AT_ONCE = 2;
const root = process.env['PLUMBLINE_ROOT'] ?? process.cwd();
const cli = join(root, 'out/main/plumbline.js');

interface Options {
  readonly seeds: readonly number[];
  readonly only: readonly string[];
  readonly part: 'all' | 'seen' | 'held-out';
  readonly atOnce: number;
  readonly seconds: number;
  readonly folder: string;
  readonly captures: boolean;
  readonly keeps: boolean;
  readonly json: string | null;
}

/** Throws RangeError or TypeError with what is wrong. */
function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      seeds: { type: 'string' },
      only: { type: 'string', default: '' },
      seen: { type: 'boolean', default: false },
      heldout: { type: 'boolean', default: false },
      'at-once': { type: 'string', default: '6' },
      seconds: { type: 'string', default: '150' },
      keep: { type: 'string' },
      from: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const { keep, from } = values;
  if (keep !== undefined && from !== undefined) throw new RangeError('--keep captures, --from does not');
  if (from !== undefined && !existsSync(join(from, 'runs.jsonl')))
    throw new RangeError(`there is no ${join(from, 'runs.jsonl')}`);
  const seeds = listed(values.seeds ?? (from === undefined ? '1' : '')).map(readCount);
  return {
    seeds,
    only: listed(values.only),
    part: values.seen === values.heldout ? 'all' : values.seen ? 'seen' : 'held-out',
    atOnce: readCount(values['at-once']),
    seconds: readCount(values.seconds),
    folder: keep ?? from ?? mkdtempSync(join(tmpdir(), 'plumbline-corpus-')),
    captures: from === undefined,
    keeps: keep !== undefined || from !== undefined,
    json: values.json ?? null,
  };
}

const listed = (text: string): string[] => text.split(',').filter((word) => word !== '');

function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new RangeError(`${text} is not a number from 1 on`);
  return Number(text);
}

const runSchema: z.ZodType<CapturedRun> = z.object({
  scenario: z.string(),
  seed: z.number(),
  sessionId: z.string(),
  goVersion: z.string(),
});

function readRuns(folder: string): CapturedRun[] {
  const file = join(folder, 'runs.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => runSchema.parse(JSON.parse(line)));
}

/** What is asked for and can run here: where there is a C compiler, those that need one too. */
async function chooseScenarios({ only, part }: Options): Promise<Scenario[]> {
  const plain = await listScenarios();
  const wrong = only.find((name) => !plain.some((scenario) => scenario.name === name));
  if (wrong !== undefined) throw new RangeError(`no scenario is called ${wrong}`);
  const chosen = plain.filter(
    ({ name, heldOut }) =>
      (only.length === 0 || only.includes(name)) && (part === 'all' || heldOut === (part === 'held-out')),
  );
  if (chosen.every(({ needs }) => needs === '')) return chosen;
  const withC = await listScenarios('cgo').catch(() => []);
  return chosen.filter(({ name, needs }) => {
    const runs = needs === '' || withC.some((one) => one.name === name && one.needs === '');
    if (!runs) process.stderr.write(`not run: ${name}, which needs ${needs}\n`);
    return runs;
  });
}

/** At most `atOnce` at a time. */
async function each<T>(tasks: readonly T[], atOnce: number, run: (task: T) => Promise<void>): Promise<void> {
  const left = [...tasks];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** With the product as a backend on the workspace of a corpus. */
async function withBackend<T>(folder: string, use: (client: Client) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-corpus-home-'));
  const backend = await startBackend(cli, join(folder, 'workspace'), home);
  try {
    return await use(backend.connect());
  } finally {
    await backend.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Answers how many could not be captured; what went wrong is said. */
async function capture(client: Client, options: Options, scenarios: readonly Scenario[]): Promise<number> {
  const held = new Set(readRuns(options.folder).map(({ scenario, seed }) => `${scenario} ${seed}`));
  const tasks = options.seeds
    .flatMap((seed) => scenarios.map((scenario) => ({ scenario, seed })))
    .filter(({ scenario, seed }) => !held.has(`${scenario.name} ${seed}`));
  let done = 0;
  let failed = 0;
  await each(tasks, options.atOnce, async ({ scenario, seed }) => {
    const name = `${++done}/${tasks.length}: ${scenario.name} ${seed}`;
    try {
      const run = await captureRun(client, scenario, seed, options.seconds);
      appendFileSync(join(options.folder, 'runs.jsonl'), `${JSON.stringify(run)}\n`);
      process.stderr.write(`captured ${name}\n`);
    } catch (error) {
      failed++;
      process.stderr.write(`failed ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  });
  return failed;
}

async function judgeRuns(
  client: Client,
  options: Options,
  scenarios: readonly Scenario[],
): Promise<JudgedRun[]> {
  const judged: JudgedRun[] = [];
  const runs = readRuns(options.folder).filter(
    ({ seed }) => options.seeds.length === 0 || options.seeds.includes(seed),
  );
  await each(runs, JUDGES_AT_ONCE, async ({ scenario: name, seed, sessionId }) => {
    const scenario = scenarios.find((one) => one.name === name);
    if (scenario === undefined) return;
    const states = await compareStates(client, sessionId);
    judged.push({ scenario, seed, judgement: await judge(client, sessionId), states });
  });
  return judged.sort((a, b) => a.scenario.name.localeCompare(b.scenario.name) || a.seed - b.seed);
}

function report(judged: readonly JudgedRun[]): string {
  const parts = {
    seen: judged.filter(({ scenario }) => !scenario.heldOut),
    'held out': judged.filter(({ scenario }) => scenario.heldOut),
  };
  const scores = Object.entries(parts).map(([title, runs]) => formatScore(title, scoreRuns(runs)));
  return [...scores, formatFailures(scoreRuns(judged))].join('\n');
}

async function main(args: string[]): Promise<number> {
  let options: Options;
  let scenarios: Scenario[];
  try {
    options = readOptions(args);
    if (!goAvailable()) {
      process.stderr.write('The corpus is Go programs, and there is no Go here.\n');
      return 1;
    }
    scenarios = await chooseScenarios(options);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}`);
    return 2;
  }
  mkdirSync(options.folder, { recursive: true });
  try {
    const { failed, judged } = await withBackend(options.folder, async (client) => ({
      failed: options.captures ? await capture(client, options, scenarios) : 0,
      judged: await judgeRuns(client, options, scenarios),
    }));
    process.stdout.write(report(judged));
    if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(judged, null, 2)}\n`);
    return failed === 0 ? 0 : 1;
  } finally {
    if (!options.keeps) rmSync(options.folder, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
