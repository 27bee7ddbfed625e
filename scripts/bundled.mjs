// TypeScript programs of test/, bundled for plain Node into a folder of the system's that is gone at the end.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'vite';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs the first of `entries` (name: path under the project) with Node; each becomes NAME.mjs in one folder. `wrap` may
 * put another program before it. Returns the exit code.
 */
export async function runBundled(entries, { args, env = {}, wrap = (command) => command }) {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-bundle-'));
  try {
    await bundle({
      configFile: false,
      root,
      logLevel: 'error',
      build: {
        ssr: true,
        outDir: folder,
        target: 'node20',
        rolldownOptions: {
          input: entries,
          output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
        },
      },
    });
    // Packages are found from where the bundle lies.
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const [program, ...rest] = wrap([
      process.execPath,
      join(folder, `${Object.keys(entries)[0]}.mjs`),
      ...args,
    ]);
    const child = spawn(program, rest, { stdio: 'inherit', env: { ...process.env, ...env } });
    return await new Promise((done, fail) => {
      child.once('error', fail);
      child.once('close', (code) => done(code ?? 1));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
