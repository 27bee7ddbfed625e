// `npm run bench:growth [-- OPTION…]`: methods that tell growth, on simulated services. See docs/benchmarks.md.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Tinypool from 'tinypool';
import { chooseCells, sessionsOf, type Cell } from './cells';
import { formatCell } from './report';
import type { Outcome, Task } from './run-session';
import { CellTally, type CellSummary } from './tally';

const USAGE = `Options: --sessions N (400), --cells regular,heap-100, --n 30,100, --set A|B (A), --seed S (1), --json FILE
`;
const THREADS = 2;

interface Options {
  readonly cells: readonly Cell[];
  readonly sessions: number;
  readonly set: 'A' | 'B';
  readonly seed: number;
  readonly json: string | null;
}

/** Throws RangeError or TypeError with what is wrong. */
function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      sessions: { type: 'string', default: '400' },
      cells: { type: 'string', default: '' },
      n: { type: 'string', default: '' },
      set: { type: 'string', default: 'A' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
    },
  });
  const listed = (text: string): string[] => text.split(',').filter((word) => word !== '');
  const { set } = values;
  if (set !== 'A' && set !== 'B') throw new RangeError(`no set is called ${set}`);
  return {
    cells: chooseCells(listed(values.cells), listed(values.n).map(readCount)),
    sessions: readCount(values.sessions),
    set,
    seed: readCount(values.seed),
    json: values.json ?? null,
  };
}

function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new RangeError(`${text} is not a number from 1 on`);
  return Number(text);
}

async function runCell(pool: Tinypool, cell: Cell, { set, seed, sessions }: Options): Promise<CellSummary> {
  const tally = new CellTally(cell.id);
  const count = sessionsOf(cell, sessions);
  const outcomes = new Map<number, Outcome>();
  const began = performance.now();
  let done = 0;
  const run = async (session: number): Promise<void> => {
    const task: Task = { set, cell, seed, session };
    outcomes.set(session, (await pool.run(task)) as Outcome);
    done++;
    if (done % Math.max(1, Math.floor(count / 10)) === 0) {
      const seconds = ((performance.now() - began) / 1000).toFixed(0);
      process.stderr.write(`${cell.id} ${done}/${count} ${seconds} s\n`);
    }
  };
  await Promise.all(Array.from({ length: count }, (_, session) => run(session)));
  // In their order, so that sums are the same whichever thread was quicker.
  for (let session = 0; session < count; session++) {
    const outcome = outcomes.get(session);
    if (outcome !== undefined) tally.add(outcome);
  }
  return tally.summary();
}

async function main(args: string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}`);
    return 2;
  }
  const began = new Date();
  const pool = new Tinypool({
    filename: fileURLToPath(new URL('./worker.mjs', import.meta.url)),
    runtime: 'worker_threads',
    minThreads: THREADS,
    maxThreads: THREADS,
    isolateWorkers: false,
  });
  const cells: CellSummary[] = [];
  try {
    process.stdout.write(
      `Set ${options.set}, seed ${options.seed}, ${began.toISOString().slice(0, 16)}Z\n\n`,
    );
    for (const cell of options.cells) {
      const summary = await runCell(pool, cell, options);
      cells.push(summary);
      process.stdout.write(`${formatCell(summary)}\n`);
    }
  } finally {
    await pool.destroy();
  }
  const minutes = (Date.now() - began.getTime()) / 60_000;
  process.stdout.write(`${minutes.toFixed(1)} min on ${THREADS} threads\n`);
  if (options.json !== null) {
    const { set, seed } = options;
    const made = { formatVersion: 1, set, seed, began: began.toISOString(), minutes, cells };
    writeFileSync(options.json, `${JSON.stringify(made, null, 2)}\n`);
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
