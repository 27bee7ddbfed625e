import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../command-error';
import type { CommonOptions } from '../options';

/** From out/main to the checkout. */
const launcher = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

/** Does what `npm start` does, and ends as that ends. */
export async function start(options: CommonOptions): Promise<void> {
  const args = options.workspace === undefined ? [] : ['--workspace', options.workspace];
  const child = spawn(process.execPath, [launcher, ...args], { stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0)
    throw new CommandError('unavailable', 'The workbench did not start; the lines above say why.');
}
