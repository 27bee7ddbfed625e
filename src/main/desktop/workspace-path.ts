import { resolve } from 'node:path';

/** `--workspace DIR` or `--workspace=DIR`, else PLUMBLINE_WORKSPACE; null where neither is given. Absolute. */
export function givenWorkspacePath(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  const flag = '--workspace';
  const index = argv.findIndex((argument) => argument === flag || argument.startsWith(`${flag}=`));
  const argument = argv[index];
  const given =
    argument === undefined
      ? env['PLUMBLINE_WORKSPACE']
      : argument === flag
        ? argv[index + 1]
        : argument.slice(flag.length + 1);
  return given === undefined || given === '' ? null : resolve(given);
}
