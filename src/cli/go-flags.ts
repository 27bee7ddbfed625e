export interface GoFlags {
  /** The commands whose options these are. */
  readonly commands: ReadonlySet<string>;
  readonly switches: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
  /** Of a command, switches that say no more than its name, and are left out. */
  readonly own: ReadonlyMap<string, readonly string[]>;
}

/**
 * Go's flag package takes `-base=x`, `-base x` and `--base x` alike, and `-cum` as well as `-cum=false`; commander reads
 * `-base` as five short flags, and no value of a switch. Rewrites each to `--name=value`; everything after `--` stays.
 */
export function acceptGoFlags(
  argv: readonly string[],
  { commands, switches, values, own }: GoFlags,
): string[] {
  const [command = ''] = argv;
  if (!commands.has(command)) return [...argv];
  const out: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] ?? '';
    if (arg === '--') return [...out, ...argv.slice(i)];
    const [, name = '', given] = /^--?([a-z_]+)(=[^]*)?$/.exec(arg) ?? [];
    const next = argv[i + 1];
    if (own.get(command)?.includes(name) === true && (given ?? '=true') === '=true') continue;
    if (switches.has(name)) out.push(`--${name}${given ?? '=true'}`);
    else if (values.has(name) && given !== undefined) out.push(`--${name}${given}`);
    else if (values.has(name) && next !== undefined) {
      out.push(`--${name}=${next}`);
      i++;
    } else out.push(arg);
  }
  return out;
}
