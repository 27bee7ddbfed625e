// `npm run bench [-- NAME…]`: builds what is stale, bundles test/bench/bench.ts for plain Node and runs it, where there is
// none with a display of its own for the desktop.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'vite';
import { build, isBuilt } from './built.mjs';
import { findDisplay } from './display.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
if (!isBuilt(root) && !build(root)) process.exit(1);

const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-bundle-'));
try {
  await bundle({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: 'test/bench/bench.ts',
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'bench.mjs' } },
    },
  });
  // Packages are found from where the bundle lies.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const { wrap } = findDisplay();
  const [program, ...args] = wrap([process.execPath, join(folder, 'bench.mjs'), ...process.argv.slice(2)]);
  // Node 20 reads the certificates that this names before anything else: 30 ms of each start that are not ours.
  const env = { ...process.env, PLUMBLINE_ROOT: root, NODE_EXTRA_CA_CERTS: undefined };
  const child = spawn(program, args, { stdio: 'inherit', env });
  process.exitCode = await new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
