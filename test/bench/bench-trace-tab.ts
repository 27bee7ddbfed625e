// A trace of over 100 MB in the window: from a click on its tab to its first lanes, and to all of them.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium, whyNoChromium } from '../support/chromium';
import { whyNoElectron } from '../support/electron';
import type { Bench, Context } from './bench';
import { peakOf, spreadOf } from './measure';
import type { Row } from './result';
import { startBackend } from './web-backend';
import { withDesktop } from './with-desktop';

const MB = 2 ** 20;

interface Opened {
  readonly firstMs: number;
  readonly wholeMs: number;
  /** Of the page's process, which its worker is a part of; bytes. */
  readonly peak: number;
}

export const traceTabBench: Bench = {
  name: 'trace-tab',
  why: () => whyNoElectron ?? whyNoChromium,
  async run(context) {
    const trace = await context.inputs.trace();
    const workspace = importTrace(context, trace);
    const bytes = statSync(trace).size;
    const rows: Row[] = [];
    for (const [where, open] of [
      ['Electron', () => withDesktop(context, workspace, openTrace)],
      ['Chromium', () => inChromium(context, workspace)],
    ] as const) {
      const opened: Opened[] = [];
      for (let round = 0; round < context.rounds(3); round++) opened.push(await open());
      const row = (what: string, values: number[], unit: 'ms' | 'MB', limit: number | null): Row => ({
        bench: 'trace-tab',
        what: `${what} of a trace of ${Math.round(bytes / 1e6)} MB, ${where}`,
        ours: spreadOf(values),
        theirs: null,
        unit,
        limit,
      });
      rows.push(
        row(
          'first lanes',
          opened.map(({ firstMs }) => firstMs),
          'ms',
          5000,
        ),
        row(
          'all lanes',
          opened.map(({ wholeMs }) => wholeMs),
          'ms',
          null,
        ),
        row(
          'memory of the page and its worker',
          opened.map(({ peak }) => peak / MB),
          'MB',
          Math.round((8 * bytes) / MB) + 100,
        ),
      );
    }
    return rows;
  },
};

function importTrace({ cli, home }: Context, trace: string): string {
  const workspace = join(home, 'trace-workspace');
  for (const args of [
    ['session', 'create', 'traced', '--target', 'http://traced.invalid:6060'],
    ['import', 'traced', trace],
  ])
    execFileSync(process.execPath, [cli, ...args, '--workspace', workspace]);
  return workspace;
}

async function inChromium(context: Context, workspace: string): Promise<Opened> {
  const backend = await startBackend(context.cli, workspace, context.home);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1440, height: 900 } });
    await page.goto(backend.url);
    return await openTrace(page);
  } finally {
    await browser.close();
    await backend.stop();
  }
}

async function openTrace(page: Page): Promise<Opened> {
  await page.getByRole('navigation', { name: 'Sessions' }).getByRole('link').first().click();
  const tab = page.getByRole('tab', { name: /^Trace/ });
  await tab.waitFor();
  const began = performance.now();
  await tab.click();
  const lanes = page.getByRole('region', { name: 'Lanes of B' });
  await lanes
    .getByText(/^[0-9,]+ goroutines?$/)
    .first()
    .waitFor({ timeout: 120_000 });
  const firstMs = performance.now() - began;
  // Until it is whole it says that it is not.
  await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached', timeout: 300_000 });
  const wholeMs = performance.now() - began;
  return { firstMs, wholeMs, peak: Math.max(...rendererPids().map((pid) => peakOf(pid) ?? 0)) };
}

/** Of the browsers that this process has started. */
function rendererPids(): number[] {
  const parents = new Map<number, number>();
  const renderers: number[] = [];
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      parents.set(Number(name), Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]));
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=renderer'))
        renderers.push(Number(name));
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === process.pid || isOurs(parents.get(pid)));
  return renderers.filter(isOurs);
}
