// Commands on one file: what the shell already has for it is the measure.
import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { decodeProfile } from '../../src/core/pprof/decode';
import { top } from '../../src/core/pprof/top';
import type { Bench, Context } from './bench';
import { alternate, peakOfCommand, spreadOf, timeCommand, type Command } from './measure';
import type { Row } from './result';

const plumbline = (context: Context, ...args: string[]): Command => ({
  program: process.execPath,
  args: [context.cli, ...args],
});

async function memoryRow(bench: string, what: string, command: Command): Promise<Row> {
  const peaks = [await peakOfCommand(command), await peakOfCommand(command), await peakOfCommand(command)];
  return {
    bench,
    what,
    ours: spreadOf(peaks.map((bytes) => bytes / 2 ** 20)),
    theirs: null,
    unit: 'MB',
    limit: null,
  };
}

export const topBench: Bench = {
  name: 'top',
  why: () =>
    spawnSync('go', ['version']).status === 0 ? null : 'there is no Go on the PATH, so no go tool pprof',
  async run(context) {
    const path = await context.inputs.cpuProfile();
    const ours = plumbline(context, 'top', path);
    const pprof: Command = { program: 'go', args: ['tool', 'pprof', '-top', path] };
    const times = await alternate(context.rounds(5), {
      ours: () => timeCommand(ours),
      pprof: () => timeCommand(pprof),
    });
    return [
      {
        bench: 'top',
        what: `plumbline top on ${grouped(context.inputs.sizes.samples)} samples, whole process`,
        ours: times.ours,
        theirs: { what: 'go tool pprof -top', spread: times.pprof },
        unit: 'ms',
        limit: 0.1,
      },
      await memoryRow('top', 'peak memory', ours),
    ];
  },
};

export const decodeBench: Bench = {
  name: 'decode',
  why: () => null,
  async run(context) {
    const packed = readFileSync(await context.inputs.cpuProfile());
    const bytes = gunzipSync(packed);
    const timed = (work: () => unknown) => (): number => {
      const began = performance.now();
      work();
      return performance.now() - began;
    };
    const times = await alternate(context.rounds(15), {
      ours: timed(() => {
        const decoded = decodeProfile(bytes);
        if (!decoded.ok) throw new Error(decoded.error.message);
        return top(decoded.value, {});
      }),
      gunzip: timed(() => gunzipSync(packed)),
    });
    return [
      {
        bench: 'decode',
        what: `decode and aggregate ${grouped(context.inputs.sizes.samples)} samples, in process`,
        ours: times.ours,
        theirs: { what: 'gunzip of the same bytes', spread: times.gunzip },
        unit: 'ms',
        limit: 6,
      },
    ];
  },
};

const grouped = (n: number): string => n.toLocaleString('en-US');

/** What engineers type; in a UTF-8 locale, as nearly all have it. */
const PIPELINE = String.raw`grep -E '^goroutine [0-9]+ \[' "$0" | sed -E 's/^goroutine [0-9]+ \[([^]]*)\].*/\1/' | awk -F',' '{print $1}' | sort | uniq -c | sort -nr`;

export const dumpBench: Bench = {
  name: 'dump',
  why: () =>
    spawnSync('sh', ['-c', 'grep --version && awk 1 </dev/null']).status === 0 ? null : 'there is no shell',
  async run(context) {
    const rows: Row[] = [];
    const { dumpBytes } = context.inputs.sizes;
    const size = dumpBytes < 2 ** 20 ? `${grouped(dumpBytes)} bytes` : `${dumpBytes / 2 ** 20} MiB`;
    for (const [shape, path] of [
      ['a large service', await context.inputs.serviceDump()],
      ['the story', await context.inputs.storyDump()],
    ] as const) {
      const byState = plumbline(context, 'goroutines', '--by', 'state', path);
      const byStack = plumbline(context, 'goroutines', '--by', 'stack', path);
      const pipeline: Command = { program: 'sh', args: ['-c', PIPELINE, path], env: { LC_ALL: 'C.UTF-8' } };
      const times = await alternate(context.rounds(11), {
        byState: () => timeCommand(byState),
        pipeline: () => timeCommand(pipeline),
        byStack: () => timeCommand(byStack),
      });
      const theirs = { what: 'the shell pipeline, by state', spread: times.pipeline };
      const bench = 'dump';
      rows.push(
        {
          bench,
          what: `${size} of ${shape} by state, whole process`,
          ours: times.byState,
          theirs,
          unit: 'ms',
          limit: 1,
        },
        {
          bench,
          what: `${size} of ${shape} by stack, whole process`,
          ours: times.byStack,
          theirs,
          unit: 'ms',
          limit: 2,
        },
        await memoryRow(bench, `peak memory, ${shape} by stack`, byStack),
      );
    }
    return rows;
  },
};
