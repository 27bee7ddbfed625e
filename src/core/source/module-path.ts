// Names of modules as folders of the module cache (golang.org/x/mod/module, EscapePath): of two names that differ in
// case alone each has its own folder, on disks that do not tell case apart too.

/** `github.com/Azure/sdk` → `github.com/!azure/sdk`. */
export const escapeModule = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);

/**
 * The path in the module cache of a name that -trimpath left, `module@version/rest`; null where it is no such name.
 * Escapes the module and its version; the rest is as in the module.
 */
export function inModuleCache(name: string): string | null {
  const [, module = '', version = '', rest = ''] = /^([^@]+)@([^/@]+)\/([^@]+)$/.exec(name) ?? [];
  if (module === '' || module.startsWith('/')) return null;
  return `${escapeModule(module)}@${escapeModule(version)}/${rest}`;
}
