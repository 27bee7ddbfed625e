// The story, told to a workbench: a service leaks two goroutines a tick; a session is made in the window and captures it; the
// first snapshot shows where they stand, all of them together how fast they come; and it is all there the next morning.
import { expect } from 'vitest';
import { join } from 'node:path';
import { startService, type GoService } from '../../support/go-service';
import {
  firstRows,
  openTab,
  screenshot,
  snapshotCount,
  type Workbench,
  type WorkbenchHost,
} from './workbench';

const TICK_MS = 500;
const PRELEAKED = 2_000;
const PER_HOUR = 3_600_000 / TICK_MS;
const SNAPSHOTS = 28;
const PLACES = ['kv_config.go', 'rainbow.go'];

export async function playStory(host: WorkbenchHost, folder: string): Promise<void> {
  const service = await startService('collectsvr', ['-tick', `${TICK_MS}ms`, '-preleak', String(PRELEAKED)]);
  const workspace = join(folder, 'workspace');
  try {
    const first = await host.open(workspace, join(folder, 'home'));
    let taken = 0;
    try {
      await createSession(first, service);
      await firstCaptureSpeaks(first, host);
      await captureEverySecond(first);
      await first.page.waitForFunction(
        (n) =>
          Number(/(\d+)\s+snapshots/.exec(document.querySelector('footer')?.textContent ?? '')?.[1] ?? 0) >=
          n,
        SNAPSHOTS,
        { timeout: 120_000 },
      );
      await bothWatchersLead(first);
      await screenshot(first.page, `${host.name}-findings`);
      await compareShowsThem(first, host);
      taken = await snapshotCount(first.page);
      expect(first.consoleErrors).toEqual([]);
    } finally {
      await first.close();
    }
    const again = await host.open(workspace, join(folder, 'home'));
    try {
      await comesBack(again, taken);
      expect(again.consoleErrors).toEqual([]);
    } finally {
      await again.close();
    }
  } finally {
    await service.stop();
  }
}

async function createSession({ page }: Workbench, service: GoService): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Sessions' })
    .getByRole('button', { name: 'New session' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'New session' });
  await dialog.getByRole('textbox', { name: 'Target', exact: true }).fill(service.url);
  await dialog.getByRole('button', { name: 'Check' }).click();
  await dialog.getByText(service.goVersion).waitFor();
  const name = dialog.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('collect-svr');
  await dialog.getByRole('button', { name: 'Create session' }).click();
  await page.getByRole('heading', { name: 'collect-svr' }).waitFor();
}

/** The plan of ten minutes has taken one snapshot at once; no series is needed. */
async function firstCaptureSpeaks({ page }: Workbench, host: WorkbenchHost): Promise<void> {
  const sentence = page.getByText(/of [\d,]+ goroutines are blocked/).first();
  await sentence.waitFor({ timeout: 30_000 });
  expect(await snapshotCount(page)).toBe(1);
  const text = (await sentence.innerText()).replace(/\s+/g, ' ');
  for (const place of PLACES) expect(text).toContain(place);
  const [parked = 0, all = 0] = [...text.matchAll(/[\d,]+(?= of| goroutines)/g)].map((m) =>
    Number(m[0].replaceAll(',', '')),
  );
  expect(parked).toBeGreaterThanOrEqual(2 * PRELEAKED);
  expect(parked / all).toBeGreaterThan(0.9);
  await screenshot(page, `${host.name}-first-capture`);
}

async function captureEverySecond({ page }: Workbench): Promise<void> {
  await openTab(page, 'Settings');
  await page.getByRole('textbox', { name: 'Every' }).fill('1');
  await page.getByRole('combobox', { name: 'Unit of the interval' }).click();
  await page.getByRole('option', { name: 'seconds' }).click();
  await page.getByRole('button', { name: 'Save plan' }).click();
  await page.getByText('The plan is saved.').waitFor();
  await openTab(page, 'Findings');
}

async function bothWatchersLead({ page }: Workbench): Promise<void> {
  await expect
    .poll(async () => (await firstRows(page, 2)).map(([rank]) => rank), { timeout: 60_000 })
    .toEqual(['1', '2']);
  const heads = await page.getByRole('grid').first().getByRole('columnheader').allInnerTexts();
  const column = (name: string): number =>
    heads.findIndex((head) => head.replace(/\s+/g, ' ').includes(name));
  const rows = await firstRows(page, 2);
  expect(rows.map((row) => withoutLine(row[column('Line')] ?? '')).sort()).toEqual(PLACES);
  const truth = column('Per minute') < 0 ? PER_HOUR : PER_HOUR / 60;
  for (const row of rows) {
    const [low = Number.NaN, high = Number.NaN] = (row[column('95 %')] ?? '').split(' … ').map(toNumber);
    expect(low).toBeLessThanOrEqual(truth);
    expect(high).toBeGreaterThanOrEqual(truth);
    expect(high - low).toBeLessThan(truth / 4);
  }
  // Of goroutines, nothing else is accused: below the two stands no row with a rank.
  const show = page.getByRole('radiogroup', { name: 'Show' });
  await show.getByRole('radio', { name: 'Goroutines' }).click();
  const [, , third = []] = await firstRows(page, 3);
  expect(third.join(' ')).toMatch(/^(Rising, unproven|(Now|At [\d :-]+): where)/);
  await show.getByRole('radio', { name: 'All' }).click();
}

async function compareShowsThem({ page }: Workbench, host: WorkbenchHost): Promise<void> {
  await openTab(page, 'Compare');
  await page.getByText(/Goroutines grew by/).waitFor();
  await page.getByText(/A leak slower than .* would not show at this distance/).waitFor();
  await expect
    .poll(
      async () =>
        (await firstRows(page, 2))
          .map((row) => withoutLine(row.find((cell) => /\.go:\d+$/.test(cell)) ?? ''))
          .sort(),
      { timeout: 30_000 },
    )
    .toEqual(PLACES);
  // A new B may come between two looks at the page; one look must find figures that belong together.
  const { headline, rows } = await page.getByRole('region', { name: 'Compare' }).evaluate((view) => ({
    headline: [...view.querySelectorAll('p')]
      .map((line) => (line.textContent ?? '').replace(/\s+/g, ' '))
      .join(' '),
    rows: [...view.querySelectorAll('[role=row]')]
      .slice(1, 3)
      .map((row) =>
        [...row.querySelectorAll('[role=gridcell]')].map((cell) => (cell.textContent ?? '').trim()),
      ),
  }));
  const [, grew = '', a = '', b = ''] =
    /Goroutines grew by ([\d,]+).*?([\d,]+) → ([\d,]+) in /.exec(headline) ?? [];
  expect(toNumber(grew)).toBe(toNumber(b) - toNumber(a));
  const changes = rows.map((row) => {
    const figures = row.filter((cell) => /^[+−]?[\d,]+$/.test(cell));
    const [inA = Number.NaN, inB = Number.NaN, change = Number.NaN] = figures.map(toNumber);
    expect(figures[2]).toMatch(/^\+/);
    expect(change).toBe(inB - inA);
    return change;
  });
  const [one = Number.NaN, other = Number.NaN] = changes;
  expect(Math.min(one, other)).toBeGreaterThan(5);
  expect(Math.abs(one - other)).toBeLessThanOrEqual(2);
  await screenshot(page, `${host.name}-compare`);
}

/** Untouched, at the session and in the tab that one had left, Compare; and the plan goes on. */
async function comesBack(workbench: Workbench, taken: number): Promise<void> {
  const { page } = workbench;
  await page.getByRole('heading', { name: 'collect-svr' }).waitFor();
  await page.getByRole('tab', { name: /^Compare/, selected: true }).waitFor();
  await page.getByText(/Goroutines grew by/).waitFor();
  await expect.poll(() => snapshotCount(page), { timeout: 30_000 }).toBeGreaterThanOrEqual(taken);
  await openTab(page, 'Findings');
  await bothWatchersLead(workbench);
  await expect.poll(() => snapshotCount(page), { timeout: 30_000 }).toBeGreaterThan(taken);
}

const withoutLine = (place: string): string => place.replace(/:\d+$/, '');
const toNumber = (text: string): number => Number(text.replace(/[^\d.]/g, ''));
