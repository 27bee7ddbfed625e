import { EXCLUSIONS, type Exclusion, type Suspect } from '../../contract/growth';
import { describeLives } from '../describe-lives';
import { describeMemory } from '../describe-memory';
import { judge, type Judgement } from '../judge';
import type { CommonOptions } from '../options';
import { formatBytes, formatRate, formatTable, formatTime, formatValue, print, printJson } from '../print';

export async function growth(inputs: readonly string[], options: CommonOptions): Promise<void> {
  const judgement = await judge(inputs, options);
  const { growth: report, basis, memory } = judgement;
  if (options.json === true) printJson('growth', { ...report, basis, memory });
  else print(describe(judgement));
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

function describe({ growth: report, basis, memory }: Judgement): string[] {
  const lines = basis.map(
    (b) =>
      `${nameOf(b.kind, b.target)}: ${b.snapshots} observations of ${b.stacks} stacks, ${formatTime(b.fromMs)} to ${formatTime(b.toMs)}`,
  );
  if (basis.length === 0) lines.push('There is nothing to judge: no absolute goroutine or heap capture.');
  for (const why of EXCLUSIONS) {
    const count = report.excluded.filter((e) => e.why === why).length;
    if (count > 0) lines.push(`left out: ${count} ${WHY[why]}`);
  }
  lines.push(...describeMemory(memory), ...describeLives(report));
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
