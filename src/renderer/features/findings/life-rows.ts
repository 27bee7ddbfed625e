// Which of the process lives are worth a table, and what changed between them.
import type { Findings, Lead, Level, LifeRow } from '../../../contract/analysis';

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
    const [now, before] = [find(lead.change?.now), find(lead.change?.before)];
    if (lead.change === null || now?.lead == null || before?.lead == null) return [];
    return [
      {
        key: lead.target ?? '',
        isDeploy: lead.change.newBuild,
        sinceMs: now.sinceMs,
        buildId: now.buildId,
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

const SHORT_ID = 10;
export const shortBuild = (buildId: string): string => buildId.slice(0, SHORT_ID);

/** The fastest rate of goroutines in any life: what the period of all rates has to suit. */
export const fastestLife = ({ growth: { lives } }: Findings): number =>
  lives.reduce((most, life) => Math.max(most, Math.abs(life.goroutines?.perHour ?? 0)), 0);
