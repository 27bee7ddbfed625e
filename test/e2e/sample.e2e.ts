// A newcomer with no service at hand: the empty workspace offers the sample, and it says what leaks.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import {
  chromiumHost,
  electronHost,
  firstRows,
  screenshot,
  snapshotCount,
  titleOf,
} from './support/workbench';
import facts from '../../src/renderer/features/sessions/sample-facts.json';

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('the sample', host), () => {
    const folder = temporaryFolder('sample-e2e');

    it('is one click away, and names both watchers', async () => {
      const workbench = await host.open(join(folder, 'workspace'), join(folder, 'home'));
      const { page } = workbench;
      try {
        await page.getByRole('heading', { name: 'See a leak first' }).waitFor();
        await screenshot(page, `${host.name}-first-start`);
        const field = page.getByRole('textbox', { name: 'Address or command' });
        await field.fill('go tool pprof http://10.0.41.7:6060/debug/pprof/goroutine?debug=2&seconds=120');
        await page.getByText('The plan takes goroutine-dump as well.').waitFor();
        await page.getByText('would show only what changed in 120 s').waitFor();
        await field.fill('');

        await page.getByRole('button', { name: 'Open the sample session' }).click();
        await page.getByRole('heading', { name: 'collect-svr (sample)' }).waitFor();
        await expect
          .poll(async () => (await firstRows(page, 2)).map(([rank]) => rank), { timeout: 60_000 })
          .toEqual(['1', '2']);
        const rows = (await firstRows(page, 2)).map((row) => row.join(' '));
        expect(rows.filter((row) => row.includes('rainbow.go'))).toHaveLength(1);
        expect(rows.filter((row) => row.includes('kv_config.go'))).toHaveLength(1);
        const headline = (await page.getByRole('main').innerText()).replace(/\s+/g, ' ');
        // The service of the story leaks two a minute, of which this is the measured one.
        expect(Number(/([\d.]+)\s*(?:goroutines )?a minute/.exec(headline)?.[1])).toBeCloseTo(2, 1);
        expect(await snapshotCount(page)).toBe(facts.snapshots);
        await screenshot(page, `${host.name}-sample`);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });
  });
}
