// `npm run bench:growth [-- OPTION…]`: bundles test/bench/growth and runs it; needs no build of the product.
import { runBundled } from './bundled.mjs';

process.exitCode = await runBundled(
  { growth: 'test/bench/growth/bench-growth.ts', worker: 'test/bench/growth/worker.ts' },
  { args: process.argv.slice(2) },
);
