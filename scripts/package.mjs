// `npm run package`: an unpacked application in dist/, from the local Electron where ELECTRON_OVERRIDE_DIST_PATH or an
// earlier start has put one; else electron-builder fetches it.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, isBuilt } from './built.mjs';
import { electronDist } from './electron.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
if (!isBuilt(root) && !build(root)) process.exit(1);

const dist = electronDist(root);
const builder = join(root, 'node_modules/electron-builder/cli.js');
const run = spawnSync(
  process.execPath,
  [
    builder,
    '--dir',
    '--publish',
    'never',
    ...(dist === null ? [] : [`-c.electronDist=${dist}`]),
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(run.status ?? 1);
