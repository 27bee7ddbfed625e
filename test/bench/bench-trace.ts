// Reading an execution trace of over 100 MB, against the reader of Go itself.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { loadTrace } from '../../src/main/analysis/load-trace';
import { findGoTrace } from '../support/go-trace';
import type { Bench } from './bench';
import { alternate, peakOfCommand, spreadOf } from './measure';

const MB = 2 ** 20;

export const traceBench: Bench = {
  name: 'trace',
  why: () =>
    spawnSync('go', ['version']).status === 0 ? null : 'there is no Go on the PATH to compare with',
  async run(context) {
    const go = await findGoTrace();
    if (go === null) throw new Error('golang.org/x/exp, which reads traces, cannot be had');
    const path = await context.inputs.trace();
    const bytes = statSync(path).size;
    let events = 0;
    const times = await alternate(context.rounds(5), {
      ours: async () => {
        const began = performance.now();
        events = (await loadTrace(path)).events.length;
        return performance.now() - began;
      },
      go: async () => (await go.time(path)).seconds * 1000,
    });
    const of = `${Math.round(bytes / 1e6)} MB, ${events.toLocaleString('en-US')} events`;
    const command = { program: process.execPath, args: [context.cli, 'trace', path] };
    const peaks = [await peakOfCommand(command), await peakOfCommand(command)];
    return [
      {
        bench: 'trace',
        what: `all events of a trace of ${of}`,
        ours: times.ours,
        theirs: { what: "Go's own reader", spread: times.go },
        unit: 'ms',
        limit: 1,
      },
      {
        bench: 'trace',
        what: `peak memory of plumbline trace, ${of}`,
        ours: spreadOf(peaks.map((peak) => peak / MB)),
        theirs: null,
        unit: 'MB',
        limit: Math.round((8 * bytes) / MB) + 100,
      },
    ];
  },
};
