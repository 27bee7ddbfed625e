/**
 * Go's flag package takes `-base=x`, `-base x` and `--base x` alike; commander reads `-base` as five short flags.
 * Rewrites the single dash of the named long options to two; everything after `--` stays.
 */
export function acceptGoFlags(argv: readonly string[], names: ReadonlySet<string>): string[] {
  const out: string[] = [];
  let literal = false;
  for (const arg of argv) {
    if (arg === '--') literal = true;
    const name = /^-([a-z_]{2,})(=|$)/.exec(arg)?.[1];
    out.push(!literal && name !== undefined && names.has(name) ? `-${arg}` : arg);
  }
  return out;
}
