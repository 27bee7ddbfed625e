// `npm run docs:screenshots`: the pictures of the guide and the README, taken of the running app on the sample session.
// Needs Chromium; PLUMBLINE_CHROMIUM names another than those below.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build, isBuilt } from './built.mjs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const SIZE = { width: 1440, height: 900 };
/** A picture is part of every clone. */
const MAX_BYTES = 300 * 1024;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const images = join(root, 'docs/images');
const executablePath = process.env.PLUMBLINE_CHROMIUM ?? PLACES.find((path) => existsSync(path));
if (executablePath === undefined) throw new Error('No Chromium is here; PLUMBLINE_CHROMIUM may name one.');
if (!isBuilt(root) && !build(root)) process.exit(1);

// The path is in the picture of the empty workspace, so it is the same each time.
const home = join(tmpdir(), 'plumbline-guide');
rmSync(home, { recursive: true, force: true });
mkdirSync(home, { recursive: true });
mkdirSync(images, { recursive: true });
const workspace = join(home, 'Plumbline');
const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), TZ: 'UTC' };
const cli = join(root, 'out/main/plumbline.js');

function serve() {
  const child = spawn(process.execPath, [cli, 'serve', '--workspace', workspace], { env });
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk) => {
      said += chunk;
      const url = /http:\/\/127\.0\.0\.1:\S+/.exec(said)?.[0];
      if (url !== undefined) resolve({ url, stop: () => child.kill() });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
}

const profile = mkdtempSync(join(tmpdir(), 'plumbline-guide-chromium-'));
const server = await serve();
const browser = await chromium.launchPersistentContext(profile, {
  executablePath,
  viewport: SIZE,
  locale: 'en-US',
  timezoneId: 'UTC',
  colorScheme: 'light',
  reducedMotion: 'reduce',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = browser.pages()[0] ?? (await browser.newPage());
const errors = [];
page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));

/** Waits until nothing is asked any more: fonts are there and no line says that something is loading. */
async function settle() {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => document.querySelector('[role=progressbar]') === null);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
async function shoot(name, clip) {
  await settle();
  await page.mouse.move(SIZE.width - 2, SIZE.height - 2);
  const path = join(images, `${name}.png`);
  await page.screenshot({
    path,
    animations: 'disabled',
    caret: 'hide',
    ...(clip === undefined ? {} : { clip }),
  });
  const { size } = statSync(path);
  console.log(`${name}.png ${Math.round(size / 1024)} KB`);
  if (size > MAX_BYTES) errors.push(`${name}.png has ${size} bytes, more than ${MAX_BYTES}`);
}
const tab = (name) => page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
const button = (name) => page.getByRole('button', { name, exact: true });

await page.goto(server.url);
await button('Open the sample session').waitFor();
await shoot('first-start');

await page
  .getByRole('textbox', { name: 'Address or command' })
  .fill('go tool pprof -http=:8080 http://10.0.41.7:6060/debug/pprof/goroutine?seconds=120');
await page.getByText('seconds=120', { exact: true }).waitFor();
await shoot('paste');
await page.getByRole('button', { name: 'More options' }).click();
await page.getByRole('dialog').waitFor();
await shoot('new-session');
await page.keyboard.press('Escape');

await page.getByRole('textbox', { name: 'Address or command' }).fill('');
await button('Open the sample session').click();
await page.getByRole('grid').first().getByText('rainbow.go').first().waitFor();
await shoot('findings');
const timeline = await page.getByRole('tablist').first().boundingBox();
await shoot('timeline', { x: 224, y: 0, width: SIZE.width - 224, height: timeline.y });

await tab('Goroutines');
await page.getByRole('grid').first().getByText('rainbow.go').first().waitFor();
await shoot('goroutines');
await tab('Profile');
await page.getByRole('grid', { name: 'Profile' }).getByText('config.decodeAppConfig').waitFor();
await shoot('profile');
await page.getByRole('radio', { name: 'Call graph' }).click();
await page.getByRole('tree').first().waitFor();
await shoot('profile-graph');
await page.getByRole('radio', { name: 'Table' }).click();
await tab('Compare');
await page
  .getByText(/Goroutines grew by/)
  .first()
  .waitFor();
await shoot('compare');
await page.getByRole('radio', { name: 'Flame graph' }).click();
await page.getByRole('tree').waitFor();
await shoot('compare-flame');
await page.getByRole('radio', { name: 'Table' }).click();
await tab('Notes');
await page.getByText('grows by about 90 MB a day').first().waitFor();
await shoot('notes');
await tab('Settings');
await shoot('settings');
await tab('Findings');
await page.getByRole('grid').first().getByText('rainbow.go').first().waitFor();
await page.keyboard.press('Control+k');
await page.getByRole('dialog').waitFor();
await shoot('palette');
await page.keyboard.press('Escape');
await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
await shoot('findings-dark');

await browser.close();
server.stop();
for (const folder of [home, profile]) rmSync(folder, { recursive: true, force: true });
if (errors.length > 0) {
  console.error(errors.join('\n'));
  process.exit(1);
}
