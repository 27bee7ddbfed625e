import { chmod } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

// The oldest of each that the bundle runs on; electron-vite would take those of the pinned Electron.
const NODE = 'node20';
const CHROME = 'chrome130';

const outDir = resolve('out');

/** `npx plumbline` runs the file itself. */
const executableCli: Plugin = {
  name: 'plumbline:executable-cli',
  async writeBundle({ dir }) {
    await chmod(join(dir ?? outDir, 'plumbline.js'), 0o755);
  },
};

export default defineConfig({
  main: {
    build: {
      target: NODE,
      outDir: join(outDir, 'main'),
      emptyOutDir: true,
      externalizeDeps: { exclude: ['commander', 'zod'] },
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: 'src/main/desktop/index.ts',
          plumbline: 'src/cli/plumbline.ts',
          'analysis-worker': 'src/main/analysis/worker.ts',
        },
        output: {
          banner: (chunk) => (chunk.isEntry && chunk.name === 'plumbline' ? '#!/usr/bin/env node' : ''),
          entryFileNames: '[name].js',
          // All in one folder, so that a path relative to the code holds from any chunk.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
    plugins: [executableCli],
  },
  preload: {
    build: {
      target: NODE,
      outDir: join(outDir, 'preload'),
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        // A sandboxed preload cannot be a module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    publicDir: resolve('resources/public'),
    plugins: [vue()],
    define: {
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_I18N_FULL_INSTALL__: 'false',
      __VUE_I18N_LEGACY_API__: 'false',
      __INTLIFY_PROD_DEVTOOLS__: 'false',
    },
    build: {
      target: CHROME,
      outDir: join(outDir, 'renderer'),
      emptyOutDir: true,
      minify: true,
      rolldownOptions: {
        input: { desktop: 'src/renderer/desktop.html', web: 'src/renderer/web.html' },
        output: { chunkFileNames: 'assets/workbench-[hash].js' },
      },
    },
  },
});
