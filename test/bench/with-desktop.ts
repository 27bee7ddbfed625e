// The desktop's window, started from nothing and driven over its debugging port, as a user has it.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findElectron } from '../support/electron';
import type { Context } from './bench';

/** Since 1970, as both clocks of a machine tell it. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

/** `use` is told when (ms since 1970) Electron was started; it is ended after. */
export async function withDesktop<T>(
  context: Context,
  workspace: string,
  use: (page: Page, began: number) => Promise<T>,
): Promise<T> {
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
    const answer = await use(page, began);
    await browser.close();
    return answer;
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
