// Whether out/ is what the sources say, and making it so.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['src', 'resources', 'electron.vite.config.ts', 'package.json', 'tsconfig.base.json'];
const RESULTS = [
  'out/main/index.js',
  'out/main/plumbline.js',
  'out/main/analysis-worker.js',
  'out/preload/index.cjs',
  'out/renderer/desktop.html',
  'out/renderer/web.html',
];

const times = (path) => {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) return [0];
  if (!info.isDirectory()) return [info.mtimeMs];
  return readdirSync(path).flatMap((name) => (name.endsWith('.test.ts') ? [] : times(join(path, name))));
};

export function isBuilt(root) {
  const oldest = Math.min(...RESULTS.flatMap((file) => times(join(root, file))));
  const newest = Math.max(...SOURCES.flatMap((path) => times(join(root, path))));
  return oldest > newest;
}

/** Builds; prints what went wrong, and nothing else. Answers whether it worked. */
export function build(root) {
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const run = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (run.status !== 0) process.stderr.write(`${run.stdout}${run.stderr}`);
  return run.status === 0;
}
