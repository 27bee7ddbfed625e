import { mkdir, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { build, type InlineConfig } from 'vite';

const HTML = (script: string): string =>
  `<!doctype html><html><head><meta charset="utf-8"><title>hosts</title></head><body><script type="module" src="./${script}"></script></body></html>`;

/** Builds the small app of these tests into `dir`, laid out as the real one: out/{main,preload,renderer}. */
export async function buildTestApp(dir: string): Promise<void> {
  const renderer = join(dir, 'out/renderer');
  await bundle('test/hosts/support/page.ts', renderer, { build: { target: 'chrome130' } }, 'page.js', 'es');
  const node: InlineConfig = {
    build: { ssr: true, target: 'node20' },
    ssr: { noExternal: true, external: ['electron'] },
  };
  await bundle('test/hosts/support/electron-main.ts', join(dir, 'out/main'), node, 'index.js', 'es');
  await bundle('src/preload/index.ts', join(dir, 'out/preload'), node, 'index.cjs', 'cjs');
  await mkdir(renderer, { recursive: true });
  for (const page of ['desktop.html', 'web.html']) await writeFile(join(renderer, page), HTML('page.js'));
  await writeFile(
    join(dir, 'package.json'),
    JSON.stringify({ name: 'plumbline-hosts-test', type: 'module', main: 'out/main/index.js' }),
  );
}

async function bundle(
  input: string,
  outDir: string,
  config: InlineConfig,
  fileName: string,
  format: 'es' | 'cjs',
): Promise<void> {
  await build({
    ...config,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      ...config.build,
      outDir,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: resolve(input),
        external: ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
        output: { format, entryFileNames: fileName },
      },
    },
  });
}
