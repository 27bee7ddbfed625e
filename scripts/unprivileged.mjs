// For root on Linux: running something as nobody, as which Chromium's sandbox is on, as for real users.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const NOBODY = '65534';

/** Why nothing can be run as another user here; null if it can. */
export function whyNoUser() {
  const probe = spawnSync('setpriv', ['--reuid', NOBODY, '--regid', NOBODY, '--clear-groups', 'true']);
  return probe.status === 0 ? null : 'setpriv is missing, or may not change the user';
}

/** Nobody with a home in `home`, which becomes theirs. */
export function makeUser(home) {
  const dirs = ['home', 'tmp', 'runtime'].map((name) => join(home, name));
  for (const dir of dirs) mkdirSync(dir, { recursive: true });
  chmodSync(home, 0o755);
  give(home);
  chmodSync(join(home, 'runtime'), 0o700);
  const wrap = (command) => [
    'setpriv',
    '--reuid',
    NOBODY,
    '--regid',
    NOBODY,
    '--clear-groups',
    '--inh-caps=-all',
    ...command,
  ];
  const env = {
    HOME: join(home, 'home'),
    USER: 'nobody',
    LOGNAME: 'nobody',
    TMPDIR: join(home, 'tmp'),
    XDG_RUNTIME_DIR: join(home, 'runtime'),
    XDG_CONFIG_HOME: join(home, 'home/.config'),
    XDG_CACHE_HOME: join(home, 'home/.cache'),
    XDG_DATA_HOME: join(home, 'home/.local/share'),
    // A key to the display of whoever started this is of no use to another user.
    ...(process.env.DISPLAY ? {} : { XAUTHORITY: '' }),
    PATH: pathFor(wrap, home),
  };
  return { wrap, env };
}

/** This Node's folder first; a copy where nobody may not go there (Node in a private home). */
function pathFor(wrap, home) {
  const [program, ...args] = wrap([process.execPath, '--version']);
  if (spawnSync(program, args).status === 0) return `${dirname(process.execPath)}:${process.env.PATH}`;
  mkdirSync(join(home, 'bin'));
  cpSync(process.execPath, join(home, 'bin/node'));
  return `${join(home, 'bin')}:${process.env.PATH}`;
}

/** The project in a place where nobody may read and write, whatever the original's place is. Answers its root. */
export function copyForUser(root, home) {
  const copy = join(home, 'project');
  const left = new Set(['.git', 'dist', 'test-results', '.eslintcache']);
  mkdirSync(copy);
  // cp rather than Node's own: three times faster on a node_modules of 400 MB, and it can share blocks.
  const wanted = readdirSync(root).filter((name) => !left.has(name));
  const cp = spawnSync('cp', ['-a', '--reflink=auto', ...wanted, copy], { cwd: root, stdio: 'inherit' });
  if (cp.status !== 0) throw new Error('The project could not be copied for the tests as another user.');
  mkdirSync(join(copy, 'test-results'));
  give(copy);
  setUpSandboxHelper(copy);
  return copy;
}

function give(dir) {
  spawnSync('chown', ['-R', `${NOBODY}:${NOBODY}`, dir], { stdio: 'inherit' });
}

/** An Electron that npm fetched has no set-uid helper, which is needed where user namespaces are off. */
function setUpSandboxHelper(copy) {
  const helper = join(copy, 'node_modules/electron/dist/chrome-sandbox');
  if (!existsSync(helper)) return;
  spawnSync('chown', ['root:root', helper]);
  chmodSync(helper, 0o4755);
}
