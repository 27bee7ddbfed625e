import { failed } from '../../contract/errors';
import type { HostAbilities } from '../backend';
import { splitCommand } from './editors';

/**
 * What program is run is the user's to say, and not a page's, be it our own: whoever got hold of one could run anything.
 * Rejects where it is no command, where the host cannot ask, and where the user says no.
 */
export async function expectAllowed(
  command: string,
  { confirmCommand }: HostAbilities,
  settingsPath: string,
): Promise<void> {
  if (splitCommand(command) === null) throw failed('editor-command-bad', { command });
  if (confirmCommand === undefined) throw failed('editor-command-here', { path: settingsPath });
  if (!(await confirmCommand(command))) throw failed('cancelled');
}
