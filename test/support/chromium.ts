// A real Chromium for tests, driven by Playwright; one that the machine has, never one that is downloaded.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const CANDIDATES = [
  process.env['PLUMBLINE_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

export const findChromium = (): string | null =>
  CANDIDATES.find((file) => file !== undefined && existsSync(file)) ?? null;

/** Why tests in a browser cannot run here; null: they can. */
export const whyNoChromium = findChromium() === null ? 'no Chromium is here (set PLUMBLINE_CHROMIUM)' : null;

/** Headless, with its sandbox unless root runs it, a fresh profile, and no traffic of its own. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`Chromium cannot start: ${whyNoChromium ?? 'no program'}`);
  return chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    timeout: 60_000,
  });
}
