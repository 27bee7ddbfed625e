// Type-checks each environment with only its own libraries, so that a host name
// that leaks into core does not compile. vue-tsc is needed for the renderer alone.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const { references } = JSON.parse(readFileSync('tsconfig.json', 'utf8'));
let failed = false;
for (const { path } of references) {
  const compiler = path.endsWith('renderer') ? 'vue-tsc' : 'tsc';
  // What did not change is not checked again.
  const known = join('node_modules/.cache/typecheck', `${basename(path)}.tsbuildinfo`);
  const run = spawnSync(
    'npx',
    ['--no-install', compiler, '--noEmit', '--incremental', '--tsBuildInfoFile', known, '-p', path],
    { stdio: 'inherit' },
  );
  if (run.status !== 0) {
    console.error(`typecheck: ${path} does not compile`);
    failed = true;
  }
}
process.exit(failed ? 1 : 0);
