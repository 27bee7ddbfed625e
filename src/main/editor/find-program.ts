import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * The file of a program by its name, in PATH's absolute folders, or in one of the places; null: it is in none. On Windows
 * only what is no script: those are run by a shell, which reads arguments its own way.
 */
export function findProgram(
  command: string,
  places: readonly string[] = [],
  searched = process.env['PATH'] ?? '',
): string | null {
  const isWindows = process.platform === 'win32';
  const names = isWindows && !/\.exe$/i.test(command) ? [`${command}.exe`] : [command];
  const inPath =
    path.basename(command) === command
      ? searched
          .split(path.delimiter)
          .filter((folder) => path.isAbsolute(folder))
          .flatMap((folder) => names.map((name) => path.join(folder, name)))
      : [command];
  return [...inPath, ...places].filter((file) => path.isAbsolute(file)).find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  // False for folders of PATH that this user may not look into as well.
  if (!existsSync(file)) return false;
  const stats = statSync(file);
  return stats.isFile() && (process.platform === 'win32' || (stats.mode & 0o111) !== 0);
}
