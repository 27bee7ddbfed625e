import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Zone } from '../../core/base/zone';
import { hangsOnZone } from '../../core/inspect/time-from-name';
import { timeOfFile } from '../../core/inspect/time-of-file';
import {
  EXCLUSIONS,
  type Exclusion,
  type Findings,
  type GrowthReport,
  type Suspect,
} from '../../contract/analysis';
import { PlumblineError } from '../../contract/errors';
import { judgeGrowth } from '../../main/analysis/job-growth';
import { looseLives, type LooseCapture } from '../../main/analysis/loose-lives';
import { loadFile } from '../../main/analysis/load';
import { CommandError } from '../command-error';
import { describeLives } from '../describe-lives';
import type { CommonOptions } from '../options';
import { ownZone } from '../own-zone';
import {
  formatBytes,
  formatRate,
  formatTable,
  formatTime,
  formatValue,
  print,
  printJson,
  warn,
} from '../print';
import { withSession } from '../with-client';

type Judgement = Pick<Findings, 'growth' | 'basis'>;

/** Several names are files. One is a session, or else a file: a program beside the shell must not hide its session. */
export async function growth(inputs: readonly string[], options: CommonOptions): Promise<void> {
  const [only = ''] = inputs;
  const session = inputs.length > 1 ? null : await ofSession(only, options);
  const judgement = session ?? (await ofFiles(inputs));
  if (options.json === true) printJson('growth', { ...judgement.growth, basis: judgement.basis });
  else print(describe(judgement));
}

/** null: no such session, but a file of that name. */
async function ofSession(name: string, options: CommonOptions): Promise<Judgement | null> {
  try {
    return await withSession(options, 'read', name, (client, sessionId) =>
      client.call('findings.get', { sessionId }),
    );
  } catch (error) {
    if (error instanceof PlumblineError && error.code === 'not-found' && (await isThere(name))) return null;
    throw error;
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Loose files: one target, and one life until something contradicts it. */
async function ofFiles(paths: readonly string[]): Promise<Judgement> {
  const captures: LooseCapture[] = [];
  const excluded: GrowthReport['excluded'] = [];
  const zone = ownZone(paths.some((path) => hangsOnZone(resolve(path))));
  for (const path of paths) {
    try {
      const capture = await observe(path, zone);
      const same = captures.find((other) => isSame(other, capture));
      if (same === undefined) captures.push(capture);
      else warn(`${path} is the same capture as ${same.path}: it counts once.`);
    } catch (error) {
      if (!(error instanceof PlumblineError)) throw error;
      if (error.code === 'not-found') throw error;
      excluded.push({ capture: path, why: 'unreadable' });
    }
  }
  if (captures.length === 0) {
    throw new CommandError(
      'format',
      paths.length === 1
        ? `${paths[0] ?? ''} cannot be read as a capture.`
        : `None of ${paths.length} files can be read as a capture.`,
    );
  }
  captures.sort((a, b) => a.timeMs - b.timeMs);
  const output = await judgeGrowth({
    indexFolder: null,
    noLinks: false,
    timeScale: 1,
    ...(await looseLives(captures)),
  });
  return { ...output, growth: { ...output.growth, excluded: [...excluded, ...output.growth.excluded] } };
}

/** Of text forms two may well be of the same bytes, and of different times. */
const isSame = (a: LooseCapture, b: LooseCapture): boolean => a.sha256 === b.sha256 && a.timeMs === b.timeMs;

async function observe(path: string, zone: Zone): Promise<LooseCapture> {
  const { facts } = await loadFile(path);
  const [bytes, { mtimeMs }] = await Promise.all([readFile(path), stat(path)]);
  const file = { name: resolve(path), modifiedMs: mtimeMs, timeMs: null };
  const time = timeOfFile(file, facts.timeMs, zone);
  return {
    captureId: path,
    path,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    kind: facts.kind,
    encoding: facts.encoding,
    isDelta: facts.delta !== null,
    ofAnother: null,
    timeMs: time?.timeMs ?? mtimeMs,
    numGc: null,
    facts,
  };
}

const WHY: Readonly<Record<Exclusion, string>> = {
  delta: 'deltas: they show what changed, not what is there',
  'earlier-life': 'of an earlier process life (see “Per process life”)',
  'several-processes': 'of a URL behind which several processes answer',
  'unclear-life': 'taken while the process restarted: of which life they are is not known',
  moved: 'which you moved among those of another process life',
  'other-format': 'of another format than the rest',
  unreadable: 'unreadable',
};

function describe({ growth: report, basis }: Judgement): string[] {
  const lines = basis.map(
    (b) =>
      `${nameOf(b.kind, b.target)}: ${b.snapshots} observations of ${b.stacks} stacks, ${formatTime(b.fromMs)} to ${formatTime(b.toMs)}`,
  );
  if (basis.length === 0) lines.push('There is nothing to judge: no absolute goroutine or heap capture.');
  for (const why of EXCLUSIONS) {
    const count = report.excluded.filter((e) => e.why === why).length;
    if (count > 0) lines.push(`left out: ${count} ${WHY[why]}`);
  }
  lines.push(...describeLives(report));
  lines.push(
    '',
    ...table('Suspects: proven growth', report.suspects),
    ...(report.suspects.length === 0 ? limits(basis) : []),
    '',
    ...table('Candidates: rising without proof', report.candidates),
  );
  return lines;
}

/** What "none" does not say: how slow a leak would have been missed. */
function limitOf(basis: Judgement['basis'][number]): string {
  const { snapshots, risesNeeded, lifeUnknown, slowestPerHour, slowestObjectBytes, unit } = basis;
  if (snapshots <= risesNeeded)
    return `too early to tell: without a fall, a stack that leaks alone shows by observation ${risesNeeded + 1} at the earliest`;
  if (lifeUnknown)
    return 'whether the process restarted is not known, so neither is how slow a leak would show';
  if (slowestPerHour === null) return 'no leak would show yet';
  const objects =
    slowestObjectBytes === null ? '' : `, of objects of up to ${formatBytes(slowestObjectBytes)},`;
  return `a leak slower than ${formatRate(slowestPerHour, unit)} per hour${objects} on a stack of its own may not show yet`;
}
const limits = (basis: Judgement['basis']): string[] =>
  basis.map((one) => `${nameOf(one.kind, one.target)}: ${limitOf(one)}`);
const nameOf = (kind: string, target: string | null): string =>
  target === null ? kind : `${kind} of ${target}`;

function table(title: string, suspects: readonly Suspect[]): string[] {
  if (suspects.length === 0) return [`${title}: none`];
  const hasTargets = new Set(suspects.map((s) => s.target)).size > 1;
  return [
    title,
    ...formatTable(
      [
        { head: '#', align: 'right' },
        { head: 'kind' },
        ...(hasTargets ? [{ head: 'target' }] : []),
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
        ...(hasTargets ? [s.target ?? '–'] : []),
        formatValue(s.last, s.unit),
        formatRate(s.slopePerHour, s.unit),
        s.slopeInterval === null ? '' : s.slopeInterval.map((bound) => formatRate(bound, s.unit)).join(' … '),
        `${Math.round(s.share * 100)}%`,
        s.shape,
        `${s.site.function} ${s.site.file.slice(s.site.file.lastIndexOf('/') + 1)}:${s.site.line}`,
      ]),
    ),
  ];
}
