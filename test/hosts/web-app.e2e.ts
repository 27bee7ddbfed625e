// The workbench as `plumbline serve` gives it to a browser.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { launchChromium, whyNoChromium } from '../support/chromium';
import { endCommandsAfterEach, start } from '../support/command';
import { temporaryFolder } from '../support/temporary-folder';

const title = whyNoChromium === null ? 'the web app' : `the web app (not run: ${whyNoChromium})`;

describe.skipIf(whyNoChromium !== null)(title, () => {
  endCommandsAfterEach();
  const dir = temporaryFolder('web-app');

  it('shows the workbench without a word in the console, and forgets nothing on a reload', async () => {
    const workspace = join(dir, 'workspace');
    const serve = start(process.execPath, ['out/main/plumbline.js', 'serve', '--workspace', workspace], {
      XDG_CONFIG_HOME: join(dir, 'config'),
    });
    const [url] = await serve.says(/http:\/\/127\.0\.0\.1:\d+\/#key=\S+/);
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const said: string[] = [];
      page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => said.push(String(error)));
      await page.goto(url);
      await page.waitForSelector('#app > *');
      expect(page.url()).not.toContain('key');
      await page.getByText(workspace).first().waitFor();
      await createSession(page);
      await page.reload();
      await page.getByRole('heading', { name: 'kept' }).waitFor();
      await page.getByRole('navigation', { name: 'Sessions' }).getByRole('link', { name: /kept/ }).waitFor();
      // Another tab, on the address without what follows its #: it has no key, and says so.
      const other = await browser.newPage();
      await other.goto(new URL('/', url).href);
      await other.getByText('This page has no key').first().waitFor();
      await other.getByText('Open the address that Plumbline printed when it started').first().waitFor();
      expect(await other.getByText(/started anew|Workspace is empty/).count()).toBe(0);
      expect(said).toEqual([]);
    } finally {
      await browser.close();
    }
    serve.child.kill('SIGTERM');
    expect(await serve.ended).toBe(0);
    expect(serve.stderr()).toBe('');
  });
});

/** Of a target that refuses: what is kept is the session. */
async function createSession(page: Page): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Sessions' })
    .getByRole('button', { name: 'New session' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'New session' });
  await dialog.getByRole('textbox', { name: 'Target', exact: true }).fill('http://127.0.0.1:1/');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('kept');
  await dialog.getByRole('button', { name: 'Create session' }).click();
  await page.getByRole('heading', { name: 'kept' }).waitFor();
}
