// `npm start`: a window where one can be had, else one line and the browser.
import { chmodSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endCommandsAfterEach, start } from '../support/command';
import { whyNoElectron } from '../support/electron';
import { temporaryFolder } from '../support/temporary-folder';

describe('npm start', () => {
  endCommandsAfterEach();
  const dir = temporaryFolder('start');
  const startWith = (name: string, env: Record<string, string | undefined>): ReturnType<typeof start> =>
    start(process.execPath, ['scripts/start.mjs', '--workspace', join(dir, name)], {
      XDG_CONFIG_HOME: join(dir, 'config', name),
      ...env,
    });
  const noDisplay = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };

  it.runIf(process.platform === 'linux')(
    'serves the browser where there is no display, and says so once',
    async () => {
      const run = startWith('no-display', noDisplay);
      const [url] = await run.says(/http:\/\/127\.0\.0\.1:\d+\/#key=\S+/);
      expect(run.stdout()).toContain('No desktop window: there is no display.');
      const page = await fetch(url);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('<title>Plumbline</title>');
      run.child.kill('SIGTERM');
      expect(await run.ended).toBe(0);
      expect(run.stderr()).toBe('');
    },
  );

  it.runIf(process.platform === 'linux' && process.getuid?.() !== 0)(
    'serves the browser where Electron does not load or does not start',
    async () => {
      const dist = join(dir, 'broken-electron');
      await mkdir(dist);
      const broken = (script: string): void => {
        writeFileSync(join(dist, 'electron'), `#!/bin/sh\n${script}\n`);
        chmodSync(join(dist, 'electron'), 0o755);
      };
      const env = { DISPLAY: ':nowhere', ELECTRON_OVERRIDE_DIST_PATH: dist };
      broken('echo "libgtk-3.so.0: cannot open shared object file" >&2; exit 127');
      const missing = startWith('missing', env);
      await missing.says(/http:\/\/127\.0\.0\.1/);
      expect(missing.stdout()).toMatch(
        /^No desktop window: Electron does not run here \(libgtk-3\.so\.0: .*\)\./m,
      );
      missing.child.kill('SIGTERM');
      await missing.ended;

      broken('[ -n "$ELECTRON_RUN_AS_NODE" ] && exit 0; echo "Missing X server or \\$DISPLAY" >&2; exit 1');
      const refused = startWith('refused', env);
      await refused.says(/http:\/\/127\.0\.0\.1/);
      expect(refused.stdout()).toContain('No desktop window: Electron did not start (Missing X server');
      refused.child.kill('SIGTERM');
      await refused.ended;
    },
  );

  it.runIf(whyNoElectron === null && process.getuid?.() !== 0)(
    'opens the window, and ends with it',
    async () => {
      const run = startWith('window', {});
      await run.says(/Plumbline shows .* in its window/);
      expect(run.stdout()).not.toContain('No desktop window');
      run.child.kill('SIGTERM');
      expect(await run.ended).toBe(0);
    },
  );
});
