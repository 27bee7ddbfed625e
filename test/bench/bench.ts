// `npm run bench [-- NAME…] [--check] [--json] [--tiny]`: the bars of docs/benchmarks.md, measured. The program that
// scripts/bench.mjs bundles and starts; PLUMBLINE_ROOT is the project, built.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeBench, dumpBench, topBench } from './bench-files';
import { flameBench } from './bench-flame';
import { lanesBench } from './bench-lanes';
import { growthBench, sessionBench } from './bench-sessions';
import { traceBench } from './bench-trace';
import { traceTabBench } from './bench-trace-tab';
import { verdictBench } from './bench-verdict';
import { desktopBench, webBench } from './bench-windows';
import { FULL, Inputs, TINY } from './inputs';
import { formatRows, isMet, valueOf, type Row, type Skipped } from './result';

export interface Context {
  readonly root: string;
  /** The built command line. */
  readonly cli: string;
  /** For what is kept outside a workspace; gone at the end. */
  readonly home: string;
  readonly inputs: Inputs;
  rounds(usual: number): number;
}

export interface Bench {
  readonly name: string;
  /** Why it cannot run here; null: it can. */
  why(): string | null;
  run(context: Context): Promise<Row[]>;
}

const BENCHES = [
  topBench,
  decodeBench,
  dumpBench,
  growthBench,
  sessionBench,
  verdictBench,
  flameBench,
  lanesBench,
  traceBench,
  traceTabBench,
  desktopBench,
  webBench,
];

async function main(argv: readonly string[]): Promise<number> {
  const options = new Set(argv.filter((word) => word.startsWith('--')));
  const names = argv.filter((word) => !word.startsWith('--'));
  const known = ['--check', '--json', '--tiny'];
  const wrong =
    [...options].find((option) => !known.includes(option)) ?? names.find((name) => !isBench(name));
  if (wrong !== undefined) {
    process.stderr.write(
      `No such thing as ${wrong}. Benchmarks: ${BENCHES.map(({ name }) => name).join(', ')}; options: ${known.join(', ')}.\n`,
    );
    return 2;
  }
  const tiny = options.has('--tiny');
  const root = process.env['PLUMBLINE_ROOT'] ?? process.cwd();
  const home = mkdtempSync(join(tmpdir(), 'plumbline-bench-home-'));
  const context: Context = {
    root,
    cli: join(root, 'out/main/plumbline.js'),
    home,
    inputs: new Inputs(tiny ? TINY : FULL),
    rounds: (usual) => (tiny ? 1 : usual),
  };
  const rows: Row[] = [];
  const skipped: Skipped[] = [];
  try {
    for (const bench of BENCHES) {
      if (names.length > 0 && !names.includes(bench.name)) continue;
      const why = bench.why();
      if (why !== null) {
        skipped.push({ bench: bench.name, why });
        continue;
      }
      process.stderr.write(`${bench.name} …\n`);
      const measured = await bench.run(context);
      // The bars are of the full sizes.
      rows.push(...(tiny ? measured.map((row) => ({ ...row, limit: null })) : measured));
    }
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
  const machine = describeMachine();
  if (options.has('--json')) {
    const all = rows.map((row) => ({ ...row, value: valueOf(row), met: isMet(row) }));
    process.stdout.write(`${JSON.stringify({ formatVersion: 1, machine, rows: all, skipped }, null, 2)}\n`);
  } else {
    process.stdout.write(`${machine}\n\n${formatRows(rows)}\n`);
    for (const { bench, why } of skipped) process.stdout.write(`not run: ${bench}: ${why}\n`);
  }
  return options.has('--check') && !rows.every(isMet) ? 1 : 0;
}

const isBench = (name: string): boolean => BENCHES.some((bench) => bench.name === name);

function describeMachine(): string {
  const [cpu] = cpus();
  const load = loadavg().map((value) => value.toFixed(1));
  return `${new Date().toISOString().slice(0, 16)}Z, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${process.platform} ${release()}, Node ${process.version}, load ${load.join(' ')}`;
}

process.exitCode = await main(process.argv.slice(2));
