// Child processes of tests run the product's own code: one file of it, bundled with what it imports, as plain ESM that
// any `node` starts at once.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'vite';

/** Bundles a TypeScript entry for Node; answers the absolute path of the .mjs file, in a folder of its own. */
export async function bundle(entry: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-bundle-'));
  const name = `${basename(entry).replace(/\.[cm]?ts$/, '')}.mjs`;
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { format: 'es', entryFileNames: name } },
    },
  });
  return join(folder, name);
}
