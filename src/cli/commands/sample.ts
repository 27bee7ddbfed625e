import type { CommonOptions } from '../options';
import { print, printJson } from '../print';
import { withWorkspace, workspacePath } from '../with-client';

export async function sample(options: CommonOptions): Promise<void> {
  const { session, isNew } = await withWorkspace(options, 'write', 'no-session', (client) =>
    client.call('sessions.addSample', {}),
  );
  if (options.json === true) {
    printJson('sample', { formatVersion: 1, session, isNew });
    return;
  }
  const where = options.workspace === undefined ? '' : ` --workspace ${quoted(options.workspace)}`;
  print([
    `${session.id} is ${isNew ? 'now' : 'already'} in ${workspacePath(options)}. Its service ran ${session.timeScale} times as fast as life.`,
    '',
    'Which stacks grow, how fast, how surely:',
    `  plumbline growth ${session.id}${where}`,
    'The same, and everything else, in a window or a browser:',
    `  plumbline start${where}`,
    `  plumbline serve${where} --open`,
  ]);
}

/** As a POSIX shell and PowerShell both take it. */
const quoted = (text: string): string => (/^[\w./\\:~-]+$/.test(text) ? text : `'${text}'`);
