// From nothing to a window that can be used: its first view painted, and a key answered.
import type { Page } from 'playwright-core';
import { launchChromium, whyNoChromium } from '../support/chromium';
import { whyNoElectron } from '../support/electron';
import type { Bench, Context } from './bench';
import { spreadOf } from './measure';
import type { Row } from './result';
import { startBackend } from './web-backend';
import { nowMs, withDesktop } from './with-desktop';

/**
 * Resolves to the moment (ms since 1970) at which the page has shown the start of a workspace, or the session's status with
 * all snapshots in it, and has painted it.
 */
function shown(page: Page, snapshots: number): Promise<number> {
  return page.evaluate(
    async (status) => {
      const isThere = (): boolean =>
        status === null
          ? document.querySelector('main input, main textarea') !== null
          : (document.querySelector('footer')?.textContent ?? '').includes(status) &&
            document.querySelector('main canvas') !== null;
      const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done));
      while (!isThere()) await frame();
      await frame();
      await frame();
      return performance.timeOrigin + performance.now();
    },
    snapshots === 0 ? null : snapshots.toLocaleString('en-US'),
  );
}

/** A key is answered: the focus goes to the first thing that takes it. */
async function answers(page: Page): Promise<void> {
  await page.keyboard.press('Tab');
  await page.waitForFunction(
    () => document.activeElement !== null && document.activeElement !== document.body,
  );
}

const openDesktop = (context: Context, workspace: string, snapshots: number): Promise<number> =>
  withDesktop(context, workspace, async (page, began) => {
    const usable = await shown(page, snapshots);
    await answers(page);
    return usable - began;
  });

export const desktopBench: Bench = {
  name: 'desktop',
  why: () => whyNoElectron,
  async run(context) {
    const rows: Row[] = [];
    for (const [what, workspace, snapshots] of await workspaces(context)) {
      const times: number[] = [];
      for (let round = 0; round < context.rounds(5); round++)
        times.push(await openDesktop(context, workspace, snapshots));
      rows.push({
        bench: 'desktop',
        what: `from the start of Electron to a window on ${what}`,
        ours: spreadOf(times),
        theirs: null,
        unit: 'ms',
        limit: 2000,
      });
    }
    return rows;
  },
};

export const webBench: Bench = {
  name: 'web',
  why: () => whyNoChromium,
  async run(context) {
    const browser = await launchChromium();
    try {
      const rows: Row[] = [];
      for (const [what, workspace, snapshots] of await workspaces(context)) {
        const times: number[] = [];
        for (let round = 0; round < context.rounds(5); round++) {
          const began = nowMs();
          const backend = await startBackend(context.cli, workspace, context.home);
          const visitor = await browser.newContext({
            locale: 'en-US',
            viewport: { width: 1440, height: 900 },
          });
          try {
            const page = await visitor.newPage();
            await page.goto(backend.url, { waitUntil: 'commit' });
            const usable = await shown(page, snapshots);
            await answers(page);
            times.push(usable - began);
          } finally {
            await visitor.close();
            await backend.stop();
          }
        }
        rows.push({
          bench: 'web',
          what: `from the start of plumbline serve to a page on ${what}, in an open browser`,
          ours: spreadOf(times),
          theirs: null,
          unit: 'ms',
          limit: null,
        });
      }
      return rows;
    } finally {
      await browser.close();
    }
  },
};

async function workspaces({ inputs }: Context): Promise<[what: string, path: string, snapshots: number][]> {
  return [
    ['an empty workspace', await inputs.emptyWorkspace(), 0],
    [
      `${inputs.sizes.snapshots.toLocaleString('en-US')} snapshots`,
      await inputs.longWorkspace(),
      inputs.sizes.snapshots,
    ],
  ];
}
