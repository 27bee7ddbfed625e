// Which of the process lives are worth a table, and what changed between them.
import type { Findings, Lead, Level, LifeRow } from '../../../contract/growth';
import type { RateUnit } from '../../ui/format';
import { intervalText, rateOf } from './columns';

/** One life of one target compares with nothing. */
export const comparesLives = ({ growth }: Findings): boolean => growth.lives.length > 1;

export interface Change {
  readonly key: string;
  readonly isDeploy: boolean;
  /** When the life that runs now began, as well as it is known. */
  readonly sinceMs: number;
  readonly buildId: string | null;
  readonly lead: Lead;
  readonly now: Level;
  readonly before: Level;
}

export function changesOf({ growth: { leads, lives } }: Findings): Change[] {
  return leads.flatMap((lead): Change[] => {
    const find = (id: string | undefined): LifeRow | undefined =>
      lives.find((life) => life.target === lead.target && life.life === id);
    const { change } = lead;
    const [now, before, since] = [find(change?.now), find(change?.before), find(change?.since)];
    if (change === null || now?.lead == null || before?.lead == null || since === undefined) return [];
    return [
      {
        key: lead.target ?? '',
        isDeploy: change.newBuild,
        sinceMs: since.sinceMs,
        buildId: since.buildId,
        lead,
        now: now.lead,
        before: before.lead,
      },
    ];
  });
}

/** Some lives at the end of a long list of restarts say as much as all of them. */
const MOST_ROWS = 12;

/** The newest lives of every target, in order of time; `hidden`: how many older ones are left out. */
export function shownLives({ growth: { lives } }: Findings): { rows: readonly LifeRow[]; hidden: number } {
  const targets = [...new Set(lives.map((life) => life.target))];
  const each = Math.max(2, Math.floor(MOST_ROWS / Math.max(1, targets.length)));
  const rows = targets.flatMap((target) => lives.filter((life) => life.target === target).slice(-each));
  return { rows, hidden: lives.length - rows.length };
}

/** Of those that are shown, how many lives say nothing of their target's lead because they were captured in another form. */
export const countOtherFormat = (rows: readonly LifeRow[], leads: ReadonlyMap<string | null, Lead>): number =>
  rows.filter(({ target, life }) => leads.get(target)?.otherFormat.includes(life) === true).length;

/** A rate of a life as the table shows it: with its bounds, in one unit. */
export interface RateCell {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly bounds: string;
  /** It rises, beyond error: red. */
  readonly grows: boolean;
}

/** The rates of a life; the last is that of its target's lead, where any target has one. */
export function rateCells(
  life: LifeRow,
  leads: ReadonlyMap<string | null, Lead>,
  period: RateUnit,
): RateCell[] {
  const cell = (key: string, level: Level | null, unit: string): RateCell => {
    if (level === null) return { key, value: '–', unit: '', bounds: '', grows: false };
    const rated = { perHour: level.perHour, interval: level.interval, unit };
    const rate = rateOf(rated, period);
    return {
      key,
      value: rate?.value ?? '–',
      unit: rate?.unit ?? '',
      bounds: intervalText(rated, period),
      grows: level.interval !== null && level.interval[0] > 0,
    };
  };
  const lead = leads.size === 0 ? [] : [cell('lead', life.lead, leads.get(life.target)?.unit ?? 'count')];
  return [
    cell('goroutines', life.goroutines, 'count'),
    cell('heap', life.liveHeap, 'bytes'),
    cell('rss', life.rss, 'bytes'),
    ...lead,
  ];
}

const SHORT_ID = 10;
export const shortBuild = (buildId: string): string => buildId.slice(0, SHORT_ID);

/** The fastest rate of goroutines in any life: what the period of all rates has to suit. */
export const fastestLife = ({ growth: { lives } }: Findings): number =>
  lives.reduce((most, life) => Math.max(most, Math.abs(life.goroutines?.perHour ?? 0)), 0);
