// `npm run package`, and the application that comes of it.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type {} from '../../src/renderer/app/transport-desktop';
import { endCommandsAfterEach, start } from '../support/command';
import { launchElectron, whyNoElectron } from '../support/electron';
import { temporaryFolder } from '../support/temporary-folder';

const why = process.platform === 'linux' ? whyNoElectron : 'laid out for Linux';
const title = why === null ? 'the packaged app' : `the packaged app (not run: ${why})`;

describe.skipIf(why !== null)(title, () => {
  endCommandsAfterEach();
  const dir = temporaryFolder('packaged');

  it('is made from the local Electron, starts, analyses in its worker threads, and has the sample with it', async () => {
    const output = join(dir, 'dist');
    const made = start(process.execPath, ['scripts/package.mjs', `-c.directories.output=${output}`]);
    const code = await made.ended;
    expect(code, made.stdout() + made.stderr()).toBe(0);

    const app = await launchElectron({
      executable: join(output, 'linux-unpacked/plumbline'),
      home: join(dir, 'home'),
      args: ['--workspace', join(dir, 'workspace')],
    });
    const page = await app.firstWindow();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.waitForSelector('#app > *');
    expect(await app.evaluate(({ app: electron }) => electron.isPackaged)).toBe(true);

    const looked = await page.evaluate(async () => {
      const text = 'goroutine profile: total 2\n2 @ 0x1 0x2\n#\t0x1\tmain.wait+0x1\t/srv/main.go:7\n\n';
      const answer = await fetch('/upload', {
        method: 'POST',
        headers: { authorization: `Bearer ${(await window.plumbline.key()) ?? ''}` },
        body: new Blob([text]),
      });
      const { upload } = (await answer.json()) as { upload: string };
      return new Promise((resolve) => {
        window.plumbline.receive((message) => {
          const { id, type, ...rest } = JSON.parse(message) as { id: number; type: string };
          if (id === 900_000 && type !== 'progress') resolve(rest);
        });
        const files = [{ upload, name: 'dump.txt', modifiedMs: null }];
        window.plumbline.send(
          JSON.stringify({ type: 'call', id: 900_000, method: 'import.inspect', args: { files } }),
        );
      });
    });
    expect(looked).toMatchObject({ result: [{ facts: { kind: 'goroutine', encoding: 'text', total: 2 } }] });

    await page.getByRole('button', { name: 'Open the sample session' }).click();
    await page.getByRole('heading', { name: 'collect-svr (sample)' }).waitFor();
    await page.getByRole('grid').first().getByText('rainbow.go').first().waitFor();
    expect(said).toEqual([]);
    await app.close();
  });
});
