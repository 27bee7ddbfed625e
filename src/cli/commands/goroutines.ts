import type { GoroutinesReport } from '../../contract/analysis';
import { NO_STACK } from '../../core/goroutine/sites';
import { groupCapture } from '../../main/analysis/job-goroutines';
import type { GoroutinesOptions } from '../options';
import { formatAmount, formatCount, formatTable, print, printJson, warnOfDelta, type Column } from '../print';

export async function goroutines(file: string, options: GoroutinesOptions): Promise<void> {
  const { by } = options;
  // The table of states and that of labels show nothing else.
  const stacks = options.json === true || (by !== 'state' && by !== 'label');
  const answer = await groupCapture({ path: file, by, stacks });
  const { total, truncated, groups, delta, statesInferred, saysCreators, saysLabels, waitsUnstamped } =
    answer;
  warnOfDelta(delta);
  const report: GoroutinesReport = { formatVersion: 1, total, truncated, by, groups };
  if (options.json === true) {
    printJson('goroutines', report);
    return;
  }
  print(`${formatCount(total)} goroutines${truncated ? ' (the end of the file is missing)' : ''}`);
  if (by === 'creator' && !saysCreators) {
    print('A profile does not say who created them; take a dump.');
    return;
  }
  if (by === 'label' && !saysLabels) {
    print(
      'This file does not say labels (a trace never does, a dump of Go before 1.27 with GODEBUG=tracebacklabels=1); take a profile.',
    );
    return;
  }
  const withState = by !== 'state' && by !== 'label' && by !== 'creator';
  if (statesInferred && (withState || by === 'state'))
    print('Wait states are inferred from the stacks; a dump (debug=2) says them.');
  if (waitsUnstamped)
    print(
      'No wait is counted in minutes: Go counts from the collection on that first finds a goroutine parked. None has waited so long, or none was collected since.',
    );
  const withWaits = groups.some(({ waitMinutes }) => waitMinutes !== null);
  print(
    formatTable(
      [
        { head: 'count', align: 'right' },
        { head: 'share', align: 'right' },
        ...(withState ? [{ head: 'state' }] : []),
        ...(withWaits ? WAIT_COLUMNS : []),
        { head: by === 'stack' ? 'site' : by },
      ],
      groups.map((group) => [
        formatCount(group.count),
        `${total === 0 ? 0 : Math.round((group.count / total) * 1000) / 10}%`,
        ...(withState ? [group.state ?? '–'] : []),
        ...(withWaits ? waitCells(group) : []),
        by === 'stack' ? siteOf(group) : group.key || NOT_SAID[by],
      ]),
    ),
  );
  if (groups.some(({ births }) => births?.perHour != null))
    print(
      'Came an hour: by their waits, if each has waited there since it was made; in brackets its 95 % interval.',
    );
}

const WAIT_COLUMNS: readonly Column[] = [
  { head: 'longest wait', align: 'right' },
  { head: 'came an hour', align: 'right' },
];

/** The oldest, and how fast they came, with its 95 % interval: as if each had waited there ever since it was made. */
function waitCells({ waitMinutes, births }: GoroutinesReport['groups'][number]): string[] {
  const longest = waitMinutes === null ? '' : spanOfMinutes(waitMinutes.max);
  if (births === null || births.perHour === null || births.interval === null) return [longest, ''];
  const [low, high] = births.interval;
  return [longest, `${formatAmount(births.perHour)} (${formatAmount(low)} to ${formatAmount(high)})`];
}

/** The two largest units: `10d 9h`. */
function spanOfMinutes(minutes: number): string {
  if (minutes < 1) return '<1min';
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  if (days > 0) return `${days}d ${hours}h`;
  return hours > 0 ? `${hours}h ${minutes % 60}min` : `${minutes}min`;
}

/** What the empty key of a grouping stands for. */
const NOT_SAID = {
  site: NO_STACK.function,
  state: '(state unknown)',
  creator: '(started by the runtime)',
  label: '(no labels)',
} as const;

function siteOf({ site, ownSite, key }: GoroutinesReport['groups'][number]): string {
  if (site === null) return key === '' ? NO_STACK.function : key;
  const place = (frame: typeof site): string => `${frame.function} ${baseName(frame.file)}:${frame.line}`;
  const own = ownSite !== null && place(ownSite) !== place(site) ? `  from ${place(ownSite)}` : '';
  return `${place(site)}${own}`;
}

const baseName = (file: string): string =>
  file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
