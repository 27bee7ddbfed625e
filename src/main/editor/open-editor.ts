// Opens a file at a line in the user's editor: a program of their own, started without a shell and left to itself.
import { spawn } from 'node:child_process';
import { failed } from '../../contract/errors';
import type { Settings } from '../../contract/methods';
import { EDITORS, fillIn, splitCommand } from './editors';
import { findProgram } from './find-program';

/** One that has not failed by then is taken to have opened it: some stay until their window is closed. */
const FAILS_WITHIN_MS = 1_500;

export type EditorChoice = Pick<Settings, 'editor' | 'editorCommand'>;

/** `file`: absolute. Rejects with `unavailable` where there is no such program, or it ends with an error at once. */
export async function openInEditor(choice: EditorChoice, file: string, line: number): Promise<void> {
  const [program, ...args] = commandOf(choice);
  if (program === undefined) return;
  const child = spawn(program, fillIn(args, file, line), {
    detached: true,
    stdio: 'ignore',
    shell: false,
    env: ownEnvironment(),
  });
  child.unref();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, FAILS_WITHIN_MS);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(failed('editor-failed', { editor: program, why: error.message }));
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      if (code === 0 || code === null) resolve();
      else reject(failed('editor-failed', { editor: program, why: `exit ${code}` }));
    });
  });
}

function commandOf({ editor, editorCommand }: EditorChoice): string[] {
  if (editor === 'custom') {
    const [command = '', ...args] = splitCommand(editorCommand) ?? [];
    if (command === '') throw failed('editor-command-bad', { command: editorCommand });
    return [expectProgram(command), ...args];
  }
  const { command, places, args } = EDITORS[editor];
  return [expectProgram(command, places), ...args];
}

function expectProgram(command: string, places: readonly string[] = []): string {
  const program = findProgram(command, places);
  if (program === null) throw failed('editor-missing', { editor: command });
  return program;
}

/** Without what makes an editor that is built on Electron believe that it is a part of this one. */
const ownEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:ELECTRON_|CHROME_DESKTOP$)/.test(name)),
  );
