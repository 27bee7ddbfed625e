// `npm run bench:corpus [-- OPTION…]`: builds what is stale, bundles test/bench/corpus and runs it; needs Go.
import { build, isBuilt } from './built.mjs';
import { root, runBundled } from './bundled.mjs';

if (!isBuilt(root) && !build(root)) process.exit(1);

process.exitCode = await runBundled(
  { corpus: 'test/bench/corpus/bench-corpus.ts' },
  { args: process.argv.slice(2), env: { PLUMBLINE_ROOT: root } },
);
