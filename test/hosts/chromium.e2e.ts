import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWebHost, type WebHost } from '../../src/main/web/web-host';
import { launchChromium, whyNoChromium } from '../support/chromium';
import { temporaryFolder } from '../support/temporary-folder';
import { buildTestApp } from './support/build-test-app';
import { createFakeBackend } from './support/fake-backend';
import { describeTransport, writeCaptures } from './support/transport-suite';

const title = whyNoChromium === null ? 'in Chromium' : `in Chromium (not run: ${whyNoChromium})`;

describe.skipIf(whyNoChromium !== null)(title, () => {
  const dir = temporaryFolder('chromium');
  let host: WebHost;
  let other: WebHost;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await mkdir(join(dir, 'app'), { recursive: true });
    await buildTestApp(join(dir, 'app'));
    await writeCaptures(join(dir, 'captures'));
    const backend = createFakeBackend(join(dir, 'captures'));
    const staticDir = join(dir, 'app/out/renderer');
    host = await startWebHost(backend, { port: 0, staticDir });
    other = await startWebHost(backend, { port: 0, staticDir });
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(host.url);
    await page.waitForFunction(() => typeof window.runScenario === 'function');
  });
  afterAll(async () => {
    await browser.close();
    await host.close();
    await other.close();
  });

  describeTransport('WebSocket', (scenario) => page.evaluate((name) => window.runScenario(name), scenario), {
    carriesTexts: true,
  });

  it('takes the key out of the address and keeps it for the tab', async () => {
    expect(page.url()).toBe(`http://127.0.0.1:${host.port}/`);
    await page.reload();
    await page.waitForFunction(() => typeof window.runScenario === 'function');
    expect(await page.evaluate(() => window.runScenario('call'))).toMatchObject({ version: 'fake' });
    const stranger = await browser.newPage();
    await stranger.goto(`http://127.0.0.1:${host.port}/`);
    await stranger.waitForFunction(() => typeof window.runScenario === 'function');
    const code = await stranger.evaluate(() =>
      window.runScenario('call').then(
        () => 'let in',
        (error: { code?: string }) => error.code,
      ),
    );
    expect(code).toBe('unavailable');
    await stranger.close();
  });

  it('breaks no rule of its own security policy', async () => {
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  });

  it('gives a page of another port nothing to read', async () => {
    const stranger = await browser.newPage();
    await stranger.goto(other.url);
    const seen = await stranger.evaluate(
      async ({ port, key }) =>
        fetch(`http://127.0.0.1:${port}/bytes/s1/2025-05-12%2Fbulk.pb.gz`, {
          headers: { authorization: `Bearer ${key}` },
        }).then(
          ({ status }) => status,
          () => 'refused',
        ),
      { port: host.port, key: host.key },
    );
    expect(seen).toBe('refused');
    await stranger.close();
  });
});
