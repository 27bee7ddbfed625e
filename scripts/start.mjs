// `npm start [-- --workspace DIR] [--web] [--port N]`: the desktop app; where that cannot be had, one line says why and
// the workbench is served to a browser.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, isBuilt } from './built.mjs';
import { electronDist, electronProgram, fetchElectron, whyNotLoading, whyNoWindow } from './electron.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const given = process.argv.slice(2);
const wantsWeb = given.includes('--web');
/** What the web host is told: all but what chose it. */
const serveArgs = given.filter((argument) => argument !== '--web');
/** The desktop app has no port. */
const appArgs = serveArgs.filter(
  (argument, i) => !/^--(port|open)\b/.test(argument) && serveArgs[i - 1] !== '--port',
);

if (!isBuilt(root)) {
  console.log('Building …');
  if (!build(root)) process.exit(1);
}

const why = wantsWeb ? 'asked for with --web' : await whyNotDesktop();
if (why !== null) {
  console.log(`No desktop window: ${why}. The workbench is served to your browser instead:`);
  process.exit(await run(process.execPath, [join(root, 'out/main/plumbline.js'), 'serve', ...serveArgs]));
}

/** Runs the desktop app to its end and leaves with it; answers why that is not possible. */
async function whyNotDesktop() {
  const noWindow = whyNoWindow();
  if (noWindow !== null) return noWindow;
  if (electronDist(root) === null) {
    const notFetched = fetchElectron(root);
    if (notFetched !== null) return notFetched;
  }
  const dist = electronDist(root);
  const notLoading = whyNotLoading(dist);
  if (notLoading !== null) return notLoading;
  const { code, early, said } = await runApp(electronProgram(dist), [root, ...appArgs]);
  // A sentence of the app's own (another process writes the workspace, say) is no reason to serve.
  if (code === 0 || !early || /^plumbline: /m.test(said)) process.exit(code);
  const last =
    said
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^\[.*?\]\s*/, '') || `it ended with ${code}`;
  return `Electron did not start (${last.slice(0, 160)})`;
}

/** An end within ten seconds that was not asked for is a start that failed. */
async function runApp(program, args) {
  const began = Date.now();
  let said = '';
  const child = spawn(program, args, { stdio: ['inherit', 'inherit', 'pipe'], env: appEnvironment() });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    process.stderr.write(text);
    if (said.length < 65_536) said += text;
  });
  const code = await ended(child);
  return { code, said, early: Date.now() - began < 10_000 };
}

async function run(program, args) {
  return ended(spawn(program, args, { stdio: 'inherit' }));
}

function ended(child) {
  const pass = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function appEnvironment() {
  const { ELECTRON_RUN_AS_NODE: _node, ...env } = process.env;
  return env;
}
