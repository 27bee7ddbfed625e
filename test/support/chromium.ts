// A real Chromium for tests, driven by Playwright; one that the machine has, never one that is downloaded.
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type LaunchOptions } from 'playwright-core';

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

/** Headless, with its sandbox unless root runs it, in English, and no traffic of its own. */
function launchOptions(): LaunchOptions {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`Chromium cannot start: ${whyNoChromium ?? 'no program'}`);
  const inherited = Object.entries(process.env).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return {
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--lang=en-US',
    ],
    env: { ...Object.fromEntries(inherited), LANGUAGE: 'en_US' },
    timeout: 60_000,
  };
}

/** With a fresh profile. */
export const launchChromium = async (): Promise<Browser> => chromium.launch(launchOptions());

/** With the profile in `folder`, which keeps what pages store from one start to the next. */
export const launchChromiumIn = async (
  folder: string,
  viewport: { readonly width: number; readonly height: number },
  zone?: string,
): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, {
    ...launchOptions(),
    viewport,
    locale: 'en-US',
    ...(zone === undefined ? {} : { timezoneId: zone }),
  });
