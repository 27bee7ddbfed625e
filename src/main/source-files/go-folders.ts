import { execFile } from 'node:child_process';
import { homedir } from 'node:os';

/** Where this machine's Go has its own library and the modules it has loaded; null where there is no Go. */
export interface GoFolders {
  readonly goRoot: string | null;
  readonly moduleCache: string | null;
}

/** Asks `go` itself, in the user's own folder: elsewhere a go.mod would have a say in which Go answers. */
export function goFolders(): Promise<GoFolders> {
  const env = { ...process.env, GOTOOLCHAIN: 'local' };
  const how = { cwd: homedir(), env, timeout: 10_000, encoding: 'utf8' } as const;
  return new Promise((answer) => {
    execFile('go', ['env', 'GOROOT', 'GOMODCACHE'], how, (error, stdout) => {
      const [goRoot = '', moduleCache = ''] = error === null ? stdout.split(/\r?\n/) : [];
      answer({
        goRoot: goRoot === '' ? null : goRoot,
        moduleCache: moduleCache === '' ? null : moduleCache,
      });
    });
  });
}
