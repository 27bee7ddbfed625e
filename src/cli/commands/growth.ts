import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { EXCLUSIONS, type Exclusion, type GrowthReport, type Suspect } from '../../contract/analysis';
import { PlumblineError } from '../../contract/errors';
import { judgeGrowth, type GrowthCapture } from '../../main/analysis/job-growth';
import { loadFile } from '../../main/analysis/load';
import { timeOf } from '../../main/workspace/import';
import { findSession } from '../find-session';
import type { CommonOptions } from '../options';
import { formatRate, formatTable, formatTime, formatValue, print, printJson } from '../print';
import { withClient } from '../with-client';

interface Judgement {
  readonly growth: GrowthReport;
  readonly basis: readonly {
    kind: string;
    snapshots: number;
    stacks: number;
    fromMs: number;
    toMs: number;
  }[];
}

/** One name is a session, or a file; several are files. */
export async function growth(inputs: readonly string[], options: CommonOptions): Promise<void> {
  const judgement = (await areFiles(inputs)) ? await ofFiles(inputs) : await ofSession(inputs, options);
  if (options.json === true) printJson(judgement.growth);
  else print(describe(judgement));
}

async function areFiles(inputs: readonly string[]): Promise<boolean> {
  if (inputs.length > 1) return true;
  const [only = ''] = inputs;
  return stat(only).then(
    (info) => info.isFile(),
    () => false,
  );
}

async function ofSession(inputs: readonly string[], options: CommonOptions): Promise<Judgement> {
  return withClient(options, 'read', async (client) => {
    const { id } = await findSession(client, inputs[0] ?? '');
    return client.call('findings.get', { sessionId: id });
  });
}

/** Loose files: one target, one life, until something contradicts it. */
async function ofFiles(paths: readonly string[]): Promise<Judgement> {
  const captures: GrowthCapture[] = [];
  const excluded: GrowthReport['excluded'] = [];
  for (const path of paths) {
    try {
      captures.push(await observe(path));
    } catch (error) {
      if (!(error instanceof PlumblineError)) throw error;
      if (error.code === 'not-found') throw error;
      excluded.push({ capture: path, why: 'unreadable' });
    }
  }
  captures.sort((a, b) => a.timeMs - b.timeMs);
  const output = await judgeGrowth({ indexFolder: null, timeScale: 1, captures });
  return { ...output, growth: { ...output.growth, excluded: [...excluded, ...output.growth.excluded] } };
}

async function observe(path: string): Promise<GrowthCapture> {
  const { facts } = await loadFile(path);
  const [bytes, { mtimeMs }] = await Promise.all([readFile(path), stat(path)]);
  const time = timeOf({ name: basename(path), modifiedMs: mtimeMs, timeMs: null }, facts);
  return {
    captureId: path,
    path,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    kind: facts.kind,
    encoding: facts.encoding,
    isDelta: facts.delta !== null,
    timeMs: time?.timeMs ?? mtimeMs,
    targetId: null,
    life: '1',
    numGc: null,
  };
}

const WHY: Readonly<Record<Exclusion, string>> = {
  delta: 'deltas: they show what changed, not what is there',
  'earlier-life': 'of an earlier process life',
  'other-format': 'of another format than the rest',
  unreadable: 'unreadable',
};

function describe({ growth: report, basis }: Judgement): string {
  const lines = basis.map(
    (b) =>
      `${b.kind}: ${b.snapshots} observations of ${b.stacks} stacks, ${formatTime(b.fromMs)} to ${formatTime(b.toMs)}`,
  );
  if (basis.length === 0) lines.push('There is nothing to judge: no absolute goroutine or heap capture.');
  for (const why of EXCLUSIONS) {
    const count = report.excluded.filter((e) => e.why === why).length;
    if (count > 0) lines.push(`left out: ${count} ${WHY[why]}`);
  }
  lines.push(
    '',
    table('Suspects: proven growth', report.suspects),
    '',
    table('Candidates: rising without proof', report.candidates),
  );
  return lines.join('\n');
}

function table(title: string, suspects: readonly Suspect[]): string {
  if (suspects.length === 0) return `${title}: none`;
  return `${title}\n${formatTable(
    [
      { head: '#', align: 'right' },
      { head: 'kind' },
      { head: 'now', align: 'right' },
      { head: 'per hour', align: 'right' },
      { head: '95 %', align: 'right' },
      { head: 'share', align: 'right' },
      { head: 'shape' },
      { head: 'site' },
    ],
    suspects.map((s) => [
      String(s.rank),
      s.kind,
      formatValue(s.last, s.unit),
      formatRate(s.slopePerHour, s.unit),
      s.slopeInterval === null ? '' : s.slopeInterval.map((bound) => formatRate(bound, s.unit)).join(' … '),
      `${Math.round(s.share * 100)}%`,
      s.shape,
      `${s.site.function} ${s.site.file.slice(s.site.file.lastIndexOf('/') + 1)}:${s.site.line}`,
    ]),
  )}`;
}
