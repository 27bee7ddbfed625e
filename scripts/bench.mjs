// `npm run bench [-- NAME…]`: builds what is stale, bundles test/bench/bench.ts for plain Node and runs it, where there is
// none with a display of its own for the desktop.
import { build, isBuilt } from './built.mjs';
import { root, runBundled } from './bundled.mjs';
import { findDisplay } from './display.mjs';

if (!isBuilt(root) && !build(root)) process.exit(1);

process.exitCode = await runBundled(
  { bench: 'test/bench/bench.ts' },
  {
    args: process.argv.slice(2),
    // Node 20 reads the certificates that this names before anything else: 30 ms of each start that are not ours.
    env: { PLUMBLINE_ROOT: root, NODE_EXTRA_CA_CERTS: undefined },
    wrap: findDisplay().wrap,
  },
);
