// The process lives of a session side by side: is it fixed? Levels come from the journal alone; the leading suspect is
// followed through the lives by the names of its functions, since lines move with every build.
import type { GrowthReport, Lead, Level, LifeRow } from '../../contract/growth';
import { ownSiteOf } from '../../core/base/own-code';
import { siteOf } from '../../core/base/site';
import type { Stack } from '../../core/base/frame';
import { NO_STACK } from '../../core/goroutine/sites';
import { scaledHours } from '../../core/growth/analyse';
import { fillSeries } from '../../core/growth/series';
import { slopeOf } from '../../core/growth/slope';
import type { GrowthInput, Judged, Source } from './growth-data';

export function compareLives(
  { lives, timeScale }: Pick<GrowthInput, 'lives' | 'timeScale'>,
  judged: readonly Judged[],
): Pick<GrowthReport, 'lives' | 'leads'> {
  const leads: Lead[] = [];
  const rows: LifeRow[] = [];
  for (const target of new Set(lives.map(({ life }) => life.target))) {
    const mine = lives.filter(({ life }) => life.target === target);
    const found = findLead(judged.filter(({ life }) => life.target === target));
    const ofTarget = mine.map(({ life, levels }): LifeRow => {
      const inLife = judged.filter((j) => j.life === life);
      const level = (values: Float64Array, quantum: number): Level | null =>
        life.mixed ? null : levelOf(levels.timeMs, values, timeScale, quantum);
      return {
        ...life,
        snapshots: levels.snapshots,
        goroutines: level(levels.goroutines, 1),
        liveHeap: level(levels.liveHeapBytes, 0),
        rss: level(levels.rssBytes, 0),
        proven: inLife.length === 0 ? null : inLife.reduce((sum, j) => sum + j.result.suspects.length, 0),
        lead: found === null ? null : followIn(inLife, found, timeScale),
      };
    });
    rows.push(...ofTarget);
    if (found === null) continue;
    const unlike = judged.filter((j) => j.life.target === target && isUnlike(j, found));
    leads.push({
      ...found.lead,
      change: changeOf(ofTarget),
      otherFormat: unlike.map(({ life }) => life.life),
    });
  }
  return { lives: rows, leads };
}

function levelOf(
  timeMs: Float64Array,
  column: Float64Array,
  timeScale: number,
  quantum: number,
): Level | null {
  const there = [...column.keys()].filter((i) => !Number.isNaN(column[i]));
  const values = Float64Array.from(there, (i) => column[i] ?? 0);
  if (values.length < 2) return null;
  const hours = scaledHours(
    there.map((i) => timeMs[i] ?? 0),
    timeScale,
  );
  const { perHour, interval } = slopeOf(hours, values, quantum);
  return { last: values.at(-1) ?? 0, perHour, interval: interval === null ? null : [...interval] };
}

interface FoundLead {
  readonly lead: Omit<Lead, 'change' | 'otherFormat'>;
  readonly source: Source;
  /** Its function names. */
  readonly path: string;
}

const pathOf = (stack: Stack): string => stack.map((frame) => frame.function).join('\u001e');

/** Of the newest life with a suspect: goroutines before heap, then the one that grows fastest. */
function findLead(judged: readonly Judged[]): FoundLead | null {
  const proven = judged.filter((j) => j.result.suspects.length > 0);
  const newestMs = Math.max(...proven.map((j) => j.life.fromMs));
  const chosen = proven.find((j) => j.life.fromMs === newestMs);
  const stack = chosen?.stacks[chosen.result.suspects[0] ?? -1];
  if (chosen === undefined || stack === undefined) return null;
  return {
    source: chosen.source,
    path: pathOf(stack),
    lead: {
      target: chosen.life.target,
      life: chosen.life.life,
      kind: chosen.kind,
      unit: chosen.kind === 'heap' ? 'bytes' : 'count',
      site: siteOf(stack) ?? NO_STACK,
      ownSite: ownSiteOf(stack, chosen.own),
    },
  };
}

/** Its captures show other frames: the lead cannot be found among its stacks, whether it is there or not. */
const isUnlike = ({ kind, source }: Judged, found: FoundLead): boolean =>
  kind === found.source.kind && source !== found.source;

/** All stacks of those function names together; zeros where there are none. */
function followIn(inLife: readonly Judged[], { source, path }: FoundLead, timeScale: number): Level | null {
  const j = inLife.find((one) => one.source === source);
  if (j === undefined || j.series.times.length < 2) return null;
  const values = new Float64Array(j.series.times.length);
  const one = new Float64Array(values.length);
  let quantum = 1;
  j.stacks.forEach((stack, row) => {
    if (pathOf(stack) !== path) return;
    fillSeries(j.series, row, one).forEach((value, i) => (values[i] = (values[i] ?? 0) + value));
    quantum = Math.max(quantum, j.series.units[row] ?? 1);
  });
  const { perHour, interval } = slopeOf(scaledHours(j.series.times, timeScale), values, quantum);
  return { last: values.at(-1) ?? 0, perHour, interval: interval === null ? null : [...interval] };
}

/** Whether the newest life's rate is another one than in the last life before it that can be compared. */
function changeOf(rows: readonly LifeRow[]): Lead['change'] {
  const now = rows.at(-1);
  const before = rows.slice(0, -1).findLast((row) => row.lead?.interval != null);
  const [a, b] = [before?.lead?.interval, now?.lead?.interval];
  if (now === undefined || before === undefined || a == null || b == null) return null;
  if (a[0] <= b[1] && b[0] <= a[1]) return null;
  const restart = rows[rows.indexOf(before) + 1] ?? now;
  const deploy = deployOf(rows, rows.indexOf(before) + 1);
  return {
    ...{ before: before.life, now: now.life },
    ...{ since: (deploy ?? restart).life, newBuild: deploy !== null },
  };
}

/** The first life of the build that runs now, where another one ran before it; at `first` or after. Of some lives it is not known. */
function deployOf(rows: readonly LifeRow[], first: number): LifeRow | null {
  const build = rows.at(-1)?.buildId ?? null;
  if (build === null) return null;
  const other = rows.findLastIndex(({ buildId }) => buildId !== null && buildId !== build);
  const began = rows.findIndex(({ buildId }, i) => i > other && buildId === build);
  return other >= 0 && began >= first ? (rows[began] ?? null) : null;
}
