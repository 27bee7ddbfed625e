// From nothing to a window that can be used: its first view painted, and a key answered.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { launchChromium, whyNoChromium } from '../support/chromium';
import { findElectron, whyNoElectron } from '../support/electron';
import type { Bench, Context } from './bench';
import { spreadOf } from './measure';
import type { Row } from './result';
import { startBackend } from './web-backend';

/** Since 1970, as both clocks of a machine tell it. */
const nowMs = (): number => performance.timeOrigin + performance.now();

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

async function openDesktop(context: Context, workspace: string, snapshots: number): Promise<number> {
  const home = mkdtempSync(join(context.home, 'desktop-'));
  const isRoot = process.getuid?.() === 0;
  const began = nowMs();
  const child = spawn(
    findElectron() ?? '',
    [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--lang=en-US',
      '--remote-debugging-port=0',
      context.root,
      '--workspace',
      workspace,
    ],
    {
      env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), LANGUAGE: 'en_US' },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  try {
    const browser = await chromium.connectOverCDP(await debuggerOf(child));
    const pages = browser.contexts()[0];
    const page = pages?.pages()[0] ?? (await pages?.waitForEvent('page'));
    if (page === undefined) throw new Error('no window came');
    const usable = await shown(page, snapshots);
    await answers(page);
    await browser.close();
    return usable - began;
  } finally {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function debuggerOf(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (found !== undefined) done(found);
    });
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`Electron ended with ${code}: ${said.slice(0, 500)}`)));
  });
}

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
