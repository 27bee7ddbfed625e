import { execFile } from 'node:child_process';
import { homedir } from 'node:os';

/** Where this machine's Go has its own library and the modules it has loaded; null where there is no Go. */
export interface GoFolders {
  readonly goRoot: string | null;
  readonly moduleCache: string | null;
}

/** An app that a desktop starts has not the PATH of the user's shell. */
const COMMANDS = ['go', '/usr/local/go/bin/go', '/opt/homebrew/bin/go', 'C:\\Program Files\\Go\\bin\\go.exe'];

/** Asks `go` itself, in the user's own folder: elsewhere a go.mod would have a say in which Go answers. */
export async function goFolders(): Promise<GoFolders> {
  for (const command of COMMANDS) {
    const said = await ask(command);
    if (said === null) continue;
    const [goRoot = '', moduleCache = ''] = said.split(/\r?\n/);
    return { goRoot: goRoot || null, moduleCache: moduleCache || null };
  }
  return { goRoot: null, moduleCache: null };
}

function ask(command: string): Promise<string | null> {
  const env = { ...process.env, GOTOOLCHAIN: 'local' };
  const how = { cwd: homedir(), env, timeout: 10_000, encoding: 'utf8' } as const;
  return new Promise((answer) => {
    execFile(command, ['env', 'GOROOT', 'GOMODCACHE'], how, (error, stdout) =>
      answer(error === null ? stdout : null),
    );
  });
}
