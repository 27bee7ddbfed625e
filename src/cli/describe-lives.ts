// Process lives in words: which there were, and whether the one that runs now is better than the one before it.
import type { GrowthReport, Lead, Level, LifeRow } from '../contract/growth';
import type { Life, LifeSign, SeveralProcesses } from '../contract/domain';
import { formatBytes, formatCount, formatRate, formatTable, formatTime, formatValue } from './print';

const SHORT_ID = 10;

/** Of a build id as much as tells one from another at a glance. */
export const shortBuild = (buildId: string): string => buildId.slice(0, SHORT_ID);

const ALTERNATES: Readonly<Record<LifeSign, (n: number) => string>> = {
  'start-time': (n) => `${n} start times alternate`,
  build: (n) => `${n} builds alternate`,
  'heap-record': (n) => `the heap records of ${n} processes alternate`,
  counter: (n) => `the counters of ${n} processes alternate`,
};

export function describeSeveral({ target, by, processes }: SeveralProcesses, url: string | null): string {
  const place = url ?? (target === null ? 'the imported files' : target);
  return `Several processes answer behind ${place}: ${ALTERNATES[by](processes)}. Captures of different processes cannot be told apart, so growth is not judged there. Give each process a target of its own, with a URL that only it answers.`;
}

export function nameLife(life: Life): string {
  const named = life.mixed
    ? 'several processes by turns'
    : life.unknown
      ? 'process life unknown'
      : startOf(life);
  const build = [
    life.buildId === null ? '' : `build ${shortBuild(life.buildId)}`,
    life.goVersion ?? '',
  ].filter((part) => part !== '');
  return [named, ...build].join(', ');
}

function startOf(life: Life): string {
  if (life.startMs !== null) return `started ${formatTime(life.startMs)}`;
  if (life.began === null) return 'start unknown';
  return `started before ${formatTime(life.fromMs)}`;
}

export function describeLives({ lives, leads, several }: GrowthReport): string[] {
  const lines = several.map((one) => describeSeveral(one, null));
  if (lives.some((life) => life.unknown)) {
    lines.push(
      'Process life unknown: nothing in these captures would show a restart. Memory numbers, or heap profiles, do.',
    );
  }
  if (lives.length < 2) return lines;
  for (const lead of leads) {
    const sentence = describeChange(lead, lives);
    if (sentence !== null) lines.push(sentence);
  }
  const hasTargets = new Set(lives.map((life) => life.target)).size > 1;
  const hasLead = leads.length > 0;
  lines.push('', 'Per process life, rates per hour');
  lines.push(
    ...formatTable(
      [
        ...(hasTargets ? [{ head: 'target' }] : []),
        { head: 'life' },
        { head: 'from' },
        { head: 'to' },
        { head: 'snapshots', align: 'right' as const },
        { head: 'goroutines', align: 'right' as const },
        { head: 'live heap', align: 'right' as const },
        { head: 'RSS', align: 'right' as const },
        { head: 'proven', align: 'right' as const },
        ...(hasLead ? [{ head: 'lead', align: 'right' as const }] : []),
        { head: 'process' },
      ],
      lives.map((life) => [
        ...(hasTargets ? [life.target ?? '–'] : []),
        life.life,
        formatTime(life.fromMs),
        formatTime(life.toMs),
        formatCount(life.snapshots),
        rate(life.goroutines, 'count'),
        rate(life.liveHeap, 'bytes'),
        rate(life.rss, 'bytes'),
        life.proven === null ? '–' : formatCount(life.proven),
        ...(hasLead ? [rate(life.lead, leadOf(leads, life)?.unit ?? 'count')] : []),
        nameLife(life),
      ]),
    ),
  );
  for (const lead of leads) {
    const of = hasTargets ? ` of ${lead.target ?? 'the imported files'}` : '';
    lines.push(`lead${of}: ${lead.site.function}, found in life ${lead.life}`);
    if (lead.otherFormat.length > 0) lines.push(`lead${of} ${untold(lead)}`);
  }
  return lines;
}

const untold = ({ otherFormat, life }: Lead): string =>
  `cannot be followed in ${otherFormat.length === 1 ? 'life' : 'lives'} ${otherFormat.join(', ')}: captured in another format than life ${life}, and dumps show other frames than profiles. Its rate there, and whether it changed, cannot be told.`;

const leadOf = (leads: readonly Lead[], { target }: LifeRow): Lead | undefined =>
  leads.find((lead) => lead.target === target);

function rate(level: Level | null, unit: string): string {
  if (level === null) return '–';
  const { perHour, interval } = level;
  if (interval === null) return formatRate(perHour, unit);
  const half = (interval[1] - interval[0]) / 2;
  return `${formatRate(perHour, unit)} ± ${unit === 'bytes' ? formatBytes(Math.round(half)) : formatValueShort(half)}`;
}

const formatValueShort = (value: number): string =>
  value < 100 ? String(Number(value.toPrecision(2))) : formatValue(value, 'count');

function describeChange(lead: Lead, lives: readonly LifeRow[]): string | null {
  const { change } = lead;
  if (change === null) return null;
  const find = (id: string): LifeRow | undefined =>
    lives.find((life) => life.target === lead.target && life.life === id);
  const [before, now, since] = [find(change.before), find(change.now), find(change.since)];
  if (before === undefined || now === undefined || since === undefined) return null;
  const when = formatTime(since.sinceMs);
  const build = since.buildId === null ? '' : ` (build ${shortBuild(since.buildId)})`;
  const where = lead.target === null ? '' : ` of ${lead.target}`;
  return `Since the ${change.newBuild ? 'deploy' : 'restart'}${where} at ${when}${build}: ${rate(now.lead, lead.unit)} an hour at ${lead.site.function}, before ${rate(before.lead, lead.unit)}.`;
}
