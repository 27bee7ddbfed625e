// What a page of docs/ lists in its tables: the fields in code in the first cells, and rows that stand for all below
// them, since they say "as `suspects[]`".
export interface Documented {
  readonly fields: ReadonlySet<string>;
  /** Field whose parts are those of another: `candidates[]` → `suspects[]`. */
  readonly alike: ReadonlyMap<string, string>;
}

export function documentedFields(markdown: string): Documented {
  const fields = new Set<string>();
  const alike = new Map<string, string>();
  for (const line of markdown.split('\n')) {
    const [, first = '', second = ''] = line.startsWith('|') ? line.split('|') : [];
    for (const [, name = ''] of first.matchAll(/`([^`]+)`/g)) {
      const other = /\bas `([^`]+)`/.exec(second)?.[1];
      if (other === undefined) fields.add(name);
      else alike.set(name, other);
    }
  }
  return { fields, alike };
}

/** The part of a page from the line that holds `mark` to the next heading of that level or above, or the next mark. */
export function sectionAt(markdown: string, mark: string): string {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => line.includes(mark));
  if (start < 0) throw new Error(`no ${mark}`);
  const end = lines.findIndex((line, i) => i > start && /^(#{1,3} |<!-- fields)/.test(line));
  return lines.slice(start, end < 0 ? undefined : end).join('\n');
}

/** Of the fields that there are: those that the page lacks, and those that it invents. */
export function differences(
  real: readonly string[],
  { fields, alike }: Documented,
): { missing: string[]; invented: string[] } {
  const expand = (path: string): string => {
    for (const [prefix, other] of alike) {
      if (path === prefix || path.startsWith(`${prefix}.`)) return other + path.slice(prefix.length);
    }
    return path;
  };
  const known = new Set(real);
  return {
    missing: real.filter((path) => !fields.has(expand(path)) && !alike.has(path)),
    invented: [...fields].filter((path) => !known.has(path)),
  };
}
